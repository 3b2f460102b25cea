import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { keepBacktest } from '../../../../src/app/backtest/keptBacktests.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun } from '../../../../src/app/run/prepareRun.ts';
import { noAnswers } from '../../../../src/core/run/run.ts';
import { readRun } from '../../../../src/app/recorded/readRun.ts';
import { createSession } from '../../../../src/host/panel/session.ts';
import type { RunStatus } from '../../../../src/host/status/status.ts';
import type { ToWebview } from '../../../../src/protocol/messages.ts';
import { createRulesProvider } from '../../../../src/providers/rules.ts';
import { aBacktest } from '../../../fixtures/backtests.ts';
import { answer, heldProvider, scriptedProvider } from '../../../fixtures/providers.ts';

const candles = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'SAMPLE_USDT-5m.csv').fsPath;

describe('createSession', () => {
  const log = vscode.window.createOutputChannel('Test of sessions', { log: true });
  let root = '';
  let posted: ToWebview[] = [];
  let statuses: RunStatus[] = [];
  let lastErrors: (string | null)[] = [];
  const free = { limitUsd: null, known: noAnswers };
  let titles: string[] = [];
  const arrivals = new EventEmitter();
  const open = () =>
    createSession({ arrived: () => Promise.resolve(), post: (message) => arrivals.emit('message', posted.push(message)), setTitle: (title) => titles.push(title), setRun: (status) => statuses.push(status), afterRun: (error) => lastErrors.push(error), beforeShow: () => undefined, log });
  /** Resolves with the message after which `holds` is true; mocha's time limit ends a wait in vain. */
  const waitUntil = async (holds: () => boolean) => {
    while (!holds()) {
      await once(arrivals, 'message');
    }
  };
  const prepare = async (file = candles) => prepareRun(await openCandles(file), defaultChoices);
  const place = (id = 'run') => ({ id, folder: path.join(root, id), file: candles, version: '0' });
  const panelState = (folder: string | null) => ({
    folder, selected: null, follow: false, range: null, toggles: { ema20: true, ema50: false, ema200: true, bollinger: true, volume: true, rsi: null, gate: true },
    filter: { outcomes: [], confidence: 0, gate: null, text: '' }, sort: { by: 'time', descending: false }, compared: [],
    listHeight: null, sections: { indicators: true, candles: true },
  });

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'llm-signals-session-'));
    posted = [];
    statuses = [];
    lastErrors = [];
    titles = [];
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  after(() => log.dispose());

  it('is empty before the first run', () => {
    assert.deepEqual(open().snapshot().map(({ type }) => type), ['empty']);
  });

  it('streams a run: the posted records together are the run, and so is the snapshot', async () => {
    const session = open();
    const run = await session.start(await prepare(), createRulesProvider(), place(), free);
    const streamed = posted.flatMap((message) => (message.type === 'records' ? message.records : []));
    assert.equal(streamed.length, run.totals.answered);
    const snapshot = session.snapshot();
    assert.deepEqual(snapshot.map(({ type }) => type), ['series', 'run', 'records', 'asking', 'budget']);
    assert.deepEqual(snapshot.find((message) => message.type === 'records')?.records, streamed);
    assert.deepEqual(posted.flatMap((message) => (message.type === 'records' ? [message.from] : [])).at(0), 0);
    assert.deepEqual(titles, ['Signals: SAMPLE/USDT 5m']);
    assert.equal(session.isRunning(), false);
  });

  it('shows progress in the status, and cancels', async () => {
    const session = open();
    const provider = heldProvider();
    const running = session.start(await prepare(), provider, place(), free);
    await provider.waitFor(1);
    assert.equal(session.isRunning(), true);
    provider.held[0]!.release(answer());
    await provider.waitFor(defaultChoices.concurrency + 1);
    await waitUntil(() => posted.some((message) => message.type === 'asking' && message.times.length > 0));
    session.cancel();
    const run = await running;
    assert.deepEqual([run.state, run.totals.answered], ['cancelled', 1]);
    const last = statuses.filter((status) => status.type === 'running').at(-1);
    assert.equal(last?.total, run.funnel.asked);
    assert.deepEqual(session.snapshot().find(({ type }) => type === 'asking'), { type: 'asking', times: [] });
  });

  it('is whole again after a restart, from the folder alone', async () => {
    const before = open();
    await before.start(await prepare(), createRulesProvider(), place(), free);
    const after = open();
    await after.restore(panelState(path.join(root, 'run')));
    assert.deepEqual(after.snapshot(), before.snapshot());
    assert.deepEqual([after.shown()?.prepared.opened.file, after.shown()?.prepared.pair], [candles, 'SAMPLE/USDT']);
  });

  it('shows a backtest that was made elsewhere, once', async () => {
    const session = open();
    await session.start(await prepare(), createRulesProvider(), place(), free);
    const shown = () => posted.flatMap((message) => (message.type === 'backtests' ? [message.backtests.map(({ strategy }) => strategy)] : []));
    await session.catchUp();
    assert.deepEqual(shown(), []);
    await keepBacktest(place().folder, aBacktest({ strategy: 'Older' }));
    await session.catchUp();
    await keepBacktest(place().folder, aBacktest({ strategy: 'Newer', created: '2026-11-23T09:00:00.000Z' }));
    await session.catchUp();
    await session.catchUp();
    assert.deepEqual(shown(), [['Older'], ['Newer', 'Older']]);
    assert.equal(session.shown()?.backtests.length, 2);
  });

  it('stays empty when a panel remembers no run, or what it remembers is not ours', async () => {
    for (const state of [panelState(null), { folder: '/etc' }, null, 'junk']) {
      const session = open();
      await session.restore(state);
      assert.deepEqual(session.snapshot().map(({ type }) => type), ['empty']);
    }
  });

  it('says so when the candles changed since the run', async () => {
    const file = path.join(root, 'SAMPLE_USDT-5m.csv');
    writeFileSync(file, readFileSync(candles));
    await open().start(await prepare(file), createRulesProvider(), { ...place(), file }, free);
    writeFileSync(file, readFileSync(candles, 'utf8').split('\n').slice(0, 1500).join('\n'));
    const restored = open();
    await restored.restore(panelState(path.join(root, 'run')));
    const notice = restored.snapshot().find((message) => message.type === 'notice');
    assert.deepEqual([notice?.severity, notice?.message], ['warning', 'SAMPLE_USDT-5m.csv changed since this run']);
  });

  it('shows a run that breaks off as stopped, with the reason', async () => {
    const session = open();
    const provider = heldProvider();
    const running = session.start(await prepare(), { ...provider, ask: (question, abort) => (rmSync(path.join(root, 'run'), { recursive: true }), provider.ask(question, abort)) }, place(), free);
    await provider.waitFor(1);
    session.cancel();
    await assert.rejects(running);
    const snapshot = session.snapshot();
    assert.equal(snapshot.find((message) => message.type === 'run')?.run.state, 'stopped');
    assert.equal(snapshot.find((message) => message.type === 'notice')?.severity, 'error');
    assert.equal(session.isRunning(), false);
  });

  it('refuses a second run while one is going on, which can still be cancelled', async () => {
    const session = open();
    const provider = heldProvider();
    const prepared = await prepare();
    const running = session.start(prepared, provider, place(), free);
    await assert.rejects(session.start(prepared, createRulesProvider(), place('second'), free), { code: 'run-going-on' });
    await provider.waitFor(1);
    session.cancel();
    assert.equal((await running).state, 'cancelled');
    assert.equal((await session.start(prepared, createRulesProvider(), place('third'), free)).state, 'finished');
  });

  it('goes on showing the run that was started while another was opened, and of two that are opened the later', async () => {
    const prepared = await prepare();
    for (const id of ['one', 'two']) {
      await open().start(prepared, createRulesProvider(), place(id), free);
    }
    const session = open();
    await Promise.all([session.open(path.join(root, 'one')), session.open(path.join(root, 'two')), session.open(path.join(root, 'one'))]);
    assert.equal(session.shown()?.folder, path.join(root, 'one'));
    const provider = heldProvider();
    const opening = session.open(path.join(root, 'two'));
    const running = session.start(prepared, provider, place(), free);
    await Promise.all([opening, provider.waitFor(1)]);
    assert.equal(session.shown()?.folder, path.join(root, 'run'));
    session.cancel();
    await running;
  });

  it('ends on disk when the window closes', async () => {
    const session = open();
    const provider = heldProvider();
    const running = session.start(await prepare(), provider, place(), free);
    await provider.waitFor(1);
    await session.close();
    assert.equal((await readRun(path.join(root, 'run'))).run.state, 'cancelled');
    await running;
  });

  it('pauses: what is in flight is waited for, the rest is left for later', async () => {
    const session = open();
    const provider = heldProvider();
    const running = session.start(await prepare(), provider, place(), free);
    await provider.waitFor(defaultChoices.concurrency);
    session.pause();
    provider.held.forEach(({ release }) => release(answer()));
    const run = await running;
    assert.deepEqual([run.state, run.totals.answered], ['paused', defaultChoices.concurrency]);
    assert.deepEqual(statuses.at(-1), { type: 'paused', provider: 'held', waiting: run.funnel.asked - defaultChoices.concurrency });
    const restored = open();
    await restored.restore(panelState(path.join(root, 'run')));
    assert.deepEqual(statuses.at(-1), { type: 'paused', provider: 'held', waiting: run.funnel.asked - defaultChoices.concurrency });
  });

  it('goes on in the same folder, with the money spent before, and shows every answer once', async () => {
    const first = heldProvider();
    const session = open();
    const running = session.start(await prepare(), first, place(), { ...free, limitUsd: 100 });
    await first.waitFor(defaultChoices.concurrency);
    session.pause();
    first.held.forEach(({ release }) => release(answer()));
    await running;
    const before = await readRun(path.join(root, 'run'));
    const spent = 0.25 * defaultChoices.concurrency;
    const run = await session.start(session.shown()!.prepared, createRulesProvider(), { ...place(), before }, { ...free, limitUsd: 100 });
    assert.deepEqual([run.state, run.totals.answered, run.totals.usd], ['finished', run.funnel.asked, spent]);
    const records = session.snapshot().flatMap((message) => (message.type === 'records' ? message.records : []));
    assert.equal(new Set(records.map(({ time }) => time)).size, run.funnel.asked);
    assert.deepEqual(session.snapshot().find(({ type }) => type === 'budget'), { type: 'budget', budget: { limit: 100, spent, reserved: 0 } });
  });

  it('says why the last question failed', async () => {
    const failing = scriptedProvider([]);
    await open().start(await prepare(), { ...failing, ask: () => Promise.resolve({ usage: null, usd: 0, failure: { code: 'provider-refused', message: 'No.' } }) }, place(), free);
    await open().start(await prepare(), createRulesProvider(), place('next'), free);
    assert.deepEqual(lastErrors, ['No.', null]);
  });

  it('frees the way for the next run when one breaks off', async () => {
    const session = open();
    writeFileSync(path.join(root, 'taken'), '');
    await assert.rejects(async () => session.start(await prepare(), createRulesProvider(), { ...place('taken') }, free));
    assert.equal(session.isRunning(), false);
    assert.equal((await session.start(await prepare(), createRulesProvider(), place(), free)).state, 'finished');
  });
});
