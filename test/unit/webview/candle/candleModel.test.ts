import assert from 'node:assert/strict';
import { candleStateOf, chartModelOf, initialCandleModel, reduceCandles, selectedProblem, type CandleModel } from '../../../../src/webview/candle/candleModel.ts';
import { timeOf } from '../fixtures.ts';
import { candlesOf, problemOf } from './problems.ts';

const problems = [problemOf({ time: timeOf(5) }), problemOf({ time: timeOf(9) }), problemOf({ time: null })];
const take = (model: CandleModel, ...messages: readonly Parameters<typeof reduceCandles>[1][]): CandleModel => messages.reduce(reduceCandles, model);
const shown = take(initialCandleModel(undefined), { type: 'message', message: candlesOf(problems) });

describe('reduceCandles', () => {
  it('knows nothing but the name while the file is read', () => {
    const model = take(shown, { type: 'message', message: { type: 'loading', file: 'a.csv' } });
    assert.deepEqual([model.file, model.candles, model.failure], ['a.csv', null, null]);
  });

  it('shows the candles, and forgets the failure before', () => {
    const failed = take(shown, { type: 'message', message: { type: 'failure', message: 'No candles', hint: null, canMap: true } });
    assert.deepEqual([failed.candles, failed.failure], [null, { message: 'No candles', hint: null, canMap: true }]);
    assert.equal(take(failed, { type: 'message', message: candlesOf(problems) }).failure, null);
  });

  it('selects a problem from the list, and from the chart by its time', () => {
    assert.equal(selectedProblem(take(shown, { type: 'select-problem', position: 2 })), problems[2]);
    assert.equal(selectedProblem(take(shown, { type: 'select', time: timeOf(9) })), problems[1]);
  });

  it('keeps the selection when the chart knows no problem of that time', () => {
    assert.equal(take(shown, { type: 'select-problem', position: 1 }, { type: 'select', time: timeOf(1) }).selected, 1);
  });

  it('keeps range and toggles when the file changes, and drops a selection that is gone', () => {
    const before = take(shown, { type: 'select-problem', position: 2 }, { type: 'show-range', range: { from: 1, to: 9 } }, { type: 'toggle', name: 'ema50', on: true });
    const after = take(before, { type: 'message', message: candlesOf([problemOf()]) });
    assert.deepEqual([after.selected, after.range, after.toggles.ema50], [null, { from: 1, to: 9 }, true]);
  });

  it('starts with what the editor remembers', () => {
    const remembered = candleStateOf(take(shown, { type: 'select-problem', position: 1 }, { type: 'show-range', range: { from: 1, to: 9 } }));
    const restored = take(initialCandleModel(remembered), { type: 'message', message: candlesOf(problems) });
    assert.deepEqual(candleStateOf(restored), remembered);
  });
});

describe('chartModelOf', () => {
  it('is nothing without candles', () => assert.equal(chartModelOf(initialCandleModel(undefined)), null));
  it('selects the candle of the selected problem', () => assert.equal(chartModelOf(take(shown, { type: 'select-problem', position: 0 }))?.selected, timeOf(5)));
  it('selects none for a problem without a place', () => assert.equal(chartModelOf(take(shown, { type: 'select-problem', position: 2 }))?.selected, null));
  it('has neither gates nor signals', () => assert.deepEqual([chartModelOf(shown)?.gate, chartModelOf(shown)?.rows], [null, []]));
});
