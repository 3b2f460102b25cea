import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readRun } from '../../../src/app/recorded/readRun.ts';
import { lockRun } from '../../../src/app/run/writerLock.ts';
import { createBatchActions, type BatchActions } from '../../../src/host/batch/batchActions.ts';
import type { PassTools } from '../../../src/host/batch/batchPass.ts';
import { createBatchWatch, type BatchWatch, type Look } from '../../../src/host/batch/batchWatch.ts';
import { createCandleFiles } from '../../../src/host/candles/candleFiles.ts';
import { createProblemDiagnostics } from '../../../src/host/candles/diagnostics.ts';
import type { Prompts } from '../../../src/host/runs/editRunForm.ts';
import { createHandIn } from '../../../src/host/batch/handInBatches.ts';
import { createKeys } from '../../../src/host/providers/keys.ts';
import { createProviderAccess } from '../../../src/host/providers/providerAccess.ts';
import { createResumeRun } from '../../../src/host/runs/resumeRun.ts';
import type { FormRow } from '../../../src/host/runs/runForm.ts';
import { createRunsView } from '../../../src/host/runs/runsView.ts';
import { createRunWithOptions } from '../../../src/host/runs/runWithOptions.ts';
import { createSession, type Session } from '../../../src/host/panel/session.ts';
import { plainPlan, type BatchPlan } from '../../double/batchDesk.ts';
import { doubleKey, startDouble, type Double } from '../../double/double.ts';
import { batchProviders } from '../../fixtures/batches.ts';
import { memorySecrets } from '../memorySecrets.ts';

const workspace = vscode.workspace.workspaceFolders![0]!.uri;
const candles = vscode.Uri.joinPath(workspace, 'SAMPLE_USDT-5m.csv');
const runs = path.join(workspace.fsPath, '.llm-signals', 'runs');

