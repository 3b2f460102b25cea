import assert from 'node:assert/strict';
import { createKeys } from '../../../../src/host/providers/keys.ts';
import { memorySecrets } from '../../memorySecrets.ts';

const anthropic = 'https://api.anthropic.com';
const environment = { ANTHROPIC_API_KEY: 'from-the-environment', GROQ_API_KEY: 'groq', OPENAI_API_KEY: '' };

describe('createKeys', () => {
  it('keeps a key for its origin and gives it for no other', async () => {
    const { secrets, stored } = memorySecrets();
    const keys = createKeys(secrets, {});
    await keys.store(anthropic, 'secret');
    assert.deepEqual([await keys.keyFor(anthropic), await keys.keyFor('https://api.anthropic.com.example.com'), await keys.keyFor('http://api.anthropic.com')], ['secret', undefined, undefined]);
    assert.deepEqual([...stored], [[`key:${anthropic}`, 'secret']]);
    await keys.remove(anthropic);
    assert.equal(await keys.keyFor(anthropic), undefined);
  });

  it('takes the key of a public API from the environment when none is stored, and says so', async () => {
    const keys = createKeys(memorySecrets().secrets, environment);
    assert.deepEqual([await keys.keyFor(anthropic), await keys.sourceOf(anthropic)], ['from-the-environment', { type: 'environment', variable: 'ANTHROPIC_API_KEY' }]);
    assert.equal(await keys.keyFor('https://api.groq.com'), 'groq');
    assert.deepEqual(await keys.sourceOf('https://api.openai.com'), { type: 'none' });
    await keys.store(anthropic, 'stored');
    assert.deepEqual([await keys.keyFor(anthropic), await keys.sourceOf(anthropic)], ['stored', { type: 'stored' }]);
  });

  it('gives the environment’s key to no other address', async () => {
    const keys = createKeys(memorySecrets().secrets, { ...environment, LLM_SIGNALS_COMPATIBLE_KEY: 'custom' });
    for (const origin of ['http://127.0.0.1:8000', 'https://proxy.example.com', 'http://localhost:11434', 'https://api.groq.com:444']) {
      assert.equal(await keys.keyFor(origin), undefined);
    }
  });
});
