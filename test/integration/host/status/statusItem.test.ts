import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { HealthStatus, RunStatus, Status } from '../../../../src/host/status/status.ts';
import { paintStatus } from '../../../../src/host/status/statusItem.ts';

const at = new Date(2026, 10, 23, 14, 2, 51);
const health = { provider: 'anthropic', model: 'claude-haiku-5-5', checks: { reachable: true, key: true, answers: null, schema: null }, latencyMs: 180, error: null };
const ready: HealthStatus = { type: 'ready', provider: 'anthropic', health, at, keyFrom: null };
const unavailable: HealthStatus = { type: 'unavailable', provider: 'anthropic', health: { ...health, checks: { ...health.checks, reachable: false, key: null } }, error: '529 overloaded', since: at, nextCheck: new Date(2026, 10, 23, 14, 3, 1) };
const degraded: HealthStatus = { type: 'degraded', provider: 'anthropic', health, at, keyFrom: null, error: 'The last question failed: 500', lacksKey: false };
const running: RunStatus = { type: 'running', title: 'BTC/USDT 5m, claude-haiku-5-5', done: 3, total: 9, failed: 1, usd: 0.456, budgetUsd: 2 };
const paused: RunStatus = { type: 'paused', provider: 'anthropic', waiting: 143 };

describe('paintStatus', () => {
  const item = vscode.window.createStatusBarItem('test', vscode.StatusBarAlignment.Left);
  const paint = (status: Partial<Status>) => paintStatus(item, { health: ready, run: { type: 'idle' }, backend: null, ...status });
  const tooltip = () => (item.tooltip as vscode.MarkdownString).value.replaceAll(/&nbsp;|\\/g, (escaped) => (escaped === '&nbsp;' ? ' ' : ''));
  after(() => item.dispose());

  const states: readonly (readonly [string, Partial<Status>, string, string])[] = [
    ['what was not checked', { health: { type: 'unchecked', provider: 'rules' } }, '$(circle-outline) LLM rules', 'LLM Signals: rules, not checked yet'],
    ['a check', { health: { type: 'checking', provider: 'rules' } }, '$(loading~spin) LLM rules', 'LLM Signals: checking rules'],
    ['a provider that is ready', {}, '$(pass) LLM anthropic', 'LLM Signals: anthropic is ready'],
    ['one that failed last', { health: degraded }, '$(warning) LLM anthropic', 'LLM Signals: anthropic is degraded'],
    ['one without a key', { health: { ...degraded, lacksKey: true } }, '$(warning) LLM anthropic', 'LLM Signals: anthropic needs a key'],
    ['one that is unavailable', { health: unavailable }, '$(error) LLM anthropic', 'LLM Signals: anthropic is unavailable'],
    ['a run', { run: running }, '$(sync~spin) LLM 3/9', 'LLM Signals: 3 of 9 answered'],
    ['a run that waits for a batch', { batches: { runs: 1, done: 12, total: 232 } }, '$(pass) LLM anthropic  $(watch) 12/232', 'LLM Signals: anthropic is ready, a run waits for a batch, 12 of 232 done'],
    ['a run that waits', { health: unavailable, run: paused }, '$(error) LLM anthropic', 'LLM Signals: anthropic is unavailable, the run is paused'],
  ];
  for (const [name, status, text, spoken] of states) {
    it(`shows and speaks ${name}`, () => {
      paint(status);
      assert.deepEqual([item.text, item.accessibilityInformation?.label], [text, spoken]);
    });
  }

  it('warns by its colour only while a run waits for a provider that is not well', () => {
    const warns = (status: Partial<Status>) => {
      paint(status);
      return item.backgroundColor !== undefined;
    };
    assert.deepEqual([{ health: unavailable }, { health: unavailable, run: paused }, { health: degraded, run: paused }, { run: paused }, { health: unavailable, run: running }].map(warns), [false, true, true, false, false]);
  });

  it('gives facts and links in the tooltip, and lets only those commands run', () => {
    paint({});
    assert.match(tooltip(), /Model: claude-haiku-5-5/);
    assert.match(tooltip(), /Reached: in 180 ms/);
    assert.match(tooltip(), /\$\(check\) Reachable {2}\$\(check\) Key {2}\$\(dash\) Answers/);
    assert.match(tooltip(), /\[Check Health\]\(command:llmSignals\.checkHealth\)/);
    assert.deepEqual(((item.tooltip as vscode.MarkdownString).isTrusted as { enabledCommands: string[] }).enabledCommands, ['llmSignals.runSignals', 'llmSignals.checkHealth', 'llmSignals.showLog']);
  });

  it('says what a run costs of its budget, and what waits', () => {
    paint({ run: running });
    assert.match(tooltip(), /Cost: \$0\.46 of \$2\.00 budget/);
    paint({ run: { ...running, usd: null } });
    assert.match(tooltip(), /Cost: unknown of \$2\.00 budget/);
    paint({ run: { ...running, usd: 0, budgetUsd: null } });
    assert.match(tooltip(), /Cost: free/);
    paint({ health: unavailable, run: paused });
    assert.match(tooltip(), /Waiting: 143 questions, the run is paused/);
    assert.match(tooltip(), /\[Resume\]\(command:llmSignals\.resumeRun\)/);
    assert.doesNotMatch(tooltip(), /setApiKey/);
    paint({ health: { ...degraded, lacksKey: true }, run: paused });
    assert.match(tooltip(), /\[Set API Key…\]\(command:llmSignals\.setApiKey\)/);
  });

  it('says that the backend runs, where a key comes from, and when it is checked again', () => {
    paint({ health: { ...ready, keyFrom: 'the environment, ANTHROPIC_API_KEY' }, backend: { address: '127.0.0.1:8000', needsToken: true } });
    assert.match(tooltip(), /Key: from the environment, ANTHROPIC_API_KEY/);
    assert.match(tooltip(), /Backend: 127\.0\.0\.1:8000, running {2}\n/);
    paint({ health: unavailable, backend: { address: '127.0.0.1:8000', needsToken: false } });
    assert.match(tooltip(), /running without a token/);
    assert.match(tooltip(), /Next check: 14:03:01/);
    assert.match(tooltip(), /\$\(close\) Reachable {2}\$\(dash\) Key/);
  });

  it('says what a check is about to cost', () => {
    for (const [usd, words] of [[0.00052, 'about $0.0005'], [0, 'free'], [null, 'price unknown']] as const) {
      paint({ health: { type: 'checking', provider: 'anthropic', usd } });
      assert.ok(tooltip().includes(`Asking: one small question, ${words}`));
    }
  });

  it('shows an error as text, whatever it holds', () => {
    paint({ health: { ...unavailable, error: '[x](command:evil) <b>' } });
    const { value } = item.tooltip as vscode.MarkdownString;
    assert.ok(!value.includes('[x](command:evil)') && !value.includes('<b>'));
  });
});
