import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ToWebview } from '../../../src/protocol/messages.ts';
import { hasRun, initialModel, kindCounts, panelStateOf, rowAfter, selectedRow, type Model } from '../../../src/webview/model.ts';
import { reduce } from '../../../src/webview/reduce.ts';
import { aBacktest, aTrade } from '../../fixtures/backtests.ts';
import { decided, failedAt, gateOf, recordOf, runOf, seriesOf, skippedAt, timeOf } from './fixtures.ts';

const series: ToWebview = { type: 'series', series: seriesOf(10), gate: gateOf(10, [1, 2, 3]) };
const running: ToWebview = { type: 'run', folder: '/runs/a', run: runOf('running') };
const finished: ToWebview = { type: 'run', folder: '/runs/a', run: runOf('finished') };
const records = (from: number, ...list: ReturnType<typeof recordOf>[]): ToWebview => ({ type: 'records', from, records: list });

const after = (messages: readonly ToWebview[], model: Model = initialModel(undefined)): Model =>
  messages.reduce((state, message) => reduce(state, { type: 'message', message }), model);

describe('reduce with messages', () => {
  it('has a run once candles and run are known', () => {
    assert.equal(hasRun(after([series])), false);
    assert.equal(hasRun(after([series, running])), true);
  });

  it('is the same however the records were batched', () => {
    const all = [3, 1, 2, 6, 4].map((index) => recordOf(index));
    const whole = after([series, running, records(0, ...all)]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), (size) => {
        const parts = [];
        for (let from = 0; from < all.length; from += size) {
          parts.push(records(from, ...all.slice(from, from + size)));
        }
        assert.deepEqual(after([series, running, ...parts]), whole);
      }),
    );
  });

  it('takes records that are sent again once', () => {
    const model = after([series, running, records(0, recordOf(1), recordOf(2)), records(1, recordOf(2), recordOf(3))]);
    assert.deepEqual(model.rows.map((row) => row.time), [1, 2, 3].map(timeOf));
    assert.equal(model.records.length, 3);
  });

  it('shows the questions in flight among the rows', () => {
    const model = after([series, running, records(0, recordOf(3)), { type: 'asking', times: [timeOf(1)] }]);
    assert.deepEqual(model.rows.map((row) => row.kind), ['asking', 'buy']);
  });

  it('shows a question that is asked again as asking until its new record comes', () => {
    const paused = after([series, running, records(0, failedAt(1), recordOf(2), skippedAt(3, 'provider-unavailable'))]);
    const again = after([{ type: 'asking', times: [timeOf(1), timeOf(3)] }], paused);
    assert.deepEqual(again.rows.map((row) => row.kind), ['asking', 'buy', 'asking']);
    const answered = after([records(3, decided(1, 'SELL'))], again);
    assert.deepEqual(answered.rows.map((row) => row.kind), ['sell', 'buy', 'asking']);
    assert.deepEqual(kindCounts(answered), { buy: 1, sell: 1, hold: 0, failed: 0, skipped: 0, waiting: 0, asking: 1 });
    assert.deepEqual([answered.asking, answered.records.length], [[timeOf(3)], 4]);
  });

  it('shows a question that failed again as failed once', () => {
    const model = after([series, running, records(0, failedAt(1)), { type: 'asking', times: [timeOf(1)] }, records(1, failedAt(1))]);
    assert.deepEqual(model.rows.map((row) => row.kind), ['failed']);
  });

  it('knows the budget until another run is shown', () => {
    const budget = { limit: 2, spent: 0.44, reserved: 0.03 };
    const model = after([series, running, { type: 'budget', budget }]);
    assert.deepEqual([model.budget, after([series], model).budget], [budget, null]);
  });

  it('shows the newest backtest until the user picks another, and again when there is a newer one', () => {
    const [older, newer, newest] = ['2026-11-23T07:00:00Z', '2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z'].map((created) => aBacktest({ created }));
    const first = after([series, finished, { type: 'backtests', backtests: [newer!, older!] }]);
    assert.equal(first.backtest, newer);
    const picked = reduce(first, { type: 'show-backtest', created: older!.created });
    assert.equal(picked.backtest, older);
    assert.equal(after([{ type: 'backtests', backtests: [newer!, older!] }], picked).backtest, older);
    assert.equal(after([{ type: 'backtests', backtests: [newest!, newer!, older!] }], picked).backtest, newest);
    assert.deepEqual([after([series, finished], picked).backtest, after([{ type: 'backtests', backtests: [] }], picked).backtest], [null, null]);
  });

  it('forgets the records of the run before', () => {
    const model = after([series, finished, records(0, recordOf(1)), series]);
    assert.deepEqual([model.rows, model.records, model.folder], [[], [], null]);
  });

  it('shows what to do when there is no run', () => {
    const model = after([series, finished, { type: 'empty', sample: 'Sample' }]);
    assert.deepEqual([model.empty, hasRun(model)], [{ sample: 'Sample' }, false]);
  });

  it('keeps a notice until it is dismissed', () => {
    const failed = after([{ type: 'notice', severity: 'error', message: 'No', hint: null }]);
    assert.deepEqual(failed.notice, { severity: 'error', message: 'No', hint: null, action: undefined });
    assert.equal(reduce(failed, { type: 'dismiss-notice' }).notice, null);
  });
});

