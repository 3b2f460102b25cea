import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { askOne } from '../../../../src/app/run/askOne.ts';
import { executeRun, type RecordedEvent } from '../../../../src/app/run/executeRun.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun } from '../../../../src/app/run/prepareRun.ts';
import { readRun } from '../../../../src/app/recorded/readRun.ts';
import { findRecordLine } from '../../../../src/app/recorded/recordLine.ts';
import { lockRun } from '../../../../src/app/run/writerLock.ts';
import { createBudget } from '../../../../src/core/run/budget.ts';
import { latestRecords, placeOf } from '../../../../src/core/run/latest.ts';
import { planQuestions } from '../../../../src/core/run/plan.ts';
import { noAnswers } from '../../../../src/core/run/run.ts';
import type { SignalProvider } from '../../../../src/core/signal/provider.ts';
import { createRulesProvider } from '../../../../src/providers/rules.ts';
import { sampleFile, temporaryFolder } from '../../../fixtures/folders.ts';
import { answer, failure, goodReply, quarterEstimate, scriptedProvider } from '../../../fixtures/providers.ts';

describe('askOne', () => {
  const folder = temporaryFolder();
  const run = () => path.join(folder(), 'run-1');
  const limits = (usd = Infinity) => ({ abort: new AbortController().signal, budget: createBudget(usd) });
  const record = async () => {
    const prepared = await prepareRun(await openCandles(sampleFile), defaultChoices);
    const place = { id: 'run-1', folder: run(), file: sampleFile, version: '0' };
    await drain(executeRun(prepared, createRulesProvider(), place, { ...limits(), answers: noAnswers, pausing: new AbortController().signal, whenUnavailable: 'paused' }));
    const plan = (index: number, gates: readonly ('entry' | 'exit')[]) => [...planQuestions(prepared.opened.series, prepared.frame, prepared.pair, [{ index, gates }])][0]!;
    const first = prepared.gate.asked[0]!;
    return { ungated: plan(first.index + 1, []), gated: plan(first.index, first.gates), before: await readRun(run()) };
  };
  const drain = async (events: AsyncIterable<RecordedEvent>) => {
    const seen: RecordedEvent[] = [];
    for await (const event of events) {
      seen.push(event);
    }
    return seen;
  };
  const ask = (provider: SignalProvider, planned: Parameters<typeof askOne>[2], usd?: number) => drain(askOne(run(), provider, planned, limits(usd)));

  it('adds a candle that no gate let through, without a gate', async () => {
    const { ungated, before } = await record();
    const events = await ask(scriptedProvider([answer()]), ungated);
    assert.deepEqual(events.map(({ type }) => type), ['asking', 'settled', 'ended']);
    const after = await readRun(run());
    const added = after.records.at(-1)!;
    assert.deepEqual([added.time, added.gates, added.signal?.model], [ungated.time, [], 'script-1']);
    assert.deepEqual([after.run.state, after.run.funnel], [before.run.state, before.run.funnel]);
    assert.deepEqual([after.run.totals.answered, after.run.totals.usd], [before.run.totals.answered + 1, 0.25]);
    assert.deepEqual(JSON.parse(readFileSync(path.join(run(), 'run.json'), 'utf8')), JSON.parse(JSON.stringify(after.run)));
  });

  it('puts a new answer in the place of the one before, which stays in the file', async () => {
    const { gated, before } = await record();
    await ask(scriptedProvider([answer({ ...goodReply, reasoning: 'again' })]), gated);
    const after = await readRun(run());
    assert.equal(latestRecords(after.records).get(placeOf(gated))?.signal?.reasoning, 'again');
    assert.deepEqual(after.records.slice(0, -1), before.records);
    assert.equal(after.run.totals.answered, before.run.totals.answered);
  });

  it('lets an answer stand when asking again fails, and books what that cost', async () => {
    const { gated, before } = await record();
    const earlier = latestRecords(before.records).get(placeOf(gated))!;
    await ask(scriptedProvider([failure('provider-bad-reply', 'No.', { usage: { input: 7, cached_input: 0, output: 1 }, usd: 0.5 })]), gated);
    const after = await readRun(run());
    assert.deepEqual(latestRecords(after.records).get(placeOf(gated))?.signal, earlier.signal);
    assert.deepEqual([after.run.totals.answered, after.run.totals.failed, after.run.totals.usd], [before.run.totals.answered, 0, 0.5]);
  });

  it('records a failure where there was no answer', async () => {
    const { ungated } = await record();
    await ask(scriptedProvider([failure('provider-bad-reply')]), ungated);
    assert.equal((await readRun(run())).records.at(-1)?.outcome, 'failed');
  });

  it('asks nothing above the budget, or where a process writes, and records nothing then', async () => {
    const { ungated, before } = await record();
    await assert.rejects(ask({ ...scriptedProvider([]), estimate: () => quarterEstimate }, ungated, 0.1), { code: 'budget-reached' });
    await assert.rejects(ask(scriptedProvider([failure('provider-unavailable')]), ungated), { code: 'provider-unavailable' });
    const unlock = await lockRun(run());
    await assert.rejects(ask(scriptedProvider([]), ungated), { code: 'run-folder-taken' });
    await unlock();
    assert.deepEqual(await readRun(run()), before);
  });

  it('keeps the text of the earlier answer with it when asking again fails', async () => {
    const { gated } = await record();
    await ask(scriptedProvider([{ ...answer(), text: 'What it said.' }]), gated);
    await ask(scriptedProvider([{ ...failure('provider-bad-reply'), text: 'What else it said.' }]), gated);
    const lines = readFileSync(path.join(run(), 'signals.jsonl'), 'utf8').trimEnd().split('\n').slice(-3).map((line) => JSON.parse(line) as { outcome: string; reply: string | null });
    assert.deepEqual(lines.map(({ outcome, reply }) => [outcome, reply]), [['answered', 'What it said.'], ['failed', 'What else it said.'], ['answered', 'What it said.']]);
  });

  it('is found again by its line, the last of several', async () => {
    const { gated, before } = await record();
    const first = await findRecordLine(run(), gated.time, 1);
    assert.deepEqual(first?.record, { ...before.records[first!.line - 1], reply: null });
    await ask(scriptedProvider([answer()]), gated);
    assert.equal((await findRecordLine(run(), gated.time, 1))?.line, before.records.length + 1);
    assert.equal(await findRecordLine(run(), gated.time, 2), undefined);
  });
});
