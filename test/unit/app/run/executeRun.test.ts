import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { executeRun, type RecordedEvent, type RunLimits } from '../../../../src/app/run/executeRun.ts';
import { answerPlaces, indexAnswers } from '../../../../src/app/answers/answers.ts';
import { isBeingWritten } from '../../../../src/app/run/writerLock.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun } from '../../../../src/app/run/prepareRun.ts';
import { readRun } from '../../../../src/app/recorded/readRun.ts';
import { newRunId, portablePath, prepareDefaultFolder } from '../../../../src/app/run/runFolder.ts';
import { noAnswers } from '../../../../src/core/run/run.ts';
import { createBudget } from '../../../../src/core/run/budget.ts';
import { latestRecords } from '../../../../src/core/run/latest.ts';
import { recordSchema } from '../../../../src/core/run/record.ts';
import type { SignalProvider } from '../../../../src/core/signal/provider.ts';
import { createRulesProvider } from '../../../../src/providers/rules.ts';
import { sampleFile, temporaryFolder } from '../../../fixtures/folders.ts';
import { answer, failure, heldProvider, scriptedProvider } from '../../../fixtures/providers.ts';
import * as z from 'zod/mini';

const limitsOf = (abort = new AbortController().signal): RunLimits => ({ abort, budget: createBudget(Infinity), answers: noAnswers, pausing: new AbortController().signal, whenUnavailable: 'paused' });

describe('executeRun', () => {
  const folder = temporaryFolder();
  const start = async (provider: SignalProvider, abort = new AbortController().signal) => {
    const prepared = await prepareRun(await openCandles(sampleFile), defaultChoices);
    return { prepared, events: executeRun(prepared, provider, { id: 'run-1', folder: path.join(folder(), 'run-1'), file: 'SAMPLE_USDT-5m.csv', version: '0' }, limitsOf(abort)) };
  };
  const linesOnDisk = () => readFileSync(path.join(folder(), 'run-1', 'signals.jsonl'), 'utf8').split('\n').slice(0, -1);
  const summaryOnDisk = () => JSON.parse(readFileSync(path.join(folder(), 'run-1', 'run.json'), 'utf8')) as { state: string; ended: string | null };

  it('has each record on disk before it yields it', async () => {
    const { events } = await start(createRulesProvider());
    let settled = 0;
    for await (const event of events) {
      if (event.type === 'settled') {
        settled += 1;
        assert.deepEqual(z.parse(recordSchema, JSON.parse(linesOnDisk()[settled - 1]!)), event.record);
      }
    }
    assert.ok(settled > 10);
  });

  it('says running while it runs and finished at the end, with the totals', async () => {
    const { prepared, events } = await start(createRulesProvider());
    const first = await events.next();
    assert.equal((first.value as RecordedEvent).type, 'started');
    assert.deepEqual([summaryOnDisk().state, summaryOnDisk().ended], ['running', null]);
    for await (const event of events) {
      assert.notEqual(event.type, 'started');
    }
    const { run, records } = await readRun(path.join(folder(), 'run-1'));
    assert.equal(run.state, 'finished');
    assert.equal(run.totals.answered, records.length);
    assert.equal(records.length, prepared.gate.asked.length);
    assert.deepEqual([run.totals.usd, run.totals.tokens_in, run.prompt], [0, 0, null]);
    assert.deepEqual(run.funnel, prepared.gate.funnel);
  });

  it('asks the same questions, with the same keys, in a second run', async () => {
    const keys = async (id: string) => {
      const prepared = await prepareRun(await openCandles(sampleFile), defaultChoices);
      const found: string[] = [];
      for await (const event of executeRun(prepared, createRulesProvider(), { id, folder: path.join(folder(), id), file: 'x', version: '0' }, limitsOf())) {
        found.push(...(event.type === 'settled' ? [`${event.record.time} ${event.record.key}`] : []));
      }
      return found;
    };
    assert.deepEqual(await keys('b'), await keys('a'));
  });

  it('records every unanswered question as skipped when cancelled', async () => {
    const controller = new AbortController();
    const provider = heldProvider();
    const { prepared, events } = await start(provider, controller.signal);
    await events.next();
    const asking = (await events.next()).value as Extract<RecordedEvent, { type: 'asking' }>;
    assert.equal(asking.times.length, defaultChoices.concurrency);
    controller.abort();
    for await (const event of events) {
      assert.notEqual(event.type, 'asking');
    }
    const { run, records } = await readRun(path.join(folder(), 'run-1'));
    assert.deepEqual([run.state, run.totals.skipped, run.totals.answered], ['cancelled', prepared.gate.asked.length, 0]);
    assert.ok(records.every(({ outcome, signal }) => outcome === 'skipped' && signal === null));
  });

  it('leaves no file behind but its own two', async () => {
    const { events } = await start(createRulesProvider());
    for await (const event of events) {
      assert.ok(event.type);
    }
    assert.deepEqual(readdirSync(path.join(folder(), 'run-1')).sort(), ['run.json', 'signals.jsonl']);
  });

  it('refuses a folder with something in it, and touches nothing', async () => {
    const { events } = await start(createRulesProvider());
    for await (const event of events) {
      assert.ok(event.type);
    }
    const before = linesOnDisk();
    const { events: again } = await start(createRulesProvider());
    await assert.rejects(() => again.next(), { code: 'run-folder-taken' });
    assert.deepEqual(linesOnDisk(), before);
  });

  it('says stopped when whoever follows it goes away', async () => {
    const { events } = await start(createRulesProvider());
    for await (const event of events) {
      if (event.type === 'settled') {
        break;
      }
    }
    assert.equal(summaryOnDisk().state, 'stopped');
  });
});

