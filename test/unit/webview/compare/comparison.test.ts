import assert from 'node:assert/strict';
import type { QuestionRecord } from '../../../../src/core/run/record.ts';
import { leftOut } from '../../../../src/webview/compare/leftOut.ts';
import { lanesOf } from '../../../../src/webview/compare/lanesOf.ts';
import { changeComparison, groupCounts, groupNames, pairOf, startComparison, type ComparisonModel, type GroupName } from '../../../../src/webview/compare/comparisonModel.ts';
import { outcomesOf } from '../../../../src/webview/compare/outcomes.ts';
import { initialModel, panelStateOf } from '../../../../src/webview/model.ts';
import { reduce } from '../../../../src/webview/reduce.ts';
import { decided, failedAt, runOf, seriesOf, skippedAt, timeOf } from '../fixtures.ts';

const runs = (...records: readonly (readonly QuestionRecord[])[]) =>
  records.map((list, position) => ({ letter: 'ABC'[position]!, folder: `/runs/${position}`, run: runOf('finished'), records: [...list] }));

const first = [decided(1, 'BUY'), decided(2, 'BUY'), decided(3, 'HOLD'), failedAt(4), decided(5, 'SELL'), skippedAt(6, 'cancelled')];
const second = [decided(1, 'BUY'), decided(2, 'SELL'), decided(3, 'BUY'), decided(4, 'BUY'), decided(7, 'SELL'), skippedAt(6, 'cancelled')];
const third = [decided(1, 'HOLD'), decided(99, 'BUY')];
const model = startComparison({ series: seriesOf(10), runs: runs(first, second, third) });
const timesOf = (group: GroupName, of: ComparisonModel = model): readonly number[] => changeComparison(of, { type: 'compare-group', group }).listed.map(({ time }) => time);

describe('the comparison in the panel', () => {
  it('begins with the newest candle about which the first two runs differ', () => {
    assert.deepEqual([model.group, model.selected, model.listed.map(({ time }) => time)], ['differ', timeOf(3), [timeOf(2), timeOf(3)]]);
  });

  it('lists what agrees, what is opposite, and what only one answered; what neither asked is in no group', () => {
    assert.deepEqual(timesOf('agree'), [timeOf(1)]);
    assert.deepEqual(timesOf('opposite'), [timeOf(2)]);
    assert.deepEqual(timesOf('single'), [timeOf(4), timeOf(5), timeOf(7)]);
  });

  it('lists as many candles as it counts, for each two runs', () => {
    for (const [pair] of model.comparison.pairs.entries()) {
      const chosen = changeComparison(model, { type: 'compare-pair', pair });
      for (const group of groupNames) {
        assert.equal(timesOf(group, chosen).length, groupCounts(chosen)[group], `${group} of pair ${pair}`);
      }
    }
  });

  it('keeps what is selected while it is in the list', () => {
    const chosen = changeComparison(model, { type: 'compare-select', time: timeOf(2) });
    assert.equal(changeComparison(chosen, { type: 'compare-group', group: 'opposite' }).selected, timeOf(2));
    assert.equal(changeComparison(chosen, { type: 'compare-group', group: 'agree' }).selected, timeOf(1));
  });

  it('lists only the candles about which one of the two said what is searched for, and counts all', () => {
    const searched = changeComparison(changeComparison(model, { type: 'compare-group', group: 'single' }), { type: 'compare-search', text: 'OverLoaded' });
    assert.deepEqual([searched.listed.map(({ time }) => time), searched.selected, groupCounts(searched).single], [[timeOf(4)], timeOf(4), 3]);
    assert.deepEqual(changeComparison(searched, { type: 'compare-pair', pair: 2 }).listed, []);
    assert.deepEqual(timesOf('single', changeComparison(searched, { type: 'compare-search', text: '' })), timesOf('single'));
  });

  it('counts what came out of each run; a failure is never a hold', () => {
    const { buy, sell, hold, failed, skipped } = outcomesOf(model, 0);
    assert.deepEqual({ buy, sell, hold, failed, skipped }, { buy: 2, sell: 1, hold: 1, failed: 1, skipped: 1 });
  });

  it('puts every answer in the lane of its run, and leaves out candles that the series does not hold', () => {
    const { lanes, differing } = lanesOf(model);
    assert.deepEqual(lanes.map(({ letter, isFilled, marks }) => [letter, isFilled, marks.map(({ index }) => index)]), [['A', true, [1, 2, 3, 4, 5, 6]], ['B', false, [1, 2, 3, 4, 6, 7]], ['C', false, [1]]]);
    assert.deepEqual(differing.map(({ index }) => index), [2, 3]);
  });

  it('says which candles the table leaves out', () => {
    assert.deepEqual(leftOut(pairOf(model)!, 'A', 'B'), ['1 candle without an answer of both is left out.', 'Only A was asked about 1 candle.', 'Only B was asked about 1 candle.']);
  });

  it('stands where the run stood, stays while the run goes on, and remembers its runs', () => {
    const view = { series: seriesOf(10), runs: runs(first, second) };
    const shown = reduce(initialModel(undefined), { type: 'message', message: { type: 'comparison', comparison: view } });
    assert.deepEqual(panelStateOf(shown).compared, ['/runs/0', '/runs/1']);
    const later = reduce(shown, { type: 'message', message: { type: 'empty', sample: '' } });
    assert.deepEqual(later.comparison, shown.comparison);
    const closed = reduce(later, { type: 'message', message: { type: 'comparison', comparison: null } });
    assert.deepEqual([closed.comparison, panelStateOf(closed).compared, closed.empty], [null, [], { sample: '' }]);
  });
});
