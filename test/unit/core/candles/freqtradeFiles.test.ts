import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFileName } from '../../../../src/core/candles/fileName.ts';
import { candleFileName, signalFileName, writeFreqtradeJson } from '../../../../src/core/candles/freqtradeFiles.ts';
import { loadCandles } from '../../../../src/app/candles/openCandles.ts';

describe('names of Freqtrade files', () => {
  it('are those Freqtrade looks for', () => {
    assert.equal(candleFileName('BTC/USDT', '5m', 'spot'), 'BTC_USDT-5m.json');
    assert.equal(candleFileName('BTC/USDT', '1M', 'spot'), 'BTC_USDT-1Mo.json');
    assert.equal(candleFileName('BTC/USDT:USDT', '1h', 'futures'), 'futures/BTC_USDT_USDT-1h-futures.json');
    assert.equal(signalFileName('BTC/USDT:USDT', '5m'), 'BTC_USDT_USDT-5m.jsonl');
  });

  it('say pair and timeframe again', () => {
    assert.deepEqual(parseFileName(candleFileName('BTC/USDT:USDT', '1M', 'futures')), { pair: 'BTC/USDT:USDT', timeframe: '1M', candleType: 'futures' });
  });
});

describe('writeFreqtradeJson', () => {
  const first = Date.UTC(2024, 0, 1);
  const price = fc.double({ min: 1e-8, max: 1e8, noNaN: true });
  const load = (rows: readonly (readonly number[])[]) => loadCandles(Buffer.from(JSON.stringify(rows)), 'BTC_USDT-5m.json');

  it('keeps every digit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(price, fc.double({ min: 0, max: 1e12, noNaN: true })), { minLength: 2, maxLength: 20 }), async (given) => {
        const rows = given.map(([close, volume], i) => [first + i * 300_000, close, close, close, close, volume]);
        assert.deepEqual(JSON.parse(writeFreqtradeJson((await load(rows)).series)), rows);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out filled candles', async () => {
    const rows = [0, 1, 3, 4].map((i) => [first + i * 300_000, 1, 2, 0.5, 1.5, 10]);
    const { series } = await load(rows);
    assert.equal(series.filledCount, 1);
    assert.deepEqual(JSON.parse(writeFreqtradeJson(series)), rows);
  });
});
