import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readRun } from '../../../../src/app/recorded/readRun.ts';
import { commandIds, panelViewType } from '../../../../src/host/commandIds.ts';
import { readCandleBytes } from '../../../../src/host/candles/readCandleBytes.ts';

const folder = vscode.workspace.workspaceFolders![0]!.uri;
const candles = vscode.Uri.joinPath(folder, 'SAMPLE_USDT-5m.csv');
const runs = path.join(folder.fsPath, '.llm-signals', 'runs');
const signalTabs = () =>
  vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(panelViewType));

describe('Run Signals on Candles…', () => {
  afterEach(async () => {
    rmSync(path.join(folder.fsPath, '.llm-signals'), { recursive: true, force: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('runs on a file of the Explorer, records it in the workspace and shows it', async () => {
    await vscode.commands.executeCommand(commandIds.runSignals, candles, [candles]);
    const [run] = readdirSync(runs);
    const recorded = await readRun(path.join(runs, run!));
    assert.deepEqual([recorded.run.state, recorded.run.series.file, recorded.run.series.pair], ['finished', 'SAMPLE_USDT-5m.csv', 'SAMPLE/USDT']);
    assert.ok(recorded.records.length > 10);
    assert.deepEqual(signalTabs().map(({ label }) => label), ['Signals: SAMPLE/USDT 5m']);
  });

  it('keeps one panel for all runs', async () => {
    await vscode.commands.executeCommand(commandIds.runSignals, candles);
    await vscode.commands.executeCommand(commandIds.runSignals, candles);
    assert.equal(readdirSync(runs).length, 2);
    assert.equal(signalTabs().length, 1);
  });

  it('records where the setting says', async () => {
    const configuration = vscode.workspace.getConfiguration('llmSignals', folder);
    await configuration.update('runs.folder', 'recorded', vscode.ConfigurationTarget.Workspace);
    try {
      await vscode.commands.executeCommand(commandIds.runSignals, candles);
      assert.equal(readdirSync(path.join(folder.fsPath, 'recorded')).length, 1);
    } finally {
      await configuration.update('runs.folder', undefined, vscode.ConfigurationTarget.Workspace);
      rmSync(path.join(folder.fsPath, 'recorded'), { recursive: true, force: true });
    }
  });

  it('asks what the gates of the settings let through, and puts their values into the question', async () => {
    const configuration = vscode.workspace.getConfiguration('llmSignals', folder);
    const wanted = { 'gate.entry': 'rsi < 40 and atr_14 > 0', 'gate.exit': '', marketData: { atr: 'atr_14' } };
    for (const [key, value] of Object.entries(wanted)) {
      await configuration.update(key, value, vscode.ConfigurationTarget.Workspace);
    }
    try {
      await vscode.commands.executeCommand(commandIds.runSignals, candles);
      const { run, records } = await readRun(path.join(runs, readdirSync(runs)[0]!));
      assert.deepEqual(run.settings.gates, { entry: 'rsi < 40 and atr_14 > 0', exit: null });
      assert.deepEqual(run.settings.market_data, { atr: 'atr_14' });
      assert.ok(records.length > 0 && records.every(({ question }) => typeof question.market_data['atr'] === 'number'));
    } finally {
      for (const key of Object.keys(wanted)) {
        await configuration.update(key, undefined, vscode.ConfigurationTarget.Workspace);
      }
    }
  });

  it('records nothing for a file that holds no candles', async () => {
    const notes = vscode.Uri.joinPath(folder, 'notes.csv');
    await vscode.workspace.fs.writeFile(notes, new TextEncoder().encode('a,b\n1,2\n'));
    await vscode.commands.executeCommand(commandIds.runSignals, notes);
    assert.throws(() => readdirSync(runs), { code: 'ENOENT' });
    assert.deepEqual(signalTabs(), []);
    await vscode.workspace.fs.delete(notes);
  });
});

describe('readCandleBytes', () => {
  it('reads an open file as the user sees it, unsaved changes included', async () => {
    const document = await vscode.workspace.openTextDocument(candles);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(candles, new vscode.Position(0, 0), '# ');
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    assert.match(new TextDecoder().decode(await readCandleBytes(candles)), /^# date,open/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    assert.match(readFileSync(candles.fsPath, 'utf8'), /^date,open/);
  });

  it('says which file cannot be read', async () => {
    await assert.rejects(() => readCandleBytes(vscode.Uri.joinPath(folder, 'missing.csv')), { code: 'candles-unreadable', message: /missing\.csv/ });
  });
});
