import assert from 'node:assert/strict';
import { createProvider } from '../../../../src/app/provider/createProvider.ts';
import { goOnWhere, setupOf } from '../../../../src/app/provider/providerSetup.ts';
import type { ProviderSettings } from '../../../../src/app/provider/providerSettings.ts';
import { settingsFor, toolsWith } from '../../../fixtures/providerSettings.ts';

const hint = (provider: string, address: string) => `Give ${provider} ${address}.`;
const goOn = (settings: ProviderSettings, before: ProviderSettings, keys: { readonly [provider: string]: string } = {}, given: readonly string[] = []) =>
  goOnWhere(settings, setupOf(before)!, given, toolsWith(keys).keyFor, hint);
const compatible = (baseUrl: string, preset: ProviderSettings['openaiCompatible']['preset'] = 'custom') => settingsFor('openai-compatible', { models: { 'openai-compatible': 'm' }, openaiCompatible: { preset, baseUrl, structuredMode: '' } });

describe('what a run remembers of its provider', () => {
  it('is recorded with the run, without what may be a secret', async () => {
    const { setup } = await createProvider(compatible('https://models.example.com/secret/v1?key=s3cret'), toolsWith());
    assert.deepEqual(setup, { addresses: { 'openai-compatible': 'https://models.example.com' }, preset: 'custom', structured: 'json', backend_provider: null, members: [] });
    assert.deepEqual(setupOf(settingsFor('backend', { backend: { url: 'http://127.0.0.1:8000/t/t0ken', provider: 'openai' } })), { addresses: { backend: 'http://127.0.0.1:8000' }, preset: null, structured: null, backend_provider: 'openai', members: [] });
    assert.equal(setupOf(settingsFor('rules')), undefined);
  });

  it('names who votes, with their models and weights', () => {
    const setup = setupOf(settingsFor('consensus', { models: { openai: 'gpt-6-sol' }, consensus: { members: ['rules', 'anthropic', 'openai'], weights: { openai: 2 } } }));
    assert.deepEqual(setup?.members, [{ provider: 'rules', model: null, weight: 1 }, { provider: 'anthropic', model: 'claude-haiku-5-5', weight: 1 }, { provider: 'openai', model: 'gpt-6-sol', weight: 2 }]);
    assert.deepEqual(setup.addresses, { anthropic: 'https://api.anthropic.com', openai: 'https://api.openai.com' });
  });

  it('leaves settings alone that name the same place', async () => {
    for (const settings of [settingsFor('anthropic'), settingsFor('openai', { baseUrls: { openai: 'https://gateway.example.com/v1/' } }), compatible('', 'deepseek'), compatible('http://localhost:9/v1')]) {
      assert.equal(await goOn(settings, settings, { [settings.provider]: 'k' }), settings);
    }
  });

  const keyed = { anthropic: 'k', 'openai-compatible': 'k', backend: 'k' };
  const elsewhere: readonly (readonly [string, ProviderSettings, ProviderSettings, { readonly [provider: string]: string }])[] = [
    ['a gateway instead of the public API', settingsFor('anthropic'), settingsFor('anthropic', { baseUrls: { anthropic: 'https://gateway.example.com' } }), keyed],
    ['the public API instead of a gateway', settingsFor('anthropic', { baseUrls: { anthropic: 'https://gateway.example.com' } }), settingsFor('anthropic'), keyed],
    ['a server elsewhere, without a key too', compatible(''), compatible('https://models.example.com/v1'), {}],
    ['a server of this machine that would get a key', compatible(''), compatible('http://localhost:9/v1'), keyed],
    ['a member elsewhere', settingsFor('consensus', { consensus: { members: ['rules', 'anthropic'], weights: {} } }), settingsFor('consensus', { baseUrls: { anthropic: 'https://gateway.example.com' }, consensus: { members: ['rules', 'anthropic'], weights: {} } }), keyed],
  ];
  for (const [what, now, before, keys] of elsewhere) {
    it(`never decides where something is sent: ${what}`, async () => {
      await assert.rejects(goOn(now, before, keys), ({ code, message, hint: said }: { code: string; message: string; hint: string }) => code === 'provider-misconfigured' && message.startsWith('This run asked ') && said.startsWith('Give '));
      assert.equal(await goOn(now, before, keys, ['anthropic', 'openai-compatible', 'backend']), now);
    });
  }

  it('goes on at a server of this machine that gets no key, and at the server of a preset', async () => {
    assert.equal((await goOn(compatible(''), compatible('http://127.0.0.1:9/v1/'))).openaiCompatible.baseUrl, 'http://127.0.0.1:9/v1');
    assert.equal((await goOn(settingsFor('backend'), settingsFor('backend', { backend: { url: 'http://localhost:8000', provider: '' } }))).backend.url, 'http://localhost:8000');
    assert.equal((await goOn(compatible('https://mine.example.com', 'deepseek'), compatible('', 'deepseek'), keyed)).openaiCompatible.baseUrl, '');
  });

  it('is not about those who are not asked any more, nor about what is no address', async () => {
    const before = settingsFor('consensus', { baseUrls: { anthropic: 'https://gateway.example.com' }, consensus: { members: ['rules', 'anthropic'], weights: {} } });
    const now = settingsFor('consensus', { consensus: { members: ['rules', 'openai'], weights: {} } });
    assert.equal(await goOn(now, before, keyed), now);
    assert.equal(await goOnWhere(settingsFor('anthropic'), { addresses: { anthropic: '\u001b[2Jnot an address' } }, [], toolsWith(keyed).keyFor, hint).then(({ provider }) => provider), 'anthropic');
  });
});
