import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository, temporaryFolder } from '../fixtures/folders.ts';
import { documented } from './server/testBackend.ts';

type Served = { readonly process: ChildProcess; readonly output: () => string; readonly errors: () => string };

describe('llm-signals serve', () => {
  const folder = temporaryFolder();
  const started: ChildProcess[] = [];
  afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

  const serve = (args: readonly string[], environment: Record<string, string> = {}): Served => {
    const child = spawn(process.execPath, [path.join(repository, 'dist', 'cli.js'), 'serve', ...args], { cwd: folder(), env: { ...process.env, LLM_SIGNALS_TOKEN: '', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    started.push(child);
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    return { process: child, output: () => output, errors: () => errors };
  };
  const addressOf = async (served: Served): Promise<string> => {
    while (!served.output().includes('Ctrl+C')) {
      assert.equal(served.process.exitCode, null, served.errors());
      await Promise.race([once(served.process.stdout!, 'data'), once(served.process, 'exit')]);
    }
    return /DJANGO_API_URL=(\S+)/.exec(served.output())![1]!;
  };
  const ask = (address: string, headers: Record<string, string> = {}) =>
    fetch(`${address}/api/v1/strategies/llm`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(documented) });
  const ended = async ({ process: child }: Served) => child.exitCode ?? ((await once(child, 'close')) as [number])[0];
  const recorded = () => {
    const answers = path.join(folder(), '.llm-signals', 'answers');
    return readdirSync(answers).map((name) => readFileSync(path.join(answers, name), 'utf8')).join('');
  };

  it('prints the address for strategies, answers there, records, and ends when told to', async () => {
    const served = serve(['--port', '0']);
    const address = await addressOf(served);
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/t\/[\w-]{43}$/);
    const response = await ask(address);
    assert.deepEqual([response.status, ((await response.json()) as { decision: string }).decision], [200, 'BUY']);
    assert.equal((await ask(address.replace(/\/t\/.*/, ''))).status, 401);
    served.process.kill('SIGTERM');
    assert.equal(await ended(served), 0);
    const token = address.split('/t/')[1]!;
    assert.deepEqual([recorded().split('\n').length, recorded().includes(token), served.errors().includes(token)], [2, false, false]);
    assert.match(served.errors(), /^POST \/api\/v1\/strategies\/llm 200 \d+ ms\nPOST \/api\/v1\/strategies\/llm 401 \d+ ms\nStopping\.\n$/);
  });

  it('goes on when nobody reads what it says', async () => {
    const served = serve(['--port', '0']);
    const address = await addressOf(served);
    served.process.stdout!.destroy();
    served.process.stderr!.destroy();
    for (const status of [200, 200, 200]) {
      assert.equal((await ask(address)).status, status);
    }
    served.process.kill('SIGTERM');
    assert.equal(await ended(served), 0);
  });

  it('keeps the token it is given to itself', async () => {
    const token = 'a-token-that-was-given-0123456789';
    const served = serve(['--port', '0'], { LLM_SIGNALS_TOKEN: token });
    const address = await addressOf(served);
    assert.match(address, /\/t\/\$LLM_SIGNALS_TOKEN$/);
    assert.equal((await ask(address.replace('$LLM_SIGNALS_TOKEN', token))).status, 200);
    served.process.kill('SIGINT');
    assert.equal(await ended(served), 0);
    assert.ok(!`${served.output()}${served.errors()}${recorded()}`.includes(token));
  });

  it('writes the key of a model nowhere', async () => {
    const key = 'sk-ant-a-key-that-must-not-be-seen';
    const served = serve(['--port', '0', '--provider', 'anthropic', '--base-url', 'http://127.0.0.1:9', '--answer-within', '0.5'], { ANTHROPIC_API_KEY: key });
    const response = await ask(await addressOf(served));
    const reply = await response.text();
    assert.ok(response.status === 502 || response.status === 504, `Got ${response.status} ${reply}`);
    served.process.kill('SIGTERM');
    assert.equal(await ended(served), 0);
    assert.ok(!`${reply}${served.output()}${served.errors()}${recorded()}`.includes(key));
  });

  it('is not configured without a key', async () => {
    const served = serve(['--port', '0', '--provider', 'anthropic'], { ANTHROPIC_API_KEY: '' });
    const response = await ask(await addressOf(served));
    assert.deepEqual([response.status, await response.json()], [503, { error: 'LLM service not configured', detail: 'anthropic has no key. Set ANTHROPIC_API_KEY in the environment.' }]);
  });

  it('opens to every program on the machine only when that is asked for', async () => {
    const served = serve(['--port', '0', '--allow-without-token']);
    const address = await addressOf(served);
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.match(served.output(), /every program on this machine can ask, and spend/);
    assert.equal((await ask(address)).status, 200);
  });

  const faults: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['other machines could ask without a token', ['--host', '0.0.0.0', '--allow-without-token'], 2, /so it needs a token/],
    ['it would ask a backend', ['--provider', 'backend'], 2, /Allowed choices are/],
    ['the port is none', ['--port', '70000'], 2, /Expected a whole number from 0 to 65535/],
    ['the budget is none', ['--budget', 'all'], 2, /Expected a number above 0/],
  ];
  for (const [name, args, status, message] of faults) {
    it(`exits with ${status} when ${name}`, async () => {
      const served = serve(args);
      assert.equal(await ended(served), status);
      assert.match(served.errors(), message);
    });
  }

  it('exits with 1 when the port is taken', async () => {
    const port = new URL(await addressOf(serve(['--port', '0']))).port;
    const second = serve(['--port', port]);
    assert.equal(await ended(second), 1);
    assert.match(second.errors(), new RegExp(`Port ${port} is in use\\. Choose another port`));
  });
}).timeout(60_000);
