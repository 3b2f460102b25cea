import assert from 'node:assert/strict';
import { describeWarmup } from '../../../../src/core/backtest/warmup.ts';
import { answeredAt, timeAt, unansweredAt } from '../../../fixtures/recordedRuns.ts';

describe('describeWarmup', () => {
  const records = [answeredAt(10, 'BUY'), answeredAt(20, 'HOLD'), unansweredAt(25, 'failed'), answeredAt(30, 'SELL'), { ...answeredAt(30, 'SELL'), repeat: 2 }, answeredAt(40, 'BUY')];
  const of = (from: number, timerange: string | null = null) => describeWarmup({ first: timeAt(0), timerange, from: timeAt(from) }, records);

  it('counts the signals that cannot trade, up to the first candle that can', () => {
    assert.equal(of(40), 'Candles before 2024-01-01 03:20 UTC are warm-up: its startup_candle_count keeps the strategy from trading in them. 2 BUY or SELL signals fall in them and are not traded.');
    assert.match(of(11)!, /1 BUY or SELL signal falls in them and is not traded\.$/);
    assert.match(of(10)!, /No BUY or SELL falls in them\.$/);
  });

  it('says nothing where every candle could trade', () => {
    assert.equal(of(0), undefined);
  });

  it('takes what lies before a range for left out, not for warm-up', () => {
    const at = String(Date.parse(timeAt(20)) / 1000);
    assert.equal(of(20, `${at}-`), undefined);
    assert.match(of(40, `${at}000-`)!, /1 BUY or SELL signal falls/);
    assert.match(of(40, '20240101-20240102')!, /2 BUY or SELL signals fall/);
    assert.match(of(40, '-20240102')!, /2 BUY or SELL signals fall/);
  });
});