describe('a run that goes on', () => {
  const folder = temporaryFolder();
  const place = () => ({ id: 'run', folder: path.join(folder(), 'run'), file: 'x', version: '0' });
  const prepare = async () => prepareRun(await openCandles(sampleFile), defaultChoices);
  const finish = async (events: AsyncIterable<RecordedEvent>) => {
    for await (const event of events) {
      assert.ok(event.type);
    }
    return readRun(place().folder);
  };

  it('is paused when its provider is unavailable, and asks only what was not answered when it is resumed', async () => {
    const prepared = await prepare();
    const down = scriptedProvider([answer(), answer(), failure('provider-overloaded'), ...Array.from({ length: 4 }, () => failure('provider-unavailable', 'It is down.'))]);
    const paused = await finish(executeRun(prepared, down, place(), limitsOf()));
    assert.deepEqual([paused.run.state, paused.run.reason, paused.run.totals.answered, paused.run.totals.failed], ['paused', 'It is down.', 2, 1]);
    assert.equal(paused.run.totals.skipped, prepared.gate.asked.length - 3);
    const back = scriptedProvider(prepared.gate.asked.map(() => answer()));
    const { run, records } = await finish(executeRun(prepared, back, { ...place(), before: paused }, limitsOf()));
    assert.equal(back.asked.length, prepared.gate.asked.length - 2);
    assert.deepEqual([run.state, run.reason, run.totals.answered, run.totals.failed, run.totals.skipped], ['finished', null, prepared.gate.asked.length, 0, 0]);
    assert.equal(run.totals.usd, prepared.gate.asked.length * 0.25);
    assert.deepEqual(records.slice(0, paused.records.length), paused.records);
    assert.ok([...latestRecords(records).values()].every(({ outcome }) => outcome === 'answered'));
  });

  it('is stopped where nobody is there to resume it', async () => {
    const down = scriptedProvider(Array.from({ length: 4 }, () => failure('provider-unavailable', 'It is down.')));
    assert.equal((await finish(executeRun(await prepare(), down, place(), { ...limitsOf(), whenUnavailable: 'stopped' }))).run.state, 'stopped');
  });

  it('cuts off the line that a crash tore, and asks that question again', async () => {
    const prepared = await prepare();
    const whole = await finish(executeRun(prepared, createRulesProvider(), place(), limitsOf()));
    const file = path.join(place().folder, 'signals.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -40));
    const torn = await readRun(place().folder);
    const { records } = await finish(executeRun(prepared, createRulesProvider(), { ...place(), before: torn }, limitsOf()));
    assert.deepEqual(records.map(({ time }) => time), whole.records.map(({ time }) => time));
  });
});

describe('who writes a run', () => {
  const folder = temporaryFolder();
  const place = () => ({ id: 'run', folder: path.join(folder(), 'run'), file: 'x', version: '0' });

  it('is one process at a time', async () => {
    const prepared = await prepareRun(await openCandles(sampleFile), defaultChoices);
    const first = executeRun(prepared, createRulesProvider(), place(), limitsOf());
    await first.next();
    const before = await readRun(place().folder);
    await assert.rejects(() => executeRun(prepared, createRulesProvider(), { ...place(), before }, limitsOf()).next(), { code: 'run-folder-taken' });
    assert.equal(await isBeingWritten(place().folder), true);
    await first.return(undefined);
    assert.equal(await isBeingWritten(place().folder), false);
  });

  it('is not who read it before another wrote: what that one was answered is not asked again', async () => {
    const prepared = await prepareRun(await openCandles(sampleFile), defaultChoices);
    const first = executeRun(prepared, createRulesProvider(), place(), limitsOf());
    await first.next();
    const before = await readRun(place().folder);
    for (let settled = 0; settled < 3;) {
      settled += ((await first.next()).value as RecordedEvent).type === 'settled' ? 1 : 0;
    }
    await first.return(undefined);
    const other = scriptedProvider([]);
    await assert.rejects(() => executeRun(prepared, other, { ...place(), before }, limitsOf()).next(), { code: 'run-folder-taken', message: /went on in another window or in the terminal/ });
    assert.deepEqual(other.asked, []);
    assert.equal(await isBeingWritten(place().folder), false);
    const again = executeRun(prepared, createRulesProvider(), { ...place(), before: await readRun(place().folder) }, limitsOf());
    assert.equal(((await again.next()).value as RecordedEvent).type, 'started');
    await again.return(undefined);
  });

  it('is not kept by a process that is gone', async () => {
    const prepared = await prepareRun(await openCandles(sampleFile), defaultChoices);
    const first = executeRun(prepared, createRulesProvider(), place(), limitsOf());
    await first.next();
    const before = await readRun(place().folder);
    await first.return(undefined);
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(path.join(place().folder, 'writer.json'), JSON.stringify({ pid: gone, host: os.hostname(), id: 'gone' }));
    const second = executeRun(prepared, createRulesProvider(), { ...place(), before }, limitsOf());
    assert.equal(((await second.next()).value as RecordedEvent).type, 'started');
    await second.return(undefined);
  });
});

describe('known answers', () => {
  const folder = temporaryFolder();
  const limits = async (): Promise<RunLimits> => ({ ...limitsOf(), answers: await indexAnswers(answerPlaces(folder())) });
  const runs = () => path.join(folder(), '.llm-signals', 'runs');
  const finish = async (id: string, provider: SignalProvider, repeats = 1) => {
    const prepared = await prepareRun(await openCandles(sampleFile), { ...defaultChoices, repeats });
    for await (const event of executeRun(prepared, provider, { id, folder: path.join(runs(), id), file: 'x', version: '0' }, await limits())) {
      assert.ok(event.type);
    }
    return readRun(path.join(runs(), id));
  };

  it('are not asked for again by a second run', async () => {
    const first = await finish('a', scriptedProvider(Array.from({ length: 200 }, () => answer())));
    const silent = scriptedProvider([]);
    const second = await finish('b', silent);
    assert.deepEqual([second.run.totals.cached, second.run.totals.answered, second.run.totals.usd, silent.asked.length], [first.records.length, first.records.length, 0, 0]);
    assert.deepEqual(second.records.map(({ signal }) => signal), first.records.map(({ signal }) => signal));
  });

  it('do not hold what failed', async () => {
    const down = scriptedProvider(Array.from({ length: 200 }, () => failure('provider-refused')));
    const { records } = await finish('a', down);
    assert.equal((await indexAnswers(answerPlaces(folder()))).size, 0);
    const back = scriptedProvider(records.map(() => answer()));
    assert.equal((await finish('b', back)).run.totals.cached, 0);
  });

  it('are kept for each repeat', async () => {
    await finish('a', scriptedProvider(Array.from({ length: 200 }, () => answer())));
    const more = scriptedProvider(Array.from({ length: 400 }, () => answer()));
    const { run, records } = await finish('b', more, 3);
    assert.equal(run.totals.cached, records.length / 3);
    assert.equal(more.asked.length, (records.length / 3) * 2);
    assert.equal(new Set(records.map(({ key }) => key)).size, records.length);
  });

  it('survive lines that are torn, changed or no records', async () => {
    await finish('a', scriptedProvider(Array.from({ length: 200 }, () => answer())));
    const file = path.join(runs(), 'a', 'signals.jsonl');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, ['{"outcome":"answered","key":"short"}', lines[0]!.replace('"reasoning":"scripted"', '"reasoning":5'), ...lines.slice(1, 4), lines[4]!.slice(0, 90)].join('\n'));
    const back = scriptedProvider(Array.from({ length: 200 }, () => answer()));
    const { run } = await finish('b', back);
    assert.deepEqual([run.totals.cached, run.totals.failed], [3, 0]);
  });
});