for (const provider of batchProviders) {
  describe(`a run in batches of ${provider}`, () => {
    const log = vscode.window.createOutputChannel(`Test of batches of ${provider}`, { log: true });
    const diagnostics = createProblemDiagnostics();
    const happened = new EventEmitter();
    let double: Double;
    let windows: BatchWatch[] = [];
    let sleepers: (() => void)[] = [];
    const configure = (key: string, value: unknown) => vscode.workspace.getConfiguration('llmSignals').update(key, value, vscode.ConfigurationTarget.Global);

    before(async () => {
      double = await startDouble();
      await configure('provider', provider);
      await configure(`${provider}.baseUrl`, provider === 'openai' ? `${double.url}/v1` : double.url);
    });
    after(async () => {
      await configure('provider', undefined);
      await configure(`${provider}.baseUrl`, undefined);
      await double.die();
      log.dispose();
      diagnostics.dispose();
    });
    afterEach(async () => {
      await Promise.all(windows.map((watch) => watch.close()));
      windows = [];
      sleepers = [];
      double.batches.batches.splice(0);
      rmSync(path.join(workspace.fsPath, '.llm-signals'), { recursive: true, force: true });
    });

    /** Time passes when a test lets it; what takes no time is done at once. */
    const tools: PassTools = {
      log, random: () => 0, clock: Date.now,
      sleep: (ms, signal) =>
        new Promise<void>((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          if (signal.aborted) {
            reject(signal.reason as Error);
          } else if (ms === 0) {
            resolve();
          } else {
            sleepers.push(resolve);
            happened.emit('event');
          }
        }),
    };
    const until = async (holds: () => boolean) => {
      while (!holds()) {
        await once(happened, 'event');
      }
    };
    /** Lets everybody who waits look again. */
    const letTimePass = () => sleepers.splice(0).forEach((wake) => wake());
    const plan = (change: Partial<BatchPlan>) => {
      double.batches.plan = { ...plainPlan, ...change };
      double.batches.batches.forEach((batch) => (batch.plan = double.batches.plan));
    };

    type Window = { readonly session: Session; readonly watch: BatchWatch; readonly actions: BatchActions; readonly told: Look[]; readonly shown: FormRow[][]; readonly descriptions: () => Promise<readonly unknown[]>; readonly send: (...picks: readonly string[]) => Promise<void>; readonly resume: (...picks: readonly string[]) => Promise<void>; readonly prices: FormRow[][] };
    /** What a window of VS Code has for batches. */
    const openWindow = async (says = true): Promise<Window> => {
      const { secrets } = memorySecrets();
      const keys = createKeys(secrets, {});
      await keys.store(new URL(double.url).origin, doubleKey);
      const access = createProviderAccess(keys, { onDidChange: () => ({ dispose: () => undefined }), canSendRequest: () => false });
      const session = createSession({ arrived: () => Promise.resolve(), post: () => undefined, setTitle: () => undefined, setRun: () => undefined, afterRun: () => undefined, beforeShow: () => undefined, log });
      const told: Look[] = [];
      const shown: FormRow[][] = [];
      const changed = (folder: string) => (session.shown()?.folder === folder ? session.open(folder) : Promise.resolve()).then(() => happened.emit('event'), () => undefined);
      const view = createRunsView({ homes: () => [{ root: workspace.fsPath, home: path.dirname(runs), runs: [runs] }], shown: () => session.shown(), batchesOf: (folder) => watch.waiting().get(folder), changed: () => undefined, log });
      const watch = createBatchWatch({ access, keys, runs: () => view.list(), changed: (folder) => void changed(folder), tell: (folder, look) => (told.push(look), actions.tell(folder, look), happened.emit('event')), tools });
      const actions = createBatchActions({ watch, access, keys, confirm: () => Promise.resolve(says), show: (folder) => session.open(folder), log });
      const handIn = createHandIn(new AbortController().signal, tools);
      const prices: FormRow[][] = [];
      /** Picks the rows that begin so, one after the other, then none; keeps what was to choose from. */
      const picker = (picks: readonly string[], seen: FormRow[][]): Prompts['pick'] => {
        const next = [...picks];
        return (items) => {
          seen.push([...items] as FormRow[]);
          const wanted = next.shift();
          return Promise.resolve(items.find(({ label }) => wanted !== undefined && label.startsWith(wanted)));
        };
      };
      const resume = (...picks: readonly string[]) =>
        createResumeRun({ session, access, keys, handIn, follow: actions.follow, showPanel: () => undefined, collect: actions.collect, pick: picker(picks, prices), log }).resume();
      const memory = { get: () => undefined, update: () => Promise.resolve(), keys: () => [] } as unknown as vscode.Memento;
      const send = async (...picks: readonly string[]) => {
        const prompts: Prompts = { pick: picker(picks, shown), input: () => Promise.resolve(undefined) };
        const context = { extensionUri: workspace, globalStorageUri: workspace } as vscode.ExtensionContext;
        const deps = { session, files: createCandleFiles(memory, diagnostics), access, keys, runs: () => view.list(), handIn, follow: actions.follow, showPanel: () => undefined, log };
        await createRunWithOptions(context, deps, prompts)(candles, [candles]);
      };
      const descriptions = async () => {
        const series = await view.childrenOf(undefined);
        const found = await Promise.all(series.map((node) => view.childrenOf(node)));
        return found.flat().map((node) => view.itemOf(node).description);
      };
      windows.push(watch);
      return { session, watch, actions, told, shown, descriptions, send, resume, prices };
    };
    const folder = () => path.join(runs, readdirSync(runs)[0]!);
    const recorded = () => readRun(folder());

    it('is sent from the form at half the price, shown as waiting, and brought home', async () => {
      plan({ polls: Infinity });
      const window = await openWindow();
      await window.send('Send as a Batch', 'Ask');
      const [alone, batch] = window.shown.map(([ask]) => Number(/at most \$(\d+\.\d+)/.exec(ask!.detail ?? '')?.[1]));
      assert.ok(Math.abs(batch! / alone! - 0.5) < 0.05, `${batch} of ${alone}`);
      assert.match(window.shown[1]![0]!.detail!, /^Half the price\. .*Answers come within a day\./);
      const { run } = await recorded();
      assert.deepEqual([run.state, run.waiting], ['paused', { batches: 1, done: 0, total: run.funnel.asked }]);
      assert.deepEqual(await window.descriptions(), [`waiting for a batch, 0 of ${run.funnel.asked}`]);
      assert.deepEqual(window.session.shown()?.run.waiting?.total, run.funnel.asked);
      plan({ outcomes: ['answer', 'expire'] });
      letTimePass();
      await until(() => window.told.length > 0 && window.session.shown()?.run.waiting === null);
      const after = await recorded();
      assert.deepEqual([window.told[0]?.type, after.run.state, after.run.waiting], ['done', 'finished', null]);
      assert.equal(after.run.totals.answered, Math.ceil(run.funnel.asked / 2));
      assert.equal(window.session.shown()?.records.length, run.funnel.asked);
      assert.equal(window.watch.waiting().size, 0);
    });

    it('says first of all that the budget lets only a part of it be sent', async () => {
      await configure('budgetUsd', 0.02);
      try {
        const window = await openWindow();
        await window.send('Send as a Batch');
        assert.match(window.shown[1]![0]!.detail!, /^Not all are sent: the batch may cost \$0\.02 at most\. Half the price\. /);
      } finally {
        await configure('budgetUsd', undefined);
      }
    });

    it('is picked up by the next window, and by one at a time', async () => {
      plan({ polls: Infinity });
      const first = await openWindow();
      await first.send('Send as a Batch', 'Ask');
      await first.watch.close();
      const second = await openWindow();
      assert.equal(await second.watch.pickUp(), 1);
      await until(() => second.watch.waiting().size === 1);
      const unlock = await lockRun(folder());
      assert.deepEqual(await second.watch.look(folder()), { type: 'elsewhere' });
      plan({});
      await unlock();
      await until(() => sleepers.length > 0);
      letTimePass();
      await until(() => second.told.length > 0);
      const { run } = await recorded();
      assert.deepEqual([run.state, run.totals.answered, double.batches.batches.length], ['finished', run.funnel.asked, 1]);
      assert.equal(await second.watch.pickUp(), 0);
      assert.deepEqual(await second.watch.look(folder()), { type: 'nothing' });
    });

    it('is collected by Resume, and asks nothing anew', async () => {
      plan({ polls: Infinity });
      const window = await openWindow();
      await window.send('Send as a Batch', 'Ask');
      plan({});
      const asked = double.batches.batches.length;
      await window.resume();
      const { run } = await recorded();
      assert.deepEqual([run.state, double.batches.batches.length], ['finished', asked]);
    });

    it('can be sent as a batch again when it went on without some answers, or asked one by one at full price', async () => {
      plan({ outcomes: ['answer', 'expire'] });
      const window = await openWindow();
      await window.send('Send as a Batch', 'Ask');
      letTimePass();
      await until(() => window.told.length > 0 && window.session.shown()?.run.waiting === null);
      const { run } = await recorded();
      assert.ok(run.totals.failed > 20);
      plan({});
      await window.resume();
      const [asBatch, oneByOne] = window.prices[0]!;
      assert.match(asBatch!.label, new RegExp(`^Send ${run.totals.failed} Questions as a Batch for (about|under) \\$`));
      assert.match(asBatch!.detail!, /^Half the price\. .*Answers come within a day\.$/);
      assert.match(oneByOne!.label, new RegExp(`^Ask ${run.totals.failed} Questions for (about|under) \\$`));
      assert.match(oneByOne!.detail!, /^One by one, at full price\. /);
      const [half, full] = [asBatch, oneByOne].map((row) => Number(/at most \$(\d+\.\d+)/.exec(row!.detail!)?.[1]));
      // Both are rounded to cents.
      assert.ok(Math.abs(half! - full! / 2) < 0.0101, `${half} of ${full}`);
      assert.equal((await recorded()).run.totals.answered, run.totals.answered);
      const asked = double.requests.length;
      await window.resume('Send');
      if (window.watch.waiting().size > 0) {
        await until(() => sleepers.length > 0);
        letTimePass();
        await until(() => window.watch.waiting().size === 0);
      }
      const after = (await recorded()).run;
      assert.deepEqual([after.id, after.state, after.totals.answered, double.batches.batches.map(({ requests }) => requests.length)], [run.id, 'finished', run.funnel.asked, [run.funnel.asked, run.totals.failed]]);
      assert.ok(!double.requests.slice(asked).some(({ path: at }) => /\/(messages|responses)$/.test(at)));
    });

    it('is cancelled once the user agrees, and keeps what was answered', async () => {
      plan({ polls: Infinity });
      const hesitant = await openWindow(false);
      await hesitant.send('Send as a Batch', 'Ask');
      await hesitant.actions.cancel(folder());
      assert.equal(double.batches.batches[0]!.isCancelled, false);
      await hesitant.watch.close();
      const window = await openWindow();
      await window.actions.cancel(folder());
      if (window.watch.waiting().size > 0) {
        await until(() => sleepers.length > 0);
        letTimePass();
        await until(() => window.told.length > 0);
      }
      const { run } = await recorded();
      assert.deepEqual([run.state, run.totals.answered, run.totals.failed], ['cancelled', 1, run.funnel.asked - 1]);
    });

    it('is cancelled when the user stops handing it in', async () => {
      plan({ polls: Infinity });
      const window = await openWindow();
      await window.send('Send as a Batch', 'Ask');
      await window.actions.follow(folder(), { run: (await recorded()).run, isCancelled: true });
      assert.equal(double.batches.batches[0]!.isCancelled, true);
    });

    it('is given up when the service does not know it any more, once the user agrees', async () => {
      plan({ polls: Infinity });
      const window = await openWindow();
      await window.send('Send as a Batch', 'Ask');
      await assert.rejects(window.actions.giveUp(folder()), { code: 'run-differs' });
      double.batches.batches.splice(0);
      const look = await window.watch.look(folder());
      assert.equal(look.type === 'trouble' && look.error.code, 'provider-not-found');
      await window.actions.giveUp(folder());
      const { run } = await recorded();
      assert.deepEqual([run.state, run.waiting, window.watch.waiting().size], ['paused', null, 0]);
      assert.match(run.reason!, /was given up; it may have cost up to \$/);
    });

    it('keeps its batch when the settings name another address', async () => {
      plan({ polls: Infinity });
      const window = await openWindow();
      await window.send('Send as a Batch', 'Ask');
      const url = vscode.workspace.getConfiguration('llmSignals').get(`${provider}.baseUrl`);
      const asked = double.requests.length;
      await configure(`${provider}.baseUrl`, 'https://elsewhere.example.com');
      try {
        const look = await window.watch.look(folder());
        assert.equal(look.type === 'trouble' && look.error.code, 'provider-misconfigured');
        assert.equal(double.requests.length, asked);
      } finally {
        await configure(`${provider}.baseUrl`, url);
      }
      assert.equal((await window.watch.look(folder())).type, 'waiting');
    });
  });
}
