import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createKeys } from '../../../../src/host/providers/keys.ts';
import { createProviderAccess } from '../../../../src/host/providers/providerAccess.ts';
import { withChoice, writeChoice } from '../../../../src/host/providers/providerChoice.ts';
import { readSettings, settingKeys } from '../../../../src/host/settings.ts';
import { memorySecrets } from '../../memorySecrets.ts';

const configuration = () => vscode.workspace.getConfiguration('llmSignals');
const written = ['provider', 'anthropic.model', 'anthropic.baseUrl', 'openaiCompatible.preset', 'openaiCompatible.baseUrl', 'openaiCompatible.model', 'backend.url', 'consensus.members', 'vscode.model', 'models'];

describe('the choice of a provider', () => {
  const { secrets } = memorySecrets();
  const keys = createKeys(secrets, {});
  const access = createProviderAccess(keys, { onDidChange: () => ({ dispose: () => undefined }), canSendRequest: () => true });
  const chosen = async () => {
    const { id, model } = await access.open(readSettings().answers);
    return `${id} ${model}`;
  };

  afterEach(async () => {
    for (const key of written) {
      await configuration().update(key, undefined, vscode.ConfigurationTarget.Global);
      await configuration().update(key, undefined, vscode.ConfigurationTarget.Workspace).then(undefined, () => undefined);
    }
  });

  it('is the rules, with the defaults of the manifest, before anything is chosen', async () => {
    const { answers, budgetUsd, concurrency, ownBackend } = readSettings();
    assert.equal(await chosen(), 'rules technical-rules-1');
    assert.deepEqual([answers.models['anthropic'], answers.models['openai'], answers.timeoutMs, answers.requestsPerMinute, budgetUsd, concurrency], ['claude-haiku-5-5', 'gpt-6-luna', 60_000, null, 1, 4]);
    assert.deepEqual(ownBackend, { port: 8000, allowWithoutToken: false, perMinute: null });
  });

  it('reaches the provider through the settings', async () => {
    await keys.store('https://api.anthropic.com', 'secret');
    await writeChoice({ provider: 'anthropic', model: 'claude-sonnet-5-5' });
    assert.equal(await chosen(), 'anthropic claude-sonnet-5-5');
    await writeChoice({ provider: 'openai-compatible', preset: 'custom', baseUrl: 'http://127.0.0.1:9/v1', model: 'qwen3:14b' });
    assert.equal(await chosen(), 'openai-compatible qwen3:14b');
    await writeChoice({ provider: 'vscode', model: 'fake/two' });
    assert.equal(await chosen(), 'vscode fake/two');
    await writeChoice({ provider: 'consensus', members: ['rules', 'vscode'] });
    assert.match(await chosen(), /^consensus /);
    await writeChoice({ provider: 'backend', backendUrl: 'http://127.0.0.1:9' });
    assert.match(await chosen(), /^backend /);
    await writeChoice({ provider: 'rules' });
    assert.equal(await chosen(), 'rules technical-rules-1');
  });

  it('is the same for one run as when it is written', async () => {
    const choice = { provider: 'openai-compatible', preset: 'groq', baseUrl: '', model: 'some-model' } as const;
    const once = withChoice(readSettings().answers, choice);
    await writeChoice(choice);
    assert.deepEqual(once, readSettings().answers);
  });

  it('is written where the setting is in force', async () => {
    await configuration().update(settingKeys.provider, 'openai', vscode.ConfigurationTarget.Workspace);
    await writeChoice({ provider: 'anthropic', model: 'claude-opus-5-5' });
    const provider = configuration().inspect<string>(settingKeys.provider);
    assert.deepEqual([provider?.workspaceValue, provider?.globalValue], ['anthropic', undefined]);
    assert.equal(configuration().inspect(settingKeys.anthropicModel)?.globalValue, 'claude-opus-5-5');
  });

  it('sends no key of one address to another, and none without encryption', async () => {
    await keys.store('https://api.anthropic.com', 'secret');
    await writeChoice({ provider: 'anthropic', model: 'claude-opus-5-5' });
    await configuration().update(settingKeys.anthropicBaseUrl, 'https://elsewhere.example.com', vscode.ConfigurationTarget.Global);
    await assert.rejects(chosen(), { code: 'provider-no-key', hint: 'Set it with LLM Signals: Set API Key….' });
    await keys.store('http://elsewhere.example.com', 'secret');
    await configuration().update(settingKeys.anthropicBaseUrl, 'http://elsewhere.example.com', vscode.ConfigurationTarget.Global);
    await assert.rejects(chosen(), { code: 'provider-misconfigured' });
  });

  it('names a price that is none', async () => {
    await configuration().update(settingKeys.models, { 'qwen3:14b': { input: 'cheap' } }, vscode.ConfigurationTarget.Global);
    await assert.rejects(chosen(), { code: 'prices-invalid', message: /llmSignals\.models: qwen3:14b, input/ });
  });
});
