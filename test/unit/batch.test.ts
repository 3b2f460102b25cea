import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readRun } from '../../src/app/recorded/readRun.ts';
import { plainPlan } from '../double/batchDesk.ts';
import { doubleKey } from '../double/double.ts';
import { batchProviders } from '../fixtures/batches.ts';
import { repository, sampleFile, temporaryFolder } from '../fixtures/folders.ts';
import { eachWithDouble } from './providers/fixtures.ts';

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
type RunJson = { readonly totals: { readonly answered: number; readonly failed: number; readonly usd: number | null }; readonly run: string };

describe('a run in batches in a terminal', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const double = eachWithDouble();

  const start = (...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } => {
    const { url } = double();
    const env = { ...process.env, ANTHROPIC_API_KEY: doubleKey, OPENAI_API_KEY: doubleKey, ANTHROPIC_BASE_URL: url, OPENAI_BASE_URL: `${url}/v1` };
    const child = spawn(process.execPath, [path.join(repository, 'dist', 'cli.js'), ...args], { cwd: folder(), env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said }))) };
  };
  const few = ['run', sampleFile, '--entry', 'every_nth(100)', '--gates', 'entry', '--batch', '--yes', '--json'];
  const json = ({ stdout }: Ended) => JSON.parse(stdout) as RunJson;
  const runFolder = () => path.join(folder(), '.llm-signals', 'runs', readdirSync(path.join(folder(), '.llm-signals', 'runs'))[0]!);
  /** Until a batch is out, and its id on disk. */
  const handedIn = async () => {
    const isWritten = () => double().batches.batches.length > 0 && existsSync(runFolder()) && existsSync(path.join(runFolder(), 'batches.json')) && /"state":"submitted"/.test(readFileSync(path.join(runFolder(), 'batches.json'), 'utf8'));
    while (!isWritten()) {
      await wait(5);
    }
  };

  for (const provider of batchProviders) {
    it(`survives a kill between handing in and collecting: ${provider}`, async () => {
      double().batches.plan = { ...plainPlan, polls: Infinity };
      const { child, ended } = start(...few, '--provider', provider);
      await handedIn();
      child.kill('SIGKILL');
      await ended;
      const [batch] = double().batches.batches;
      batch!.plan = plainPlan;
      batch!.polled = 99;
      const resumed = await start('run', '--resume', runFolder(), '--yes', '--json').ended;
      assert.equal(resumed.code, 0, resumed.stderr);
      const { run, records } = await readRun(runFolder());
      assert.deepEqual([run.state, run.totals.answered, run.totals.failed], ['finished', run.funnel.asked, 0]);
      assert.deepEqual([records.length, double().batches.batches.length], [run.funnel.asked, 1]);
      assert.ok(json(resumed).totals.usd! > 0);
    });
  }

  it('leaves the batch running at Ctrl+C, and says how to pick it up', async () => {
    double().batches.plan = { ...plainPlan, polls: Infinity };
    const { child, ended } = start(...few, '--provider', 'anthropic');
    await handedIn();
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    assert.equal(code, 130);
    assert.match(stderr, /Waiting for the batch of anthropic: 0 of \d+ done\. Pick it up with: llm-signals run --resume /);
    assert.equal((await readRun(runFolder())).run.state, 'paused');
    const rules = await start('run', '--resume', runFolder(), '--provider', 'rules').ended;
    assert.deepEqual([rules.code, /waits for a batch of anthropic/.test(rules.stderr)], [2, true]);
    const other = await start('run', '--resume', runFolder(), '--provider', 'openai', '--yes').ended;
    assert.deepEqual([other.code, /waits for a batch of anthropic/.test(other.stderr)], [2, true]);
  });

  it('gives up what the service does not know any more, once it is agreed to', async () => {
    double().batches.plan = { ...plainPlan, polls: Infinity };
    const { child, ended } = start(...few, '--provider', 'anthropic');
    await handedIn();
    child.kill('SIGINT');
    await ended;
    const giveUp = (...more: readonly string[]) => start('run', '--resume', runFolder(), '--give-up-batch', ...more).ended;
    const known = await giveUp('--yes');
    assert.deepEqual([known.code, /still knows the batch/.test(known.stderr)], [2, true]);
    double().batches.batches.splice(0);
    const forgotten = await start('run', '--resume', runFolder(), '--yes').ended;
    assert.deepEqual([forgotten.code, /does not know the batch batch_1 any more.*--give-up-batch/.test(forgotten.stderr)], [3, true], forgotten.stderr);
    const unasked = await giveUp();
    assert.deepEqual([unasked.code, /may have cost up to \$\d/.test(unasked.stderr)], [2, true], unasked.stderr);
    assert.match(readFileSync(path.join(runFolder(), 'batches.json'), 'utf8'), /"state":"submitted"/);
    const given = await giveUp('--yes');
    assert.deepEqual([given.code, /was given up/.test(given.stderr)], [0, true], given.stderr);
    double().batches.plan = plainPlan;
    const resumed = await start('run', '--resume', runFolder(), '--yes', '--json').ended;
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(json(resumed).totals.failed, 0);
    assert.equal(double().batches.batches.length, 0);
  });

  it('names half the price', async () => {
    const price = async (...more: readonly string[]) => /at most \$(\d+\.\d+)/.exec((await start('run', sampleFile, '--entry', 'every_nth(2)', '--gates', 'entry', '--provider', 'anthropic', '--model', 'claude-opus-5-5', '--json', ...more).ended).stderr)?.[1];
    const [alone, batch] = [Number(await price()), Number(await price('--batch'))];
    assert.ok(alone > 1 && Math.abs(batch / alone - 0.5) < 0.01, `${batch} of ${alone}`);
  });

  it('refuses providers without a batch service, and cancelling what is not out', async () => {
    const rules = await start(...few).ended;
    assert.deepEqual([rules.code, /rules has no batch service/.test(rules.stderr)], [2, true]);
    const none = await start(...few, '--provider', 'anthropic', '--cancel-batch').ended;
    assert.deepEqual([none.code, /no batch to cancel/.test(none.stderr)], [2, true]);
    assert.equal(double().batches.batches.length, 0);
  });
});
