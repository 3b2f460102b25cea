import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { askOne } from '../../../../src/app/run/askOne.ts';
import { describeLoss, findLost, giveUp } from '../../../../src/app/batch/giveUp.ts';
import { givenUpUsd, openBatches } from '../../../../src/app/batch/ledger.ts';
import { executeBatchRun, type BatchEvent } from '../../../../src/app/batch/executeBatchRun.ts';
import type { BatchRunLimits } from '../../../../src/app/batch/batchRun.ts';
import type { BatchProvider } from '../../../../src/app/batch/createBatch.ts';
import { deleteRun } from '../../../../src/app/recorded/deleteRun.ts';
import { executeRun } from '../../../../src/app/run/executeRun.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun, type PreparedRun } from '../../../../src/app/run/prepareRun.ts';
import { readRun, readRunWithReplies, type RecordedRun } from '../../../../src/app/recorded/readRun.ts';
import { createBudget } from '../../../../src/core/run/budget.ts';
import { latestRecords } from '../../../../src/core/run/latest.ts';
import { planQuestions } from '../../../../src/core/run/plan.ts';
import { noAnswers } from '../../../../src/core/run/run.ts';
import { plainPlan, type BatchPlan } from '../../../double/batchDesk.ts';
import { batchAt, batchProviders, quickTime } from '../../../fixtures/batches.ts';
import { sampleFile, temporaryFolder } from '../../../fixtures/folders.ts';
import { eachWithDouble, never } from '../../providers/fixtures.ts';

