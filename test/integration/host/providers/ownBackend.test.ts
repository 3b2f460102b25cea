import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { createKeys } from '../../../../src/host/providers/keys.ts';
import { createOwnBackend, type OwnBackend } from '../../../../src/host/providers/ownBackend.ts';
import { createProviderAccess } from '../../../../src/host/providers/providerAccess.ts';
import { readSettings, type Settings } from '../../../../src/host/settings.ts';
import { startOwnBackend } from '../../../../src/host/providers/startOwnBackend.ts';
import type { BackendStatus } from '../../../../src/host/status/status.ts';
import { memorySecrets } from '../../memorySecrets.ts';

const workspace = vscode.workspace.workspaceFolders![0]!.uri;
const question = { market_data: { rsi: 25 }, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 };
const asking = { method: 'POST', body: JSON.stringify(question), headers: { 'content-type': 'application/json' } };

describe('createOwnBackend', () => {
  const log = vscode.window.createOutputChannel('Test of the backend', { log: true });
  const { secrets, stored } = memorySecrets();
  let port = 0;
  let allowWithoutToken = false;
  let statuses: (BackendStatus | null)[] = [];
  let backend: OwnBackend;
  const settings = (): Settings => ({ ...readSettings(), ownBackend: { port, allowWithoutToken, perMinute: null } });
  const open = () => {
    const access = createProviderAccess(createKeys(secrets, {}), { onDidChange: () => ({ dispose: () => undefined }), canSendRequest: () => false });
    return createOwnBackend({ secrets, settings, start: (now, token) => startOwnBackend(now, token, access, workspace, log), show: (status) => statuses.push(status), log });
  };
  const url = () => `http://${statuses.findLast((status) => status !== null)!.address}`;
  const post = (base: string) => fetch(`${base}/api/v1/strategies/llm`, asking);

  beforeEach(() => {
    [port, allowWithoutToken, statuses] = [0, false, []];
    backend = open();
  });
  afterEach(async () => {
    await backend.stop();
    rmSync(path.join(workspace.fsPath, '.llm-signals'), { recursive: true, force: true });
  });
  after(() => log.dispose());

  it('answers whoever shows the token, and records the answer', async () => {
    await backend.start();
    assert.deepEqual([statuses.length, statuses[0]?.needsToken], [1, true]);
    const token = stored.get('backend-token')!;
    assert.ok(token.length >= 32);
    assert.equal((await post(url())).status, 401);
    const answered = await post(`${url()}/t/${token}`);
    assert.deepEqual([answered.status, ((await answered.json()) as { decision: string }).decision], [200, 'BUY']);
    const folder = path.join(workspace.fsPath, '.llm-signals', 'answers');
    const [file] = readdirSync(folder);
    const lines = readFileSync(path.join(folder, file!), 'utf8');
    assert.match(lines, /"decision":"BUY"/);
    assert.ok(!lines.includes(token));
  });

  it('keeps its token from one start to the next', async () => {
    await backend.start();
    const token = stored.get('backend-token');
    await backend.stop();
    assert.deepEqual(statuses.at(-1), null);
    backend = open();
    await backend.start();
    assert.equal((await post(`${url()}/t/${token}`)).status, 200);
  });

  it('answers without a token only where the setting allows it', async () => {
    allowWithoutToken = true;
    await backend.start();
    assert.equal(statuses.at(-1)?.needsToken, false);
    assert.equal((await post(url())).status, 200);
  });

  it('starts anew when what it was started with changed, at the same place', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    port = (free.address() as AddressInfo).port;
    await new Promise((resolve) => free.close(resolve));
    await backend.start();
    allowWithoutToken = true;
    await backend.changed();
    assert.deepEqual(statuses.map((status) => status?.needsToken), [true, undefined, false]);
    assert.equal((await post(`http://127.0.0.1:${port}`)).status, 200);
    await backend.stop();
    await backend.changed();
    assert.equal(statuses.at(-1), null);
  });

  it('says which port is taken, and how to choose another', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    port = (taken.address() as AddressInfo).port;
    try {
      await assert.rejects(backend.start(), { code: 'port-taken', message: `Port ${port} is in use.`, hint: 'Stop what uses it, or change llmSignals.backend.port.' });
      assert.deepEqual(statuses, []);
    } finally {
      taken.close();
    }
  });

  it('does not start to ask itself', async () => {
    const own = settings();
    const access = createProviderAccess(createKeys(secrets, {}), { onDidChange: () => ({ dispose: () => undefined }), canSendRequest: () => false });
    const toItself = { ...own, answers: { ...own.answers, provider: 'backend', backend: { url: 'http://localhost:8000/t/token', provider: '' } }, ownBackend: { port: 8000, allowWithoutToken, perMinute: null } };
    await assert.rejects(startOwnBackend(toItself, 'a-token-of-sixteen-and-more', access, workspace, log), { code: 'backend-misconfigured' });
  });
});
