import assert from 'node:assert/strict';
import { createProvider } from '../../../../src/app/provider/createProvider.ts';
import type { ProviderSettings } from '../../../../src/app/provider/providerSettings.ts';
import { settingsFor, toolsWith } from '../../../fixtures/providerSettings.ts';

describe('createProvider', () => {
  const refusals: readonly (readonly [string, ProviderSettings, string, RegExp])[] = [
    ['no provider has that name', settingsFor('oracle'), 'provider-unknown', /There is no provider "oracle"\./],
    ['there is no key', settingsFor('anthropic'), 'provider-no-key', /^anthropic has no key\./],
    ['a preset has no key', settingsFor('openai-compatible', { models: { 'openai-compatible': 'm' }, openaiCompatible: { preset: 'deepseek', baseUrl: '', structuredMode: '' } }), 'provider-no-key', /^deepseek has no key\./],
    ['no model is named', settingsFor('openai-compatible', { openaiCompatible: { preset: 'ollama', baseUrl: '', structuredMode: '' } }), 'provider-misconfigured', /needs the exact id of a model/],
    ['there is no address', settingsFor('backend'), 'provider-misconfigured', /^backend has no address\./],
    ['the address is no URL', settingsFor('backend', { backend: { url: 'file:///etc', provider: '' } }), 'provider-misconfigured', /no http or https URL/],
    ['a consensus has one member', settingsFor('consensus', { consensus: { members: ['rules', 'rules'], weights: {} } }), 'provider-misconfigured', /at least two different/],
    ['a consensus contains itself', settingsFor('consensus', { consensus: { members: ['rules', 'consensus'], weights: {} } }), 'provider-misconfigured', /at least two different/],
    ["VS Code's models are asked outside VS Code", settingsFor('vscode'), 'provider-misconfigured', /only inside VS Code/],
  ];
  for (const [why, settings, code, message] of refusals) {
    it(`says what is wrong when ${why}`, () => assert.rejects(() => createProvider(settings, toolsWith()), { code, message }));
  }

  it('sends no key over a connection that others can read', async () => {
    const settings = settingsFor('anthropic', { baseUrls: { anthropic: 'http://models.example.com' } });
    await assert.rejects(() => createProvider(settings, toolsWith({ anthropic: 'sk-secret' })), ({ code, message }: { code: string; message: string }) => code === 'provider-misconfigured' && !message.includes('sk-secret'));
    assert.equal((await createProvider(settingsFor('anthropic', { baseUrls: { anthropic: 'http://127.0.0.1:9' } }), toolsWith({ anthropic: 'sk-secret' }))).id, 'anthropic');
  });

  it('asks for a key by the origin it is sent to', async () => {
    const asked: string[] = [];
    const tools = { ...toolsWith(), keyFor: (provider: string, origin: string) => (asked.push(`${provider} ${origin}`), Promise.resolve('k')) };
    await createProvider(settingsFor('anthropic'), tools);
    await createProvider(settingsFor('openai', { baseUrls: { openai: 'https://gateway.example.com/v1/' } }), tools);
    assert.deepEqual(asked, ['anthropic https://api.anthropic.com', 'openai https://gateway.example.com']);
  });

  it('asks the usual model unless another is named', async () => {
    const tools = toolsWith({ anthropic: 'k', openai: 'k' });
    const models = [settingsFor('anthropic'), settingsFor('openai'), settingsFor('openai', { models: { openai: 'gpt-6-sol' } })].map(async (settings) => (await createProvider(settings, tools)).model);
    assert.deepEqual(await Promise.all(models), ['claude-haiku-5-5', 'gpt-6-luna', 'gpt-6-sol']);
  });

  it('lets members of a consensus vote', async () => {
    const { model, id } = await createProvider(settingsFor('consensus', { consensus: { members: ['rules', 'anthropic'], weights: { anthropic: 2 } } }), toolsWith({ anthropic: 'k' }));
    assert.deepEqual([id, model], ['consensus', 'technical-rules-1 + claude-haiku-5-5']);
  });
});
