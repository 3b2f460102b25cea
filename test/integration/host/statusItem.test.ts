import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createHealthCheck } from '../../../src/host/healthCheck.ts';
import type { Status } from '../../../src/host/status.ts';
import { paintStatus } from '../../../src/host/statusItem.ts';

const at = new Date(2026, 10, 23, 14, 2, 51);
const health = { provider: 'rules', model: 'technical-rules-1', checks: { reachable: null, key: null, answers: true, schema: true }, latencyMs: 0.2, error: null };

describe('paintStatus', () => {
  const item = vscode.window.createStatusBarItem('test', vscode.StatusBarAlignment.Left);
  after(() => item.dispose());

  const states: readonly (readonly [Status, string, string])[] = [
    [{ type: 'unchecked', provider: 'rules' }, '$(circle-outline) LLM rules', 'LLM Signals: rules, not checked yet'],
    [{ type: 'checking', provider: 'rules' }, '$(loading~spin) LLM rules', 'LLM Signals: checking rules'],
    [{ type: 'ready', health, at }, '$(pass) LLM rules', 'LLM Signals: rules is ready'],
    [{ type: 'unavailable', provider: 'oracle', error: 'gone', at }, '$(error) LLM oracle', 'LLM Signals: oracle is unavailable'],
    [{ type: 'running', provider: 'rules', title: 'BTC/USDT 5m', done: 3, total: 9, failed: 0, usd: 0 }, '$(sync~spin) LLM 3/9', 'LLM Signals: 3 of 9 answered'],
  ];
  for (const [status, text, spoken] of states) {
    it(`shows and speaks ${status.type}`, () => {
      paintStatus(item, status);
      assert.deepEqual([item.text, item.accessibilityInformation?.label], [text, spoken]);
    });
  }

  it('gives facts and links in the tooltip, and lets only those commands run', () => {
    paintStatus(item, { type: 'ready', health, at });
    const tooltip = item.tooltip as vscode.MarkdownString;
    assert.match(tooltip.value, /Model: technical.*rules.*1/);
    assert.match(tooltip.value, /\$\(dash\) Key {2}\$\(check\) Answers/);
    assert.match(tooltip.value, /\[Check Health\]\(command:llmSignals\.checkHealth\)/);
    assert.deepEqual((tooltip.isTrusted as { enabledCommands: string[] }).enabledCommands, ['llmSignals.runSignals', 'llmSignals.checkHealth', 'llmSignals.showLog']);
  });

  it('shows an error as text, whatever it holds', () => {
    paintStatus(item, { type: 'unavailable', provider: 'rules', error: '[x](command:evil) <b>', at });
    const { value } = item.tooltip as vscode.MarkdownString;
    assert.ok(!value.includes('[x](command:evil)') && !value.includes('<b>'));
  });
});

describe('createHealthCheck', () => {
  const log = vscode.window.createOutputChannel('Test of health', { log: true });
  const configuration = vscode.workspace.getConfiguration('llmSignals');
  after(async () => {
    await configuration.update('provider', undefined, vscode.ConfigurationTarget.Global);
    log.dispose();
  });

  it('goes from checking to ready for the rules', async () => {
    const statuses: Status[] = [];
    await createHealthCheck((status) => statuses.push(status), log).check();
    assert.deepEqual(statuses.map(({ type }) => type), ['checking', 'ready']);
  });

  it('is unavailable, with the reason, for a provider that does not exist', async () => {
    await configuration.update('provider', 'oracle', vscode.ConfigurationTarget.Global);
    const status = await createHealthCheck(() => undefined, log).check();
    assert.equal(status.type === 'unavailable' ? status.error : '', 'There is no provider "oracle". Choose one of: rules.');
  });
});
