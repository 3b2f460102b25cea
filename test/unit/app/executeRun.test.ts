import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { executeRun, type RecordedEvent } from '../../../src/app/executeRun.ts';
import { openCandles } from '../../../src/app/openCandles.ts';
import { defaultChoices, prepareRun } from '../../../src/app/prepareRun.ts';
import { readRun } from '../../../src/app/readRun.ts';
import { newRunId, portablePath, prepareDefaultFolder } from '../../../src/app/runFolder.ts';
import { recordSchema } from '../../../src/core/run/record.ts';
import type { SignalProvider } from '../../../src/core/signal/provider.ts';
import { createRulesProvider } from '../../../src/providers/rules.ts';
import { sampleFile, temporaryFolder } from '../../fixtures/folders.ts';
import { heldProvider } from '../../fixtures/providers.ts';
import * as z from 'zod/mini';

describe('executeRun', () => {
  const folder = temporaryFolder();
  const start = async (provider: SignalProvider, abort = new AbortController().signal) => {
    const prepared = prepareRun(await openCandles(sampleFile), defaultChoices);
    return { prepared, events: executeRun(prepared, provider, { id: 'run-1', folder: path.join(folder(), 'run-1'), file: 'SAMPLE_USDT-5m.csv', version: '0' }, abort) };
  };
  const linesOnDisk = () => readFileSync(path.join(folder(), 'run-1', 'signals.jsonl'), 'utf8').split('\n').slice(0, -1);
  const summaryOnDisk = () => JSON.parse(readFileSync(path.join(folder(), 'run-1', 'run.json'), 'utf8')) as { state: string; ended: string | null };

  it('has each record on disk before it yields it', async () => {
    const { events } = await start(createRulesProvider());
    let settled = 0;
    for await (const event of events) {
      if (event.type === 'settled') {
        settled += 1;
        assert.deepEqual(z.parse(recordSchema, JSON.parse(linesOnDisk().at(-1)!)), event.record);
        assert.equal(linesOnDisk().length, settled);
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
      const prepared = prepareRun(await openCandles(sampleFile), defaultChoices);
      const found: string[] = [];
      for await (const event of executeRun(prepared, createRulesProvider(), { id, folder: path.join(folder(), id), file: 'x', version: '0' }, new AbortController().signal)) {
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
    for (let i = 0; i <= defaultChoices.concurrency; i++) {
      await events.next();
    }
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

describe('readRun', () => {
  const folder = temporaryFolder();

  it('leaves out a last line that a crash tore', async () => {
    const prepared = prepareRun(await openCandles(sampleFile), defaultChoices);
    const run = path.join(folder(), 'run');
    for await (const event of executeRun(prepared, createRulesProvider(), { id: 'run', folder: run, file: 'x', version: '0' }, new AbortController().signal)) {
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
