import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { latestRecords } from '../../src/core/run/latest.ts';
import { readRun, readRunWithReplies } from '../../src/app/recorded/readRun.ts';
import { doubleKey, startDouble, type Double } from '../double/double.ts';
import { repository, sampleFile, temporaryFolder } from '../fixtures/folders.ts';

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
type RunJson = {
  signals: { provider: string; model: string; decision: string; consensus_metadata?: { participating_providers: number } }[];
  failed: { code: string }[];
  skipped: { code: string }[];
  totals: { answered: number; failed: number; skipped: number; cached: number; tokens_in: number; tokens_out: number; usd: number | null };
  run: string;
};

describe('language models in a terminal', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let double: Double;
  before(async () => {
    double = await startDouble();
  });
  beforeEach(() => double.always({ do: 'answer' }));
  after(() => double.die());

  const environment = () => ({
    ...process.env, ANTHROPIC_API_KEY: doubleKey, OPENAI_API_KEY: doubleKey, LLM_SIGNALS_COMPATIBLE_KEY: doubleKey, LLM_SIGNALS_TOKEN: doubleKey,
    ANTHROPIC_BASE_URL: double.url, OPENAI_BASE_URL: `${double.url}/v1`, DJANGO_API_URL: double.url,
  });
  const start = (args: readonly string[], changes: NodeJS.ProcessEnv = {}): { readonly child: ChildProcess; readonly ended: Promise<Ended> } => {
    const child = spawn(process.execPath, [path.join(repository, 'dist', 'cli.js'), ...args], { cwd: folder(), env: { ...environment(), ...changes }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said }))) };
  };
  const cli = (...args: readonly string[]) => start(args).ended;
  /** Takes back the last answer of a run, as if it had been interrupted before. */
  const takeBackOne = (run: string) => {
    const file = path.join(run, 'signals.jsonl');
    writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n')}\n`);
  };
  const few = ['run', sampleFile, '--entry', 'every_nth(100)', '--gates', 'entry', '--yes', '--json'];
  const json = ({ stdout }: Ended) => JSON.parse(stdout) as RunJson;

  const providers: readonly (readonly [name: string, args: readonly string[], model: string, isPriced: boolean])[] = [
    ['anthropic', ['--provider', 'anthropic'], 'claude-haiku-5-5', true],
    ['openai', ['--provider', 'openai'], 'gpt-6-luna', true],
    ['openai-compatible, held to a schema', ['--provider', 'openai-compatible', '--base-url', '$double/v1', '--model', 'local', '--structured', 'schema'], 'local', false],
    ['openai-compatible, answering in text', ['--provider', 'openai-compatible', '--base-url', '$double/v1', '--model', 'local', '--structured', 'text'], 'local', false],
  ];
  it('goes on as it was set up, but never sends a key where only the run says', async () => {
    const run = json(await cli(...few, '--provider', 'openai-compatible', '--base-url', `${double.url}/v1`, '--model', 'local', '--structured', 'text')).run;
    takeBackOne(run);
    const asked = double.requests.length;
    const refused = await cli('run', '--resume', run, '--yes', '--json');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /This run asked openai-compatible at http:.*\/v1, and no address is set now\. Say where to go on with --base-url, such as --base-url http:/);
    assert.equal(double.requests.length, asked);
    const resumed = await cli('run', '--resume', run, '--base-url', `${double.url}/v1`, '--yes', '--json');
    assert.equal(resumed.code, 0, resumed.stderr);
    const last = double.requests.at(-1)!.body as { model: string; response_format?: unknown };
    assert.deepEqual([double.requests.length, last.model, last.response_format], [asked + 1, 'local', undefined]);
  });

  it('goes on with the same members, models and weights', async () => {
    const run = json(await cli(...few, '--provider', 'consensus', '--member', 'rules', '--member', 'openai', '--weight', 'rules=9', '--model', 'openai=gpt-6-sol')).run;
    takeBackOne(run);
    const resumed = await cli('run', '--resume', run, '--yes', '--json');
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal((double.requests.at(-1)!.body as { model: string }).model, 'gpt-6-sol');
    const { records, run: { settings } } = await readRun(run);
    assert.equal(settings.setup?.members[0]?.weight, 9);
    assert.equal(new Set(records.map(({ key }) => key)).size, records.length);
  });

  for (const [name, args, model, isPriced] of providers) {
    it(`asks ${name} about every candle that passes, with tokens, cost and latency of each`, async () => {
      const ended = await cli(...few, ...args.map((arg) => arg.replace('$double', double.url)));
      assert.equal(ended.code, 0, ended.stderr);
      const { signals, totals, run } = json(ended);
      const { records } = await readRun(run);
      assert.ok(signals.length >= 10 && signals.every((signal) => signal.model === model));
      assert.deepEqual([totals.answered, totals.failed, totals.usd === null], [signals.length, 0, !isPriced]);
      assert.ok(records.every(({ usage, usd, latency_ms }) => usage !== null && usage.input > 0 && (usd !== null) === isPriced && latency_ms! > 0));
    });
  }

  it('asks a backend of the documented contract', async () => {
    const ended = await cli(...few, '--provider', 'backend');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual([json(ended).totals.failed, json(ended).totals.usd], [0, null]);
  });

  it('lets several models vote', async () => {
    const ended = await cli(...few, '--provider', 'consensus', '--member', 'anthropic', '--member', 'openai', '--weight', 'openai=2');
    assert.equal(ended.code, 0, ended.stderr);
    assert.ok(json(ended).signals.every(({ consensus_metadata }) => consensus_metadata?.participating_providers === 2));
  });

  it('lets a server like OpenAI\'s vote with a model of its own', async () => {
    const ended = await cli(...few, '--provider', 'consensus', '--member', 'rules', '--member', 'openai-compatible', '--base-url', `${double.url}/v1`, '--model', 'openai-compatible=local');
    assert.equal(ended.code, 0, ended.stderr);
    assert.ok(json(ended).signals.every(({ model, consensus_metadata }) => model === 'technical-rules-1 + local' && consensus_metadata?.participating_providers === 2));
  });

  it('says what a run would ask and cost, asks nobody and writes nothing', async () => {
    const before = double.requests.length;
    const { code, stdout } = await cli('estimate', sampleFile, '--provider', 'anthropic', '--json');
    const { questions, answered, tokens_in, usd, max_usd, seconds } = JSON.parse(stdout) as { questions: number; answered: number; tokens_in: number; usd: number; max_usd: number; seconds: { least: number; most: number } };
    assert.deepEqual([code, double.requests.length, readdirSync(folder())], [0, before, []]);
    assert.ok(questions > 100 && answered === 0 && tokens_in > questions * 500 && usd > 0 && max_usd > usd && seconds.most > seconds.least);
    await cli(...few, '--provider', 'anthropic');
    const again = JSON.parse((await cli('estimate', sampleFile, '--entry', 'every_nth(100)', '--gates', 'entry', '--provider', 'anthropic', '--json')).stdout) as { questions: number; answered: number; usd: number };
    assert.deepEqual([again.questions, again.usd, again.answered > 10], [0, 0, true]);
  });

  it('says what a run would cost before there is a key', async () => {
    const without = { ANTHROPIC_API_KEY: undefined, ANTHROPIC_BASE_URL: undefined };
    const { code, stdout } = await start(['estimate', sampleFile, '--provider', 'anthropic', '--json'], without).ended;
    assert.equal(code, 0);
    assert.ok((JSON.parse(stdout) as { usd: number }).usd > 0);
    assert.match((await start(['run', sampleFile, '--provider', 'anthropic', '--yes'], without).ended).stderr, /has no key/);
  });

  it('runs several files one after the other, with one budget for all', async () => {
    const ended = await cli('run', sampleFile, sampleFile, '--entry', 'every_nth(2)', '--gates', 'entry', '--yes', '--json', '--repeat', '1', '--provider', 'anthropic', '--model', 'claude-opus-5-5', '--budget', '0.3');
    const runs = JSON.parse(ended.stdout) as RunJson[];
    assert.equal(runs.length, 2);
    assert.ok(runs.reduce((sum, { totals }) => sum + totals.usd!, 0) <= 0.3);
    assert.ok(runs[1]!.totals.cached === runs[0]!.totals.answered);
  });

  it('keeps the answers to repeated questions apart', async () => {
    const { signals, run } = json(await cli(...few, '--provider', 'anthropic', '--repeat', '3'));
    const { records } = await readRun(run);
    assert.equal(records.length, signals.length);
    assert.equal(new Set(records.map(({ time }) => time)).size * 3, records.length);
    assert.equal(new Set(records.map(({ key }) => key)).size, records.length);
  });

  it('replays a run from a bundle in another folder, with no key, no request and no cost', async () => {
    const first = json(await cli(...few, '--provider', 'anthropic'));
    await cli('export', first.run, '--format', 'bundle', '--out', 'bundle.jsonl');
    const before = double.requests.length;
    const ended = await cli('run', sampleFile, '--provider', 'recording', '--recording', 'bundle.jsonl', '--json', '--out', 'elsewhere');
    assert.equal(ended.code, 0, ended.stderr);
    const second = json(ended);
    assert.deepEqual(second.signals, first.signals);
    const replies = async ({ run }: RunJson) => (await readRunWithReplies(path.resolve(folder(), run))).records.map(({ time, reply }) => `${time} ${reply}`).sort();
    assert.ok((await replies(first)).every((reply) => reply.includes('{"decision":')));
    assert.deepEqual(await replies(second), await replies(first));
    assert.deepEqual([double.requests.length, second.totals.usd, second.totals.failed, ended.stderr], [before, 0, 0, '']);
  });

  it('sends byte-identical instructions with all questions of a run, and asks no question twice', async () => {
    const before = double.requests.length;
    const first = json(await cli(...few, '--provider', 'anthropic'));
    const asked = double.requests.slice(before).map(({ body }) => body as { system: unknown; messages: unknown });
    assert.equal(new Set(asked.map(({ system }) => JSON.stringify(system))).size, 1);
    assert.equal(new Set(asked.map(({ messages }) => JSON.stringify(messages))).size, first.signals.length);
    const second = json(await cli(...few, '--provider', 'anthropic'));
    assert.deepEqual([second.totals.cached, second.totals.usd, double.requests.length], [first.signals.length, 0, before + first.signals.length]);
  });

  it('asks for consent before it pays, and pays nothing without it', async () => {
    const before = double.requests.length;
    const { code, stderr } = await cli('run', sampleFile, '--provider', 'anthropic');
    assert.equal(code, 2);
    assert.match(stderr, /anthropic, claude-haiku-5-5: Ask \d+ Questions for .*tokens in, .*Budget: \$1\.00\./);
    assert.match(stderr, /--yes/);
    assert.equal(double.requests.length, before);
  });

  it('stops at the budget, with what it spent below it', async () => {
    const ended = await cli('run', sampleFile, '--entry', 'every_nth(2)', '--gates', 'entry', '--yes', '--json', '--provider', 'anthropic', '--model', 'claude-opus-5-5', '--budget', '0.5');
    const { totals, skipped, run } = json(ended);
    assert.equal(ended.code, 3);
    assert.equal((await readRun(run)).run.state, 'stopped');
    assert.ok(totals.usd! > 0.1 && totals.usd! <= 0.5 && skipped.every(({ code }) => code === 'budget-reached'), `Spent ${totals.usd}`);
  });

  it('is cancelled within 2 s while every reply is held back, and records each question as not asked', async () => {
    double.always({ do: 'hold' });
    const asked = double.waitForQuestions(double.requests.filter(({ method }) => method === 'POST').length + 4);
    const { child, ended } = start([...few, '--provider', 'anthropic']);
    await asked;
    const cancelled = performance.now();
    child.kill('SIGINT');
    const result = await ended;
    assert.ok(performance.now() - cancelled < 2000);
    assert.equal(result.code, 130);
    assert.deepEqual([json(result).totals.answered, json(result).totals.failed], [0, 0]);
    double.release();
  });

  it('stops when the model dies in the middle, shows failures as failures, and goes on when it is back', async () => {
    const asked = double.requests.filter(({ method }) => method === 'POST').length;
    double.always({ do: 'answer', ms: 20 });
    const { ended } = start([...few, '--entry', 'every_nth(20)', '--provider', 'openai']);
    await double.waitForQuestions(asked + 12);
    await double.die();
    const stopped = await ended;
    assert.equal(stopped.code, 3);
    const dead = json(stopped);
    const { run, records } = await readRun(dead.run);
    assert.equal(run.state, 'stopped');
    assert.match(run.reason!, /^openai is unavailable\./);
    assert.ok(dead.totals.answered >= 8 && dead.totals.failed >= 6 && dead.totals.failed <= 10 && dead.totals.skipped > 0);
    assert.ok(records.every(({ outcome, signal }) => (outcome === 'answered') === (signal !== null)));
    await double.revive();
    double.always({ do: 'answer' });
    const resumed = await cli('run', '--resume', dead.run, '--yes', '--json');
    assert.equal(resumed.code, 0, resumed.stderr);
    const { totals } = json(resumed);
    assert.deepEqual([totals.failed, totals.skipped, totals.answered], [0, 0, dead.totals.answered + dead.totals.failed + dead.totals.skipped]);
    assert.equal([...latestRecords((await readRun(dead.run)).records).values()].filter(({ outcome }) => outcome !== 'answered').length, 0);
  });

  it('ends at once, with one failure, when the key is rejected', async () => {
    double.always({ do: 'status', status: 401 });
    const ended = await cli(...few, '--provider', 'anthropic', '--concurrency', '1');
    assert.equal(ended.code, 3);
    assert.deepEqual(json(ended).failed.map(({ code }) => code), ['provider-key-rejected']);
  });

  it('says why it was stopped, at the limit as it was set, and how to go on', async () => {
    const { code, stdout, stderr } = await cli('run', sampleFile, '--entry', 'every_nth(20)', '--gates', 'entry', '--yes', '--provider', 'anthropic', '--budget', '0.005', '--out', 'my run');
    assert.equal(code, 3);
    assert.match(stderr, /Budget: \$0\.005\./);
    assert.match(stdout, /The run was stopped\. Stopped at the budget: \$0\.005\.\nRecorded in .*\nAsk the rest with: llm-signals run --resume ".*my run"\n$/);
  });

  it('leaves no key in anything it writes or says', async () => {
    double.script({ do: 'status', status: 401, message: `Invalid key ${doubleKey}` }, { do: 'status', status: 400, message: `Bad ${doubleKey}` });
    const said = [
      await cli(...few, '--provider', 'anthropic', '--concurrency', '1'),
      await cli(...few, '--provider', 'openai', '--concurrency', '1', '--report', 'report.html'),
      await cli(...few, '--provider', 'backend'),
      await cli('health', '--provider', 'openai'),
    ].map(({ stdout, stderr }) => stdout + stderr);
    const files = readdirSync(folder(), { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder(), file)).filter((file) => statSync(file).isFile());
    assert.ok(files.length >= 7);
    assert.deepEqual([...said, ...files.map((file) => readFileSync(file, 'utf8'))].filter((text) => text.includes(doubleKey)), []);
  });

  it('proves health level by level', async () => {
    const levels = async (...args: string[]) => {
      const { stdout, code } = await cli('health', '--json', ...args);
      const { reachable, key, answers, schema } = JSON.parse(stdout) as Record<string, boolean | null>;
      return [reachable, key, answers, schema, code];
    };
    assert.deepEqual(await levels('--provider', 'anthropic'), [true, true, true, true, 0]);
    assert.deepEqual(await levels('--provider', 'anthropic', '--no-ask'), [true, true, null, null, 0]);
    double.always({ do: 'status', status: 401 });
    assert.deepEqual((await levels('--provider', 'openai')).slice(0, 3), [true, false, null]);
    double.always({ do: 'answer' });
    double.script({ do: 'say', text: 'Buy!' });
    assert.deepEqual(await levels('--provider', 'anthropic'), [true, true, false, null, 3]);
  });
});
