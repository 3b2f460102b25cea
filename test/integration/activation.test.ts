import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { commandIds, extensionId } from '../../src/host/commandIds.ts';

const extension = vscode.extensions.getExtension(extensionId)!;
const loaded = (bundle: string) => path.join(extension.extensionPath, 'dist', bundle) in require.cache;

// Mocha runs this file before those under host/, so nothing has used a command yet.
describe('activation', () => {
  it('happens at startup and loads only the small bundle', async () => {
    await extension.activate();
    assert.deepEqual([loaded('extension.js'), loaded('main.js')], [true, false]);
  });

  it('registers every command', async () => {
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(Object.values(commandIds).filter((id) => !registered.includes(id)), []);
  });

  it('loads the rest with the first command', async () => {
    await vscode.commands.executeCommand(commandIds.openPanel);
    assert.equal(loaded('main.js'), true);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
