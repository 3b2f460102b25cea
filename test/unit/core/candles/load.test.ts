import assert from 'node:assert/strict';
import { priceDecimals } from '../../../../src/core/candles/priceDecimals.ts';
import { csvOf, seriesOf, type Ohlcv } from '../../../fixtures/candles.ts';

const five: readonly Ohlcv[] = Array.from({ length: 5 }, () => [10, 12, 9, 11, 5]);

describe('loadSeries', () => {
  it('takes pair and timeframe from the file name and the spacing', () => {
    const series = seriesOf(csvOf(five));
    assert.deepEqual([series.pair, series.timeframe, series.length], ['BTC/USDT', '5m', 5]);
  });

  it('prefers what the user says', () => {
    const series = seriesOf(csvOf(five), { pair: 'ETH/BTC', timeframe: '1m' });
    assert.deepEqual([series.pair, series.timeframe], ['ETH/BTC', '1m']);
  });

  it('fills no gap between funding rates, as Freqtrade does not', () => {
    const text = csvOf([...five, ...five]).split('\n').filter((_, line) => line !== 4).join('\n');
    assert.equal(seriesOf(text, { gaps: 'fill' }, 'XRP_USDT_USDT-5m-funding_rate.csv').filledCount, 0);
    assert.equal(seriesOf(text, { gaps: 'fill' }, 'XRP_USDT_USDT-5m-mark.csv').filledCount, 1);
  });

  it('leaves the pair unknown when nothing says it', () => {
    assert.equal(seriesOf(csvOf(five), {}, 'candles.csv').pair, null);
  });

  it('believes the spacing over the file name, and says so', () => {
    const series = seriesOf(csvOf(five), {}, 'BTC_USDT-1h.csv');
    assert.equal(series.timeframe, '5m');
    assert.deepEqual(series.problems.map(({ rule, value }) => [rule, value]), [['timeframe', '1h']]);
  });

  it('refuses a timeframe that would need resampling', () => {
    assert.throws(() => seriesOf(csvOf(five), { timeframe: '1h' }), { code: 'timeframe-mismatch' });
  });

  it('refuses a word that is no timeframe', () => {
    assert.throws(() => seriesOf(csvOf(five), { timeframe: '5 minutes' }), { code: 'timeframe-unknown' });
  });

  it('cannot tell the timeframe of one candle whose name does not say it', () => {
    assert.throws(() => seriesOf(csvOf(five.slice(0, 1)), {}, 'BTC_USDT.csv'), { code: 'timeframe-unknown' });
  });

  it('names the first bad line when no row is a candle', () => {
    assert.throws(() => seriesOf('date,open,high,low,close,volume\nx,1,1,1,1,1'), { code: 'candles-unusable', message: 'None of the 1 rows is a candle. Line 2: "x" is no date or epoch. The row is left out.' });
  });
});

describe('priceDecimals', () => {
  const cases: readonly (readonly [number, number])[] = [[0.088775, 6], [0.0887751234, 6], [43_250.1, 0], [1.5, 1], [0.00001234, 8], [7, 0]];
  for (const [price, decimals] of cases) {
    it(`shows ${price} with ${decimals} decimals`, () => {
      assert.equal(priceDecimals(seriesOf(csvOf(Array.from({ length: 5 }, () => [price, price, price, price, 1])))), decimals);
    });
  }
});
