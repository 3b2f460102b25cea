import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readRun } from '../../../src/app/recorded/readRun.ts';
import { repository, sampleFile, temporaryFolder } from '../../fixtures/folders.ts';

/** One process of the terminal, as a window is one of the editor: they share nothing but the workspace on disk. */
function start(folder: string, ...args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(repository, 'dist', 'cli.js'), ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, ...said }));
  });
}

describe('several processes in one workspace', () => {
  const folder = temporaryFolder();
  const runs = () => path.join(folder(), '.llm-signals', 'runs');

  it('run at once, each in a folder of its own, and leave every line whole', async () => {
    const ended = await Promise.all(Array.from({ length: 4 }, () => start(folder(), 'run', sampleFile, '--json')));
    assert.deepEqual(ended.map(({ code, stderr }) => [code, stderr]), ended.map(() => [0, '']));
    const names = readdirSync(runs());
    assert.equal(names.length, 4);
    const signals = (records: readonly { readonly time: string; readonly signal: unknown }[]) => records.toSorted((a, b) => (a.time < b.time ? -1 : 1)).map(({ time, signal }) => ({ time, signal }));
    const [first, ...others] = await Promise.all(names.map((name) => readRun(path.join(runs(), name))));
    assert.equal(first!.run.state, 'finished');
    others.forEach(({ run, records }) => {
      assert.equal(run.state, 'finished');
      assert.deepEqual(signals(records), signals(first!.records));
    });
    assert.equal(readFileSync(path.join(folder(), '.llm-signals', '.gitignore'), 'utf8'), 'runs/\nanswers/\n');
  });

  it('cannot both write one run: the second is told, and nothing is lost', async () => {
    const ended = await Promise.all(Array.from({ length: 3 }, () => start(folder(), 'run', sampleFile, '--entry', 'every_nth(1)', '--gates', 'entry', '--json', '--out', 'one')));
    assert.deepEqual(ended.map(({ code }) => code).toSorted(), [0, 2, 2]);
    assert.ok(ended.filter(({ code }) => code === 2).every(({ stderr }) => /is not empty|Another process is writing/.test(stderr)));
    const { run, records } = await readRun(path.join(folder(), 'one'));
    assert.deepEqual([run.state, records.length], ['finished', run.funnel.asked]);
  });
});
