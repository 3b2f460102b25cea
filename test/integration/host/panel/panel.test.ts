import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import * as vscode from 'vscode';
import { extensionId } from '../../../../src/host/commandIds.ts';
import { createPanel, type Panel } from '../../../../src/host/panel/panel.ts';

describe('createPanel', () => {
  const { extensionUri } = vscode.extensions.getExtension(extensionId)!;
  const log = vscode.window.createOutputChannel('Test of panels', { log: true });
  const asked = new EventEmitter();
  let panel: Panel;
  const open = () =>
    createPanel(extensionUri, {
      snapshot: () => {
        asked.emit('snapshot');
        return [{ type: 'empty', sample: 'a sample' }];
      },
      onIntent: () => Promise.resolve(),
      log,
    });

  afterEach(async () => {
    panel.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => log.dispose());

  it('gives the real webview the whole state once it is ready', async () => {
    panel = open();
    const ready = once(asked, 'snapshot');
    panel.reveal();
    await ready;
  });

  it('gives it again after it was hidden', async () => {
    panel = open();
    const first = once(asked, 'snapshot');
    panel.reveal();
    await first;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'in front' }));
    const second = once(asked, 'snapshot');
    panel.reveal();
    await second;
  });

  it('opens again after it was closed, under its title', async () => {
    panel = open();
    const first = once(asked, 'snapshot');
    panel.reveal();
    panel.setTitle('Signals: BTC/USDT 5m');
    await first;
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const second = once(asked, 'snapshot');
    panel.reveal();
    await second;
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Signals: BTC/USDT 5m');
  });
});