describe('reduce with a selection', () => {
  it('follows the answer that came last while the run goes on', () => {
    assert.equal(after([series, running, records(0, recordOf(5)), records(1, recordOf(2))]).selected, timeOf(2));
  });

  it('selects the newest signal when the run has ended, whichever answer came last', () => {
    const run = after([series, running, records(0, recordOf(5)), records(1, recordOf(2))]);
    assert.equal(after([finished], run).selected, timeOf(5));
    assert.equal(after([finished], reduce(run, { type: 'select', time: timeOf(2) })).selected, timeOf(2));
  });

  it('selects the newest signal of a finished run', () => {
    assert.equal(after([series, finished, records(0, recordOf(5), decided(7, 'HOLD'), failedAt(8))]).selected, timeOf(5));
  });

  it('shows where the newest trade came from, unless a signal was chosen', () => {
    const run = after([series, finished, records(0, recordOf(1), recordOf(2), recordOf(4))]);
    const signals = (index: number): ToWebview => ({ type: 'backtests', backtests: [aBacktest({ trades: [{ ...aTrade, opened: new Date(timeOf(index + 1)).toISOString() }] })] });
    assert.deepEqual([run.selected, after([signals(2)], run).selected], [timeOf(4), timeOf(2)]);
    assert.equal(after([signals(3)], run).selected, timeOf(4));
    assert.equal(after([signals(2)], reduce(run, { type: 'select', time: timeOf(1) })).selected, timeOf(1));
    assert.equal(after([{ type: 'backtests', backtests: [aBacktest({ trades: [] })] }], run).selected, timeOf(4));
  });

  it('does not follow what was not asked', () => {
    assert.equal(after([series, running, records(0, recordOf(2), skippedAt(5, 'cancelled'))]).selected, timeOf(2));
  });

  it('stays where the user selected while records come', () => {
    const selected = reduce(after([series, running, records(0, recordOf(1), recordOf(2))]), { type: 'select', time: timeOf(1) });
    const model = after([records(2, recordOf(3))], selected);
    assert.deepEqual([model.selected, model.follow], [timeOf(1), false]);
    assert.equal(selectedRow(model)?.time, timeOf(1));
  });

  it('moves to the newest when following is switched on again', () => {
    const selected = reduce(after([series, running, records(0, recordOf(1), recordOf(2))]), { type: 'select', time: timeOf(1) });
    assert.equal(reduce(selected, { type: 'follow', on: true }).selected, timeOf(2));
  });
});

describe('what the panel remembers', () => {
  const left = reduce(after([series, finished, records(0, recordOf(1), recordOf(2))]), { type: 'select', time: timeOf(1) });
  const remembered = panelStateOf(reduce(reduce(left, { type: 'show-range', range: { from: 2, to: 8 } }), { type: 'toggle', name: 'ema50', on: true }));

  it('comes back with the same run', () => {
    const model = after([series, finished, records(0, recordOf(1), recordOf(2))], initialModel(remembered));
    assert.deepEqual([model.selected, model.range, model.toggles.ema50, model.follow], [timeOf(1), { from: 2, to: 8 }, true, false]);
  });

  it('keeps only the looks for another run', () => {
    const model = after([series, { type: 'run', folder: '/runs/b', run: runOf('finished') }, records(0, recordOf(1), recordOf(2))], initialModel(remembered));
    assert.deepEqual([model.selected, model.range, model.toggles.ema50], [timeOf(2), null, true]);
  });

  it('is still there when the run is sent again', () => {
    const model = after([series, finished, records(0, recordOf(1), recordOf(2))], left);
    assert.equal(model.selected, timeOf(1));
  });

  it('does not get lost before the run is known again', () => assert.deepEqual(panelStateOf(initialModel(remembered)), remembered));

  it('survives being hidden while it waits', () => assert.deepEqual(panelStateOf(after([series], initialModel(remembered))).range, { from: 2, to: 8 }));
});