describe('readRun', () => {
  const folder = temporaryFolder();

  it('leaves out a last line that a crash tore', async () => {
    const prepared = await prepareRun(await openCandles(sampleFile), defaultChoices);
    const run = path.join(folder(), 'run');
    for await (const event of executeRun(prepared, createRulesProvider(), { id: 'run', folder: run, file: 'x', version: '0' }, limitsOf())) {
      assert.ok(event.type);
    }
    const whole = readFileSync(path.join(run, 'signals.jsonl'), 'utf8');
    writeFileSync(path.join(run, 'signals.jsonl'), whole.slice(0, -40));
    assert.equal((await readRun(run)).records.length, whole.split('\n').length - 2);
  });

  it('says which file is missing', async () => {
    await assert.rejects(() => readRun(folder()), { code: 'run-unreadable', message: `Cannot read ${path.join(folder(), 'run.json')}.` });
  });
});

describe('the place of a run', () => {
  const folder = temporaryFolder();

  it('is named after time, provider, pair and timeframe', () => {
    assert.match(newRunId(new Date(Date.UTC(2026, 10, 23, 1, 2, 3)), 'rules', 'XRP/USDT:USDT', '1h'), /^20261123T010203Z-rules-XRP_USDT_USDT-1h-[0-9a-f]{4}$/);
  });

  it('is kept out of version control, without touching what a user changed there', async () => {
    await prepareDefaultFolder(folder(), 'a');
    const ignore = path.join(folder(), '.llm-signals', '.gitignore');
    assert.equal(readFileSync(ignore, 'utf8'), 'runs/\nanswers/\n');
    writeFileSync(ignore, 'mine\n');
    await prepareDefaultFolder(folder(), 'b');
    assert.equal(readFileSync(ignore, 'utf8'), 'mine\n');
    assert.ok(existsSync(path.join(folder(), '.llm-signals', 'runs')));
  });

  it('names candles inside it relatively, others absolutely', () => {
    assert.equal(portablePath('/projects', '/projects/data/a.csv'), 'data/a.csv');
    assert.equal(portablePath('/projects', '/other/a.csv'), '/other/a.csv');
  });
});
