import assert from 'node:assert/strict';
import { cleanCandles, type CleanCandles } from '../../../../src/core/candles/clean.ts';
import { runToEnd } from '../../../../src/core/candles/rows.ts';
import { parseTimeframe } from '../../../../src/core/candles/time/timeframe.ts';
import { rowsOf } from '../../../fixtures/candles.ts';
// Written by scripts/freqtrade_cleaning.py from Freqtrade's own clean_ohlcv_dataframe.
import reference from './freqtradeCleaning.json';

const table = ({ columns }: CleanCandles) =>
  Array.from(columns.time, (time, i) => [time, columns.open[i], columns.high[i], columns.low[i], columns.close[i], columns.volume[i]]);

describe('cleanCandles and the real Freqtrade', () => {
  for (const { name, timeframe, rows, filled, kept } of reference.cases) {
    const clean = (gaps: 'fill' | 'keep') => runToEnd(cleanCandles(
      rowsOf(rows.map(([time, open, high, low, close, volume], i) => ({ line: i + 2, time: time!, open: open!, high: high!, low: low!, close: close!, volume: volume! }))),
      parseTimeframe(timeframe)!,
      gaps,
    ));

    it(`make the same of ${name} at ${timeframe}`, () => {
      assert.deepEqual(table(clean('fill')), filled);
    });

    it(`make the same of ${name} at ${timeframe} when gaps are kept`, () => {
      assert.deepEqual(table(clean('keep')), kept);
    });
  }
});
