import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { commandIds } from '../../../../src/host/commandIds.ts';

const folder = vscode.workspace.workspaceFolders![0]!.uri;

describe('problems of a candle file', () => {
  const uri = vscode.Uri.joinPath(folder, 'BAD_USDT-5m.csv');
  const copy = vscode.Uri.joinPath(folder, 'BAD_USDT-5m-repaired.csv');
  const text = [
    'date,open,high,low,close,volume',
    '2024-01-01T00:00Z,1,3,0.5,2,10',
    '2024-01-01T00:05Z,1,3,x,2,10',
    '2024-01-01T00:10Z,1,3,0.5,2,10',
    '2024-01-01T00:15Z,1,3,0.5,2,10',
    '',
  ].join('\n');

  beforeEach(async () => {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await vscode.commands.executeCommand(commandIds.runSignals, uri);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    [uri.fsPath, copy.fsPath, path.join(folder.fsPath, '.llm-signals')].forEach((file) => rmSync(file, { recursive: true, force: true }));
  });

  const own = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'LLM Signals');

  it('stand on the line and the value they are about', () => {
    const dropped = own().find(({ message }) => message.includes('not a finite number'));
    assert.deepEqual([dropped?.range.start.line, dropped?.range.start.character, dropped?.range.end.character, dropped?.severity], [2, 22, 23, vscode.DiagnosticSeverity.Error]);
    assert.ok(own().some(({ message }) => message.includes('missing after 2024-01-01T00:00:00Z')));
  });

  it('can be fixed by a repaired copy, which has none; the file stays as it is', async () => {
    await vscode.workspace.openTextDocument(uri);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, own()[0]!.range);
    const fix = actions.find(({ title }) => title === 'Write a Repaired Copy');
    assert.ok(fix?.command);
    await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments as unknown[]));
    assert.equal(readFileSync(uri.fsPath, 'utf8'), text);
    assert.ok(existsSync(copy.fsPath));
    const { series } = await openCandles(copy.fsPath);
    assert.deepEqual([series.problems, series.length, series.pair, series.timeframe], [[], 4, 'BAD/USDT', '5m']);
  });
});
