import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { answerPlaces, indexAnswers } from '../../../../src/app/answers/answers.ts';
import { readRun } from '../../../../src/app/recorded/readRun.ts';
import { lockRun } from '../../../../src/app/run/writerLock.ts';
import { clearAnswers } from '../../../../src/host/runs/clearAnswers.ts';
import { createComparison } from '../../../../src/host/runs/comparison.ts';
import { exportAs } from '../../../../src/host/runs/exportRun.ts';
import { createRunActions } from '../../../../src/host/runs/runActions.ts';
import { createRunsView } from '../../../../src/host/runs/runsView.ts';
import { createSession } from '../../../../src/host/panel/session.ts';
import type { ToWebview } from '../../../../src/protocol/messages.ts';
import { temporaryHome } from '../../runsHome.ts';

describe('actions on recorded runs', () => {
  const log = vscode.window.createOutputChannel('Test of actions', { log: true });
  const { home, folderOf, run, write } = temporaryHome();
  let posted: ToWebview[] = [];
  const asked: string[] = [];
  let says = true;
  const touched: string[] = [];
  const touch = (folder: string) => Promise.resolve(void touched.push(folder));
  const confirm = (...words: readonly string[]) => Promise.resolve((asked.push(words.join(' ')), says));
  const open = () => {
    const session = createSession({ arrived: () => Promise.resolve(), post: (message) => posted.push(message), setTitle: () => undefined, setRun: () => undefined, afterRun: () => undefined, beforeShow: () => comparison.close(), log });
    const comparison = createComparison((message) => posted.push(message), () => []);
    const view = createRunsView({ homes: () => [home()], shown: () => session.shown(), changed: () => undefined, log });
    const actions = createRunActions({ view, session, comparison, homes: () => [home()], resumeShown: () => Promise.resolve(), batches: { collect: touch, cancel: touch, giveUp: touch }, revealPanel: () => undefined, showPanel: () => undefined, sayBusy: () => undefined, confirm });
    const nodes = async () => (await view.list()).map((summary) => ({ type: 'run', summary }));
    return { session, comparison, view, actions, nodes };
  };
  beforeEach(() => {
    posted = [];
    asked.length = 0;
    says = true;
  });
  after(() => log.dispose());

  it('shows a run', async () => {
    const folder = await run('one');
    const { actions, nodes, session } = open();
    await actions.open((await nodes())[0]);
    assert.equal(session.shown()?.folder, folder);
    assert.deepEqual(session.shown()?.records.length, (await readRun(folder)).records.length);
  });

  it('shows one whose process is gone as interrupted, so that it can be resumed', async () => {
    const folder = await run('one');
    const file = path.join(folder, 'run.json');
    await vscode.workspace.fs.writeFile(vscode.Uri.file(file), Buffer.from(readFileSync(file, 'utf8').replace('"finished"', '"running"')));
    const { session } = open();
    await session.open(folder);
    assert.deepEqual([session.shown()?.run.state, session.shown()?.run.reason], ['stopped', 'The run was interrupted.']);
    const unlock = await lockRun(folder);
    await session.open(folder);
    assert.deepEqual([session.shown()?.run.state, session.shown()?.notice?.severity], ['running', 'info']);
    await unlock();
  });

  it('works on the run that waits for a batch: the one called on, else the only one', async () => {
    const folder = write('out', { state: 'paused', reason: 'Waiting.', waiting: { batches: 1, done: 0, total: 4 } });
    const other = write('other', { state: 'paused', reason: 'No key.' });
    const { actions, nodes } = open();
    assert.deepEqual((await nodes()).map(({ summary }) => 'state' in summary && summary.state).sort(), ['paused', 'waiting']);
    await actions.collectBatch();
    await actions.cancelBatch((await nodes()).find(({ summary }) => summary.folder === other));
    await actions.giveUpBatch(folder);
    assert.deepEqual(touched, [folder, other, folder]);
  });

  it('lays runs side by side, until another run is shown', async () => {
    await run('one');
    await run('two', { gates: { entry: 'rsi < 40' } });
    const { actions, comparison, nodes, session } = open();
    const both = await nodes();
    await actions.compare(both[0], both);
    const message = posted.find((each) => each.type === 'comparison');
    assert.deepEqual(message?.comparison?.runs.map(({ letter, folder }) => [letter, folder]), [['A', folderOf('two')], ['B', folderOf('one')]]);
    assert.equal(message?.comparison?.series.pair, 'SAMPLE/USDT');
    assert.deepEqual(comparison.snapshot(), [message]);
    await session.open(folderOf('one'));
    assert.deepEqual([comparison.snapshot(), posted.filter(({ type }) => type === 'comparison').at(-1)], [[], { type: 'comparison', comparison: null }]);
  });

  it('refuses to compare a run where there is no other of its kind', async () => {
    await run('one');
    const { actions, nodes } = open();
    await assert.rejects(actions.compare((await nodes())[0]), { code: 'run-differs' });
  });

  it('deletes a run after asking, keeps its answers, and shows it no more', async () => {
    const folder = await run('one');
    const { records } = await readRun(folder);
    const { actions, nodes, session } = open();
    await session.open(folder);
    says = false;
    await actions.delete((await nodes())[0]);
    assert.ok(existsSync(folder));
    says = true;
    await actions.delete((await nodes())[0]);
    assert.equal(existsSync(folder), false);
    assert.equal(session.shown(), undefined);
    assert.match(asked[0]!, /^Delete the run of SAMPLE\/USDT 5m with technical-rules-1 \(\d+(\.\d)? KB\)\?/);
    assert.equal((await indexAnswers(answerPlaces(home().root))).size, new Set(records.map(({ key }) => key)).size);
  });

  it('clears the answers of deleted runs, naming how many and how large', async () => {
    const { records } = await readRun(await run('one'));
    await run('two', { gates: { entry: 'rsi < 20' } });
    const { actions, nodes, view } = open();
    await actions.delete((await nodes()).find(({ summary }) => summary.folder === folderOf('one')));
    await clearAnswers([home()], view, confirm);
    assert.match(asked[1]!, new RegExp(`^Delete ${records.length} answers of deleted runs \\(.* KB\\)\\? .* 1 run hold`));
    assert.deepEqual(readdirSync(path.join(home().home, 'answers')), []);
    assert.ok(existsSync(folderOf('two')));
  });

  it('exports a run where the user says', async () => {
    const folder = await run('one');
    for (const [format, extension] of [['csv', 'csv'], ['html', 'html'], ['bundle', 'jsonl']] as const) {
      const file = vscode.Uri.file(path.join(home().root, `run.${extension}`));
      await exportAs(folder, format, extension, { extensionUri: vscode.extensions.getExtension('llm-signals.llm-signals')!.extensionUri, pickFile: () => Promise.resolve(file), log });
      assert.ok(readFileSync(file.fsPath, 'utf8').includes('SAMPLE') || format === 'csv');
    }
    assert.equal(readFileSync(path.join(home().root, 'run.csv'), 'utf8').trimEnd().split('\n').length, (await readRun(folder)).records.length + 1);
  });
});
