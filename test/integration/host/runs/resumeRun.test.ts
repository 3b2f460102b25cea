import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { setupOf } from '../../../../src/app/provider/providerSetup.ts';
import type { ProviderSettings } from '../../../../src/app/provider/providerSettings.ts';
import type { Run } from '../../../../src/core/run/summary.ts';
import { createKeys } from '../../../../src/host/providers/keys.ts';
import { createProviderAccess } from '../../../../src/host/providers/providerAccess.ts';
import { createSession } from '../../../../src/host/panel/session.ts';
import { answersOf, createResumeRun } from '../../../../src/host/runs/resumeRun.ts';
import { readRun } from '../../../../src/app/recorded/readRun.ts';
import { settingsFor } from '../../../fixtures/providerSettings.ts';
import { recordedRun } from '../../../fixtures/recordedRuns.ts';
import { memorySecrets } from '../../memorySecrets.ts';
import { temporaryHome } from '../../runsHome.ts';

describe('a run that broke off after its last answer', () => {
  const { run } = temporaryHome();

  it('is brought to its end by Resume', async () => {
    const folder = await run('a');
    const file = path.join(folder, 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"state": "finished"', '"state": "running"'));
    const log = vscode.window.createOutputChannel('Test of resuming', { log: true });
    const keys = createKeys(memorySecrets().secrets, {});
    const access = createProviderAccess(keys, { onDidChange: () => ({ dispose: () => undefined }), canSendRequest: () => false });
    const session = createSession({ arrived: () => Promise.resolve(), post: () => undefined, setTitle: () => undefined, setRun: () => undefined, afterRun: () => undefined, beforeShow: () => undefined, log });
    const no = () => Promise.reject(new Error('Nothing waits for a batch'));
    const { resume } = createResumeRun({ session, access, keys, handIn: no, follow: no, showPanel: () => undefined, collect: no, pick: no, log });
    await session.open(folder);
    assert.equal(session.shown()?.run.state, 'stopped');
    await resume();
    assert.equal((await readRun(folder)).run.state, 'finished');
    log.dispose();
  });
});

describe('the settings that a run goes on with', () => {
  const { secrets } = memorySecrets();
  const keys = createKeys(secrets, {});
  const configure = (key: string, value: unknown) => vscode.workspace.getConfiguration('llmSignals').update(key, value, vscode.ConfigurationTarget.Global);
  const ran = (settings: ProviderSettings): Run => {
    const run = recordedRun();
    return { ...run, settings: { ...run.settings, provider: settings.provider, model: settings.models[settings.provider] ?? '', setup: setupOf(settings) ?? null } };
  };
  const server = (baseUrl: string) => settingsFor('openai-compatible', { models: { 'openai-compatible': 'local' }, openaiCompatible: { preset: 'custom', baseUrl, structuredMode: 'text' } });
  afterEach(() => configure('openaiCompatible.baseUrl', undefined));

  it('are those it was set up with, whatever is chosen now', async () => {
    const consensus = await answersOf(ran(settingsFor('consensus', { models: { anthropic: 'claude-x' }, consensus: { members: ['rules', 'anthropic'], weights: { rules: 3 } } })), keys);
    assert.deepEqual([consensus.provider, consensus.consensus, consensus.models['anthropic']], ['consensus', { members: ['rules', 'anthropic'], weights: { rules: 3, anthropic: 1 } }, 'claude-x']);
    const local = await answersOf(ran(server('http://127.0.0.1:9/v1')), keys);
    assert.deepEqual([local.models['openai-compatible'], local.openaiCompatible], ['local', { preset: 'custom', baseUrl: 'http://127.0.0.1:9/v1', structuredMode: 'text' }]);
  });

  it('name no place where only the run says so, and the setting that does', async () => {
    const run = ran(server('https://models.example.com/v1'));
    await assert.rejects(answersOf(run, keys), { code: 'provider-misconfigured', hint: /llmSignals\.openaiCompatible\.baseUrl/ });
    await keys.store('http://127.0.0.1:9', 'k');
    await assert.rejects(answersOf(ran(server('http://127.0.0.1:9/v1')), keys), { code: 'provider-misconfigured' });
    await configure('openaiCompatible.baseUrl', 'https://models.example.com/v1');
    assert.equal((await answersOf(run, keys)).openaiCompatible.baseUrl, 'https://models.example.com/v1');
  });
});
