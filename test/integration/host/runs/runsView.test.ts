import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { keepBacktest } from '../../../../src/app/backtest/keptBacktests.ts';
import { lockRun } from '../../../../src/app/run/writerLock.ts';
import { commandIds } from '../../../../src/host/commandIds.ts';
import type { RunNode } from '../../../../src/host/runs/runNodes.ts';
import { createRunsView, type RunsView } from '../../../../src/host/runs/runsView.ts';
import { aBacktest } from '../../../fixtures/backtests.ts';
import { answeredAt, recordedRun, unansweredAt } from '../../../fixtures/recordedRuns.ts';
import { noTotals } from '../../../../src/core/run/totals.ts';
import { temporaryHome } from '../../runsHome.ts';

const iconOf = ({ iconPath }: vscode.TreeItem): string => (iconPath as vscode.ThemeIcon).id;

describe('the Runs view', () => {
  const log = vscode.window.createOutputChannel('Test of runs', { log: true });
  const { home, write } = temporaryHome();
  let view: RunsView;
  const changes = new EventEmitter();
  let shown: ReturnType<Parameters<typeof createRunsView>[0]['shown']>;
  beforeEach(() => {
    shown = undefined;
    view = createRunsView({ homes: () => [home()], shown: () => shown, changed: () => changes.emit('changed'), log });
  });
  afterEach(() => {
    view.dispose();
  });
  after(() => log.dispose());

  const itemsOf = async (node?: RunNode) => (await view.childrenOf(node)).map((child) => ({ child, item: view.itemOf(child) }));
  const described = async (node?: RunNode) => (await itemsOf(node)).map(({ item }) => `${typeof item.label === 'string' ? item.label : ''} | ${String(item.description)}`);
  const runs = async () => (await Promise.all((await view.childrenOf(undefined)).map((node) => view.childrenOf(node)))).flat();
  const settings = (model: string) => ({ ...recordedRun().settings, model });

  it('is empty without runs', async () => {
    assert.deepEqual(await view.childrenOf(undefined), []);
  });

  it('groups runs by pair and timeframe, newest first, and says how far each came and what it cost', async () => {
    const totals = { ...noTotals, answered: 4, usd: 0.47 };
    write('a', { started: '2026-11-22T14:02:00.000Z', totals, settings: settings('one') });
    write('b', { started: '2026-11-22T15:00:00.000Z', state: 'paused', totals: { ...totals, answered: 2 }, settings: settings('two') });
    write('c', { started: '2026-11-22T16:00:00.000Z', state: 'cancelled', totals: { ...totals, answered: 1 }, settings: settings('three') });
    write('d', { started: '2026-11-20T16:00:00.000Z', series: { ...recordedRun().series, pair: 'ETH/BTC' } });
    write('e', { started: '2026-11-22T13:00:00.000Z', state: 'running', settings: settings('four') });
    assert.deepEqual(await described(), ['BTC/USDT 5m | 4 runs', 'ETH/BTC 5m | 1 run']);
    const [first] = await view.childrenOf(undefined);
    assert.deepEqual(await described(first), ['three | cancelled at 1 of 4', 'two | paused at 2 of 4', 'one | 11-22 14:02, 4, $0.47', 'four | interrupted, 11-22 13:00']);
    const icons = (await itemsOf(first)).map(({ item }) => iconOf(item));
    assert.deepEqual(icons, ['circle-slash', 'debug-pause', 'check', 'debug-disconnect']);
    assert.deepEqual((await itemsOf(first)).map(({ item }) => item.contextValue), ['run.unfinished', 'run.unfinished', 'run.finished', 'run.unfinished']);
  });

  it('offers to resume a finished run of which questions failed', async () => {
    write('a', { totals: { ...noTotals, answered: 3, failed: 1 } });
    write('b', { totals: { ...noTotals, answered: 4 } });
    assert.deepEqual((await runs()).map((run) => view.itemOf(run).contextValue).sort(), ['run.finished', 'run.unfinished']);
    assert.deepEqual((await Promise.all((await view.childrenOf(undefined)).map(described))).flat().map((text) => text.split('| ')[1]!.split(', ').slice(1)).sort(), [['3', '1 failed', 'free'], ['4', 'free']]);
  });

  it('shows a run that goes on as running, and one of this window as far as it is', async () => {
    const folder = write('a', { state: 'running' });
    const unlock = await lockRun(folder);
    shown = { folder, run: recordedRun({ state: 'running', totals: { ...noTotals, answered: 3, usd: 0.01 } }) };
    const [run] = await runs();
    const item = view.itemOf(run!);
    assert.deepEqual([item.description, iconOf(item)], ['3 of 4, $0.01', 'sync~spin']);
    await unlock();
  });

  it('counts what a run came to when it is opened: the last answer of each question', async () => {
    write('a', { funnel: { ...recordedRun().funnel, asked: 4 } }, [answeredAt(1, 'BUY'), answeredAt(2, 'HOLD'), unansweredAt(3, 'failed'), answeredAt(3, 'SELL'), unansweredAt(4, 'skipped')]);
    const [run] = await runs();
    assert.deepEqual((await described(run)).slice(0, 4), ['1 buy | ', '1 sell | ', '1 hold | ', '1 not asked | ']);
    assert.ok((await described(run)).includes('Range | 2024-01-01 to 2024-01-02'));
    assert.ok((await described(run)).includes('Gate | rsi < 30'));
  });

  it('names what it cannot read', async () => {
    const folder = write('a', {});
    writeFileSync(path.join(folder, 'run.json'), JSON.stringify({ ...recordedRun(), state: 'asleep' }));
    const [node] = await view.childrenOf(undefined);
    const { description, tooltip, resourceUri } = view.itemOf(node!);
    assert.deepEqual([description, resourceUri?.fsPath], ['cannot be read', folder]);
    assert.match(tooltip as string, /state is none of/);
  });

  it('lists a thousand runs in little time', async () => {
    for (let at = 0; at < 1000; at++) {
      write(`run-${at}`, { started: new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString() });
    }
    assert.equal((await runs()).length, 1000);
  });

  it('follows the folders of the workspace, also one that is not there yet', async () => {
    const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const folder = path.join(root, '.llm-signals', 'runs');
    const here = createRunsView({ homes: () => [{ root, home: path.dirname(folder), runs: [folder] }], shown: () => undefined, changed: () => changes.emit('changed'), log });
    try {
      const made = once(changes, 'changed');
      const make = () => {
        mkdirSync(path.join(folder, 'a'), { recursive: true });
        writeFileSync(path.join(folder, 'a', 'run.json'), JSON.stringify(recordedRun()));
      };
      make();
      // VS Code does not say when its watch has begun.
      const again = setInterval(make, 1000);
      await made.finally(() => clearInterval(again));
      const removed = once(changes, 'changed');
      rmSync(path.dirname(folder), { recursive: true });
      await removed;
      assert.deepEqual(await here.childrenOf(undefined), []);
    } finally {
      here.dispose();
      rmSync(path.dirname(folder), { recursive: true, force: true });
    }
  });

  it('hears of a backtest that was made elsewhere, of a run that is unfolded or shown', async () => {
    const [unfolded, visible] = [write('a', {}), write('b', {})];
    const heard = new EventEmitter();
    const keen = createRunsView({ homes: () => [home()], shown: () => ({ folder: visible, run: recordedRun() }), changed: () => heard.emit('changed'), lookEveryMs: 20, log });
    try {
      // What it looks at grows with what is unfolded.
      const grown = once(heard, 'changed');
      const [series] = await keen.childrenOf(undefined);
      const node = (await keen.childrenOf(series)).find((each) => each.type === 'run' && each.summary.folder === unfolded);
      await keen.childrenOf(node);
      await grown;
      for (const folder of [unfolded, visible]) {
        const told = once(heard, 'changed');
        await keepBacktest(folder, aBacktest());
        await told;
      }
      const facts = (await keen.childrenOf(node)).map((fact) => keen.itemOf(fact));
      assert.ok(facts.some(({ label, description }) => label === 'Backtest' && description === 'Mine, 1 trade, −0.10%'));
    } finally {
      keen.dispose();
    }
  });

  it('is in the side bar', async () => {
    await vscode.commands.executeCommand('llmSignals.runs.focus');
    assert.ok((await vscode.commands.getCommands(true)).includes(commandIds.openRun));
  });
});