describe('reduce with a filter and an order', () => {
  const answered = [recordOf(1), decided(2, 'SELL'), decided(3, 'HOLD'), failedAt(4)];
  const whole = after([series, finished, records(0, ...answered)]);
  const sells = reduce(whole, { type: 'filter', filter: { outcomes: ['sell'] } });

  it('takes what is hidden from list and chart, and keeps the counts', () => {
    assert.deepEqual([sells.shown, sells.listed].map((rows) => rows.map(({ kind }) => kind)), [['sell'], ['sell']]);
    assert.equal(sells.rows.length, 4);
    assert.deepEqual(kindCounts(sells), kindCounts(whole));
  });

  it('adds to a filter part by part, and clears it at once', () => {
    const none = reduce(sells, { type: 'filter', filter: { text: 'nowhere' } });
    assert.deepEqual([none.filter.outcomes, none.shown.length], [['sell'], 0]);
    assert.deepEqual(reduce(none, { type: 'clear-filter' }).listed, whole.listed);
  });

  it('filters what comes later too, and follows only what is shown', () => {
    const streaming = reduce(after([series, running, records(0, decided(1, 'SELL'))]), { type: 'filter', filter: { outcomes: ['sell'] } });
    const later = after([records(1, recordOf(2), decided(3, 'SELL'), recordOf(5))], streaming);
    assert.deepEqual(later.shown.map(({ time }) => time), [timeOf(1), timeOf(3)]);
    assert.equal(later.selected, timeOf(3));
  });

  it('sorts the list and not the chart', () => {
    const sorted = reduce(whole, { type: 'sort', sort: { by: 'decision', descending: true } });
    assert.deepEqual(sorted.shown.map(({ kind }) => kind), ['buy', 'sell', 'hold', 'failed']);
    assert.deepEqual(sorted.listed.map(({ kind }) => kind), ['failed', 'hold', 'sell', 'buy']);
  });

  it('steps through the list as it is sorted, and from what it hides to the neighbours in time', () => {
    const backwards = reduce(reduce(whole, { type: 'sort', sort: { by: 'time', descending: true } }), { type: 'select', time: timeOf(2) });
    assert.deepEqual([rowAfter(backwards, 1)?.time, rowAfter(backwards, -1)?.time], [timeOf(1), timeOf(3)]);
    const hidden = reduce(reduce(whole, { type: 'filter', filter: { outcomes: ['buy', 'failed'] } }), { type: 'select', time: timeOf(2) });
    assert.deepEqual([rowAfter(hidden, 1)?.time, rowAfter(hidden, -1)?.time], [timeOf(4), timeOf(1)]);
    assert.equal(selectedRow(hidden)?.kind, 'sell');
  });

  it('is remembered for the run, and forgotten with another', () => {
    const again = after([series, finished, records(0, ...answered)], initialModel(panelStateOf(reduce(sells, { type: 'sort', sort: { by: 'risk', descending: true } }))));
    assert.deepEqual([again.filter, again.sort, again.shown.length], [sells.filter, { by: 'risk', descending: true }, 1]);
    const other = after([series, { ...finished, folder: '/runs/b' }, records(0, ...answered)], again);
    assert.deepEqual([other.filter, other.shown.length], [whole.filter, 4]);
  });
});

describe('reduce with a run that another window writes', () => {
  it('knows it until the run is shown as it ended', () => {
    const looking = after([series, { ...running, elsewhere: true }]);
    assert.deepEqual([looking.elsewhere, after([finished], looking).elsewhere], [true, false]);
  });
});

describe('reduce with a pause', () => {
  it('is pausing from the click until the run says that it has paused', () => {
    const asked = reduce(after([series, running]), { type: 'pause' });
    assert.equal(after([running], asked).pausing, true);
    assert.equal(after([{ type: 'run', folder: '/runs/a', run: runOf('paused') }], asked).pausing, false);
  });

  it('knows which of several files a run is about', () => {
    assert.deepEqual(after([series, { ...running, file: { number: 2, of: 3 } }]).file, { number: 2, of: 3 });
    assert.equal(after([series, running]).file, null);
  });
});
