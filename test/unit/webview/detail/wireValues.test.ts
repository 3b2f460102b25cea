import assert from 'node:assert/strict';
import { recentCandles, wireValues } from '../../../../src/webview/detail/wireValues.ts';

const candle = { open: 1, high: 2, low: 0.5, close: 1.5, volume: 10 };
const question = {
  market_data: { rsi: 15.3467, ema_short: 0.0921311, macd: -0.000811, volume: 2782.0412, adx_14: 31.234567, recent_candles: [candle], price_change_24h: -8.0123 },
  pair: 'ETH/BTC',
  timeframe: '5m',
  current_price: 0.088775,
};

describe('wireValues', () => {
  it('shows every scalar of the question under its wire name', () => {
    assert.deepEqual(wireValues(question, 6).map(({ name, text }) => `${name} ${text}`), [
      'pair ETH/BTC',
      'timeframe 5m',
      'current_price 0.088775',
      'rsi 15.35',
      'ema_short 0.092131',
      'macd −0.000811',
      'volume 2,782.04',
      'adx_14 31.2346',
      'price_change_24h −8.01%',
    ]);
  });
});

describe('wireValues of a recorded question', () => {
  it('keeps the documented order, and what is not documented after it', () => {
    const market_data = { adx_14: 31, ema_long: 1, ema_short: 2, price_change_24h: 3, rsi: 4, volume: 5 };
    assert.deepEqual(wireValues({ ...question, market_data }, 6).slice(3).map(({ name }) => name), ['rsi', 'ema_short', 'ema_long', 'volume', 'adx_14', 'price_change_24h']);
  });
});

describe('wireValues of a series with few decimals', () => {
  it('keeps three significant digits of a difference of prices', () => {
    const few = wireValues({ ...question, market_data: { macd: 0.40123, ema_short: 186.59 } }, 2).slice(3);
    assert.deepEqual(few, [
      { name: 'ema_short', text: '186.59' },
      { name: 'macd', text: '0.401' },
    ]);
  });
});

describe('recentCandles', () => {
  it('is the candles of the question', () => assert.deepEqual(recentCandles(question), [candle]));
  it('is nothing when the question has none', () => assert.deepEqual(recentCandles({ ...question, market_data: {} }), []));
});
