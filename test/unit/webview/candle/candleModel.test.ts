import assert from 'node:assert/strict';
import type { ToCandleChart } from '../../../../src/protocol/candleMessages.ts';
import { candleStateOf, chartModelOf, initialCandleModel, reduceCandles, selectedProblem, type CandleModel } from '../../../../src/webview/candle/candleModel.ts';
import { timeOf } from '../fixtures.ts';
import { candlesOf, problemOf } from './problems.ts';

const problems = [problemOf({ time: timeOf(5) }), problemOf({ time: timeOf(9) }), problemOf({ time: null }), problemOf({ time: timeOf(18) })];
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

describe('a file whose candles come in parts', () => {
  const whole = candlesOf(problems);
  const { columns, filled } = whole.series;
  const part = (from: number, to: number) => ({
    columns: { time: columns.time.slice(from, to), open: columns.open.slice(from, to), high: columns.high.slice(from, to), low: columns.low.slice(from, to), close: columns.close.slice(from, to), volume: columns.volume.slice(from, to) },
    filled: filled.slice(from, to),
  });
  const message = (next: ToCandleChart) => ({ type: 'message', message: next }) as const;
  const first = { ...whole, start: 8, series: { ...whole.series, ...part(8, 16) } };
  const begun = take(initialCandleModel(undefined), message(first));
  const rest = [message({ type: 'more', start: 16, ...part(16, 20) }), message({ type: 'more', start: 0, ...part(0, 8) })] as const;

  it('shows the first part until the last has come, then all', () => {
    const [almost, done] = [take(begun, rest[0]), take(begun, ...rest)];
    assert.equal(almost.candles, begun.candles);
    assert.deepEqual(done.candles, take(initialCandleModel(undefined), message(whole)).candles);
  });

  it('shows only the problems of the candles that are there', () => {
    assert.deepEqual(begun.candles?.flaws.map(({ index, time }) => [index, time]), [[1, timeOf(9)]]);
    assert.equal(chartModelOf(take(begun, { type: 'select-problem', position: 0 }))?.selected, null);
    assert.equal(chartModelOf(take(begun, { type: 'select-problem', position: 0 }, ...rest))?.selected, timeOf(5));
  });

  it('stays where it is when the rest has come', () => {
    const looking = take(begun, { type: 'show-range', range: { from: 2, to: 5 } });
    assert.deepEqual(looking.range, { from: 10, to: 13 });
    assert.deepEqual(chartModelOf(looking)?.range, { from: 2, to: 5 });
    assert.deepEqual(chartModelOf(take(looking, ...rest))?.range, { from: 10, to: 13 });
  });

  it('goes to a place that is remembered when its candles have come', () => {
    const remembered = { ...candleStateOf(begun), range: { from: 1, to: 3 } };
    const waiting = take(initialCandleModel(remembered), message(first), { type: 'show-range', range: { from: 0, to: 4 } });
    assert.equal(chartModelOf(waiting)?.range, null);
    assert.deepEqual(chartModelOf(take(waiting, ...rest))?.range, { from: 1, to: 3 });
  });

  it('forgets the parts of a file that has changed', () => {
    const changed = take(begun, rest[0], message(first), rest[0]);
    assert.equal(changed.more.length, 1);
    assert.equal(changed.candles?.series.filled.length, 8);
  });
});

describe('chartModelOf', () => {
  it('is nothing without candles', () => assert.equal(chartModelOf(initialCandleModel(undefined)), null));
  it('selects the candle of the selected problem', () => assert.equal(chartModelOf(take(shown, { type: 'select-problem', position: 0 }))?.selected, timeOf(5)));
  it('selects none for a problem without a place', () => assert.equal(chartModelOf(take(shown, { type: 'select-problem', position: 2 }))?.selected, null));
  it('has neither gates nor signals', () => assert.deepEqual([chartModelOf(shown)?.gate, chartModelOf(shown)?.rows], [null, []]));
});
