import assert from 'node:assert/strict';
import { isPair, parseFileName } from '../../../../src/core/candles/fileName.ts';

describe('parseFileName', () => {
  const names: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['BTC_USDT-5m.csv', 'BTC/USDT', '5m'],
    ['ETH_BTC-5m.feather', 'ETH/BTC', '5m'],
    ['XRP_USDT_USDT-1h-futures.csv', 'XRP/USDT:USDT', '1h'],
    ['futures/XRP_USDT_USDT-8h-mark.json.gz', 'XRP/USDT:USDT', '8h'],
    ['LTCBTC-5m-binance-klines.csv', 'LTC/BTC', '5m'],
    ['Binance_BTCUSDT_1h.csv', 'BTC/USDT', '1h'],
    ['1000SHIB_USDT-1m.csv', '1000SHIB/USDT', '1m'],
    ['BTC_USDT-1Mo.json', 'BTC/USDT', '1M'],
    ['C:\\data\\BTC_USDT-1d.csv', 'BTC/USDT', '1d'],
    ['XBTUSD_60.csv', 'XBT/USD', undefined],
    ['BINANCE_BTCUSDT, 1D_3f9c2.csv', 'BTC/USDT', undefined],
    ['Bitstamp_BTCUSD_2023_minute.csv', 'BTC/USD', undefined],
    ['candles.csv', undefined, undefined],
    ['my-notes-5m.csv', undefined, '5m'],
  ];
  for (const [name, pair, timeframe] of names) {
    it(`reads ${name} as ${pair ?? 'no pair'}, ${timeframe ?? 'no timeframe'}`, () => {
      const facts = parseFileName(name);
      assert.deepEqual([facts.pair, facts.timeframe], [pair, timeframe]);
    });
  }

  const types: readonly (readonly [string, string])[] = [
    ['BTC_USDT-5m.feather', 'spot'],
    ['futures/XRP_USDT_USDT-1h-futures.feather', 'futures'],
    ['futures/XRP_USDT_USDT-8h-mark.json.gz', 'mark'],
    ['futures/XRP_USDT_USDT-8h-funding_rate.feather', 'funding_rate'],
    ['futures/XRP_USDT_USDT-1h-premiumIndex.parquet', 'premiumIndex'],
    ['LTCBTC-5m-binance-klines.csv', 'spot'],
  ];
  for (const [name, type] of types) {
    it(`says that ${name} holds ${type} candles`, () => {
      assert.equal(parseFileName(name).candleType, type);
    });
  }
});

describe('isPair', () => {
  const pairs: readonly (readonly [string, boolean])[] = [['BTC/USDT', true], ['XRP/USDT:USDT', true], ['BTCUSDT', false], ['BTC/', false], ['BTC/USDT\n', false]];
  for (const [pair, expected] of pairs) {
    it(`${expected ? 'accepts' : 'rejects'} ${JSON.stringify(pair)}`, () => {
      assert.equal(isPair(pair), expected);
    });
  }
});