for (const id of batchProviders) {
  describe(`a run in batches of ${id}`, () => {
    const double = eachWithDouble();
    const folder = temporaryFolder();
    const runFolder = () => path.join(folder(), 'run');
    let prepared: PreparedRun;
    before(async () => {
      // A few candles, each asked about twice.
      prepared = await prepareRun(await openCandles(sampleFile), { ...defaultChoices, gates: { entry: 'every_nth(200)' }, repeats: 2 });
    });
    const expected = () => prepared.gate.asked.length * 2;
    const plan = (change: Partial<BatchPlan>) => void (double().batches.plan = { ...plainPlan, ...change });
    const small = (requests: number, bytes = 1e9): BatchProvider => {
      const batch = batchAt(id, double().url);
      return { ...batch, service: { ...batch.service, limits: { requests, bytes } } };
    };

    type Chosen = Partial<BatchRunLimits> & { readonly before?: RecordedRun; readonly batch?: BatchProvider; readonly time?: ReturnType<typeof quickTime>; readonly onEvent?: (event: BatchEvent) => void };
    const run = async ({ before, batch = small(1000), time = quickTime(), onEvent, ...limits }: Chosen = {}) => {
      const events: BatchEvent[] = [];
      const place = { id: 'run', folder: runFolder(), file: 'x', version: '0', before };
      for await (const event of executeBatchRun(prepared, batch, place, { abort: never, budget: createBudget(100), answers: noAnswers, task: 'ask', ...limits }, time)) {
        events.push(event);
        onEvent?.(event);
      }
      return { events, ...(await readRun(runFolder())) };
    };
    const ledger = () => JSON.parse(readFileSync(path.join(runFolder(), 'batches.json'), 'utf8')) as { batches: { id: string | null; state: string; submitted: string | null; requests: object[]; unmatched: string[] }[] };
    const handedIn = () => double().batches.batches.flatMap(({ requests }) => requests.map(({ custom_id }) => custom_id));

    it('records every result as an answer of the run, at half the price, whatever the order', async () => {
      plan({ isReversed: true, polls: 2 });
      const time = quickTime();
      const { run: summary, records } = await run({ time });
      assert.deepEqual([summary.state, summary.reason, summary.totals.answered, summary.totals.failed], ['finished', null, expected(), 0]);
      assert.equal(latestRecords(records).size, expected());
      assert.ok(records.every(({ outcome, latency_ms, usd, cached, signal }) => outcome === 'answered' && latency_ms === null && usd! > 0 && !cached && signal?.provider === id));
      assert.deepEqual(time.waits, [15_000, 22_500, 33_750]);
      const alone = path.join(folder(), 'alone');
      for await (const event of executeRun(prepared, batchAt(id, double().url).provider, { id: 'alone', folder: alone, file: 'x', version: '0' }, { abort: never, pausing: never, budget: createBudget(100), answers: noAnswers, whenUnavailable: 'stopped' })) {
        assert.ok(event.type !== 'ended' || event.run.state === 'finished');
      }
      const what = ({ records: lines }: RecordedRun) => lines.map((record) => JSON.stringify({ ...record, latency_ms: null })).sort();
      assert.deepEqual(what(await readRunWithReplies(runFolder())), what(await readRunWithReplies(alone)));
    });

    it('splits by count and by bytes, each batch written down', async () => {
      await run({ batch: small(5) });
      assert.deepEqual(double().batches.batches.map(({ requests }) => requests.length), [5, 5, 5, expected() - 15]);
      assert.deepEqual(ledger().batches.map(({ id: name, state, requests }) => [name, state, requests.length]), double().batches.batches.map(({ id: name, requests }) => [name, 'collected', requests.length]));
      assert.equal(new Set(handedIn()).size, expected());
    });

    it('keeps what was answered and names what was not', async () => {
      plan({ outcomes: ['answer', 'refuse', 'no-signal', 'error', 'expire', 'missing'], stray: 'stranger' });
      const { run: { state, totals }, records, events } = await run();
      assert.equal(state, 'finished');
      assert.deepEqual([totals.answered, totals.failed], [Math.ceil(expected() / 6), Math.floor((expected() * 5) / 6)]);
      const failedWith = (code: string) => records.filter(({ error }) => error?.code === code);
      assert.deepEqual([...new Set(records.map(({ error }) => error?.code ?? 'answered'))].sort(), ['answered', 'provider-bad-reply', 'provider-failed', 'provider-overloaded', 'provider-refused', 'provider-timeout']);
      assert.ok([...failedWith('provider-refused'), ...failedWith('provider-bad-reply')].every(({ usd }) => usd! > 0));
      // One of the doubles refuses without a word.
      const saidNothing = (await readRunWithReplies(runFolder())).records.filter(({ reply, error }) => reply === null && error?.code !== 'provider-refused');
      assert.deepEqual([...new Set(saidNothing.map(({ error }) => error?.code))].sort(), ['provider-failed', 'provider-overloaded', 'provider-timeout']);
      assert.ok(records.every(({ outcome, signal }) => (outcome === 'answered') === (signal !== null)));
      assert.deepEqual(events.filter(({ type }) => type === 'unmatched'), [{ type: 'unmatched', ids: ['stranger'] }]);
      assert.deepEqual(ledger().batches[0]!.unmatched, ['stranger']);
      assert.match(failedWith('provider-failed')[0]!.error!.message, /ended without a result/);
    });

    it('asks on resume only what has no answer', async () => {
      plan({ outcomes: ['answer', 'expire'] });
      const before = await run();
      plan({});
      const { run: { state, totals }, records } = await run({ before });
      assert.deepEqual([state, totals.answered, totals.failed], ['finished', expected(), 0]);
      assert.equal(double().batches.batches[1]!.requests.length, expected() / 2);
      assert.equal(records.length, expected() * 1.5);
    });

    it('leaves the batch out when it is interrupted, says so, and picks it up', async () => {
      plan({ polls: Infinity });
      const abort = new AbortController();
      const before = await run({ abort: abort.signal, time: quickTime((waits) => waits === 3 && abort.abort()) });
      assert.deepEqual([before.run.state, before.run.reason], ['paused', `Waiting for the batch of ${id}: 0 of ${expected()} done.`]);
      assert.deepEqual([before.records.length, (await openBatches(runFolder())).length], [0, 1]);
      double().batches.batches[0]!.plan = plainPlan;
      const time = quickTime();
      const { run: { state, reason, totals } } = await run({ before, time });
      assert.deepEqual([state, reason, totals.answered], ['finished', null, expected()]);
      assert.deepEqual([double().batches.batches.length, time.waits[0]], [1, 0]);
    });

    it('is neither asked one by one nor deleted while a batch is out', async () => {
      plan({ polls: Infinity });
      const abort = new AbortController();
      const before = await run({ abort: abort.signal, time: quickTime(() => abort.abort()) });
      const events = executeRun(prepared, batchAt(id, double().url).provider, { id: 'run', folder: runFolder(), file: 'x', version: '0', before }, { abort: never, pausing: never, budget: createBudget(100), answers: noAnswers, whenUnavailable: 'stopped' });
      await assert.rejects(events.next(), { code: 'run-differs' });
      const [planned] = planQuestions(prepared.opened.series, prepared.frame, prepared.pair, prepared.gate.asked, prepared.marketData);
      await assert.rejects(askOne(runFolder(), batchAt(id, double().url).provider, planned!, { abort: never, budget: createBudget(100) }).next(), { code: 'run-differs' });
      await assert.rejects(deleteRun(runFolder(), folder()), { code: 'run-differs' });
      assert.equal((await openBatches(runFolder())).length, 1);
    });

    it('finds the batch whose reply never came, and pays once', async () => {
      double().script({ do: 'drop' });
      const { run: { state, totals } } = await run();
      assert.deepEqual([state, totals.answered, double().batches.batches.length], ['finished', expected(), 1]);
    });

    it('hands in again what was surely not taken, after waiting for it to be listed', async () => {
      double().script({ do: 'status', status: 500 });
      const time = quickTime();
      const { run: { state, totals } } = await run({ time });
      assert.deepEqual([state, totals.answered, double().batches.batches.length], ['finished', expected(), 1]);
      assert.ok(time.waits.slice(0, -1).reduce((sum, ms) => sum + ms, 0) >= 120_000);
    });

    it('finds on resume what was handed in and not written down', async () => {
      plan({ polls: Infinity });
      const abort = new AbortController();
      await run({ abort: abort.signal, time: quickTime(() => abort.abort()) });
      const file = path.join(runFolder(), 'batches.json');
      const { batches } = ledger();
      // As a crash between handing in and writing the id leaves it.
      writeFileSync(file, JSON.stringify({ format: 1, batches: batches.map((batch) => ({ ...batch, id: null, state: 'intended', submitted: null })) }));
      double().batches.batches[0]!.plan = { ...plainPlan, polls: -1 };
      const { run: { state, totals } } = await run({ before: await readRun(runFolder()) });
      assert.deepEqual([state, totals.answered, double().batches.batches.length], ['finished', expected(), 1]);
      assert.deepEqual(ledger().batches.map(({ id: name, submitted }) => [name, submitted === null]), [['batch_1', false]]);
    });

    it('records no result twice when it crashed while recording them', async () => {
      plan({ outcomes: ['answer', 'refuse'] });
      const whole = await run();
      const file = path.join(runFolder(), 'signals.jsonl');
      const text = readFileSync(file, 'utf8');
      const third = text.split('\n').slice(0, 3).join('\n').length + 1;
      truncateSync(file, third + 40);
      writeFileSync(path.join(runFolder(), 'batches.json'), JSON.stringify({ format: 1, batches: ledger().batches.map((batch) => ({ ...batch, state: 'submitted' })) }));
      const { run: { totals }, records } = await run({ before: await readRun(runFolder()) });
      assert.equal(records.length, expected());
      assert.ok(Math.abs(totals.usd! - whole.run.totals.usd!) < 1e-9);
      assert.equal(double().batches.batches.length, 1);
    });

    it('tries again what a wait may mend, as long as the service asks', async () => {
      double().script({ do: 'status', status: 429, headers: { 'retry-after': '9' } }, { do: 'status', status: 429 });
      const time = quickTime();
      const { run: { state } } = await run({ time });
      assert.equal(state, 'finished');
      assert.deepEqual([time.waits[0], time.waits[1]], [9_000, 10_000]);
    });

    it('stops with the reason when it is refused, and skips what was not asked', async () => {
      double().script({ do: 'status', status: 401, message: 'Bad key' });
      const { run: { state, reason, totals }, records } = await run();
      assert.deepEqual([state, totals.skipped, totals.usd], ['stopped', expected(), 0]);
      assert.match(reason!, /401: Bad key/);
      assert.ok(records.every(({ error }) => error?.code === 'provider-key-rejected'));
      assert.deepEqual(await openBatches(runFolder()), []);
    });

    it('hands in only what the budget allows', async () => {
      const batch = small(1000);
      const most = [...planQuestions(prepared.opened.series, prepared.frame, prepared.pair, prepared.gate.asked, prepared.marketData, 2)].map(({ question }) => batch.provider.estimate(question).maxUsd!);
      const limit = most.slice(0, 7).reduce((sum, usd) => sum + usd, 0);
      const { run: { state, reason, totals } } = await run({ batch, budget: createBudget(limit) });
      assert.deepEqual([state, totals.answered, totals.skipped], ['stopped', 7, expected() - 7]);
      assert.match(reason!, /^Stopped at the budget/);
      assert.ok(totals.usd! <= limit);
    });

    it('hands in nothing when the budget allows nothing', async () => {
      const { run: { state, totals } } = await run({ budget: createBudget(1e-9) });
      assert.deepEqual([state, totals.skipped, double().batches.batches.length], ['stopped', expected(), 0]);
    });

    it('does not hand in what is known', async () => {
      await run();
      const known = new Map((await readRunWithReplies(runFolder())).records.slice(0, 5).map((record) => [record.key, record]));
      const again = path.join(folder(), 'again');
      const answers = { has: (key: string) => known.has(key), find: (key: string) => Promise.resolve(known.get(key)) };
      for await (const event of executeBatchRun(prepared, small(1000), { id: 'again', folder: again, file: 'x', version: '0' }, { abort: never, budget: createBudget(100), answers, task: 'ask' }, quickTime())) {
        assert.ok(event.type !== 'unmatched');
      }
      const { run: { totals } } = await readRun(again);
      assert.deepEqual([totals.answered, totals.cached], [expected(), 5]);
      const replies = (await readRunWithReplies(again)).records.map(({ reply }) => JSON.parse(reply!) as { confidence: number });
      assert.ok(replies.length === expected() && replies.every(({ confidence }) => confidence === 0.72));
      assert.equal(double().batches.batches[1]!.requests.length, expected() - 5);
    });

    it('ends its batches early when told to, and keeps what was answered', async () => {
      plan({ polls: Infinity });
      const abort = new AbortController();
      const before = await run({ abort: abort.signal, time: quickTime(() => abort.abort()) });
      const { run: { state, totals }, records } = await run({ before, task: 'cancel' });
      assert.deepEqual([state, totals.answered, totals.failed], ['cancelled', 1, expected() - 1]);
      assert.equal(records.filter(({ error }) => error?.code === 'cancelled').length, expected() - 1);
    });

    it('says in run.json what is out, until it is home', async () => {
      plan({ polls: Infinity });
      const abort = new AbortController();
      const before = await run({ abort: abort.signal, time: quickTime((waits) => waits === 3 && abort.abort()) });
      assert.deepEqual(before.run.waiting, { batches: 1, done: 0, total: expected() });
      double().batches.batches[0]!.plan = plainPlan;
      assert.equal((await run({ before })).run.waiting, null);
    });

    it('only brings home what is out when told to, and says what was left', async () => {
      plan({ polls: Infinity });
      const batch = small(5);
      const most = batch.provider.estimate([...planQuestions(prepared.opened.series, prepared.frame, prepared.pair, prepared.gate.asked.slice(0, 1), prepared.marketData)][0]!.question).maxUsd!;
      const abort = new AbortController();
      const before = await run({ batch, budget: createBudget(most * 7.9), abort: abort.signal, time: quickTime(() => abort.abort()) });
      const out = double().batches.batches;
      assert.deepEqual([before.run.state, before.run.totals.skipped], ['paused', expected() - out.flatMap(({ requests }) => requests).length]);
      const taken = out.length;
      out.forEach((each) => (each.plan = { ...plainPlan, outcomes: ['answer', 'expire'] }));
      const { run: { state, reason, waiting, totals } } = await run({ batch, before, task: 'collect' });
      assert.deepEqual([state, waiting, out.length], ['stopped', null, taken]);
      assert.match(reason!, /^Stopped at the budget/);
      assert.ok(totals.answered > 0 && totals.failed > 0 && totals.answered + totals.failed + totals.skipped === expected());
    });

    it('waits on when it only brings home what is not there yet', async () => {
      plan({ polls: Infinity });
      const abort = new AbortController();
      const before = await run({ abort: abort.signal, time: quickTime(() => abort.abort()) });
      const again = new AbortController();
      const { run: { state, waiting } } = await run({ before, task: 'collect', abort: again.signal, time: quickTime((waits) => waits === 2 && again.abort()) });
      assert.deepEqual([state, waiting?.total, double().batches.batches.length], ['paused', expected(), 1]);
    });

    it('forgets a batch that is given up, counts what it may have cost, and asks its questions anew', async () => {
      plan({ polls: Infinity });
      const { service } = small(1000);
      const before = await run({ onEvent: ({ type }) => type === 'waiting' && double().batches.batches.length > 0 && double().batches.batches.splice(0) });
      assert.deepEqual(before.run.waiting?.total, expected());
      const { lost, known } = await findLost(runFolder(), service, never);
      assert.deepEqual([lost.length, known.length], [1, 0]);
      assert.match(describeLoss(lost), /404.*It may have cost up to \$\d+\.\d\d, which counts against the budget\. \d+ questions will have no answer/);
      const given = await giveUp(runFolder(), lost.map(({ batch }) => batch.name));
      assert.deepEqual([given.state, given.waiting, await openBatches(runFolder())], ['paused', null, []]);
      assert.match(given.reason!, /^A batch of \w+ was given up; it may have cost up to/);
      assert.equal(await givenUpUsd(runFolder()), lost[0]!.batch.max_usd);
      plan({});
      const { run: { state, totals } } = await run({ before: await readRun(runFolder()) });
      assert.deepEqual([state, totals.answered, double().batches.batches.length], ['finished', expected(), 1]);
    });

    it('does not offer to give up what the service knows', async () => {
      plan({ polls: Infinity });
      const batch = small(5);
      const abort = new AbortController();
      await run({ batch, abort: abort.signal, time: quickTime(() => abort.abort()) });
      double().batches.batches.splice(0, 1);
      const { lost, known } = await findLost(runFolder(), batch.service, never);
      assert.deepEqual([lost.map((each) => each.batch.id), known.length], [['batch_1'], double().batches.batches.length]);
      const { waiting } = await giveUp(runFolder(), ['nobody']);
      assert.equal(waiting?.total, expected());
    });

    it('pauses with the reason when it can no longer ask, and loses nothing', async () => {
      plan({ polls: Infinity });
      const before = await run({ onEvent: ({ type }) => type === 'waiting' && double().batches.batches.length > 0 && double().batches.batches.splice(0) });
      assert.equal(before.run.state, 'paused');
      assert.match(before.run.reason!, /404.*Waiting for the batch/);
      assert.equal((await openBatches(runFolder())).length, 1);
    });

    it('goes on waiting while the service is down for a while', async () => {
      let down: Promise<void> | undefined;
      const time = quickTime();
      const sleep: typeof time.sleep = async (ms, signal) => {
        await time.sleep(ms, signal);
        if (time.waits.length === 2) {
          down = double().die();
          await down;
        } else if (time.waits.length === 5) {
          await double().revive();
        }
      };
      plan({ polls: 2 });
      const { run: { state, totals } } = await run({ time: { ...time, sleep } });
      assert.deepEqual([state, totals.answered, double().batches.batches.length], ['finished', expected(), 1]);
      assert.ok(time.waits.length >= 5);
    });

    it('fails the questions of a batch whose results are gone', async () => {
      plan({ isGone: true });
      const { run: { state, totals }, records } = await run();
      assert.deepEqual([state, totals.failed], ['finished', expected()]);
      assert.ok(records.every(({ usd, usage }) => usd === null && usage === null));
    });
  });
}
