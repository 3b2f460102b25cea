import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { latestRecords } from '../../../src/core/run/latest.ts';
import { readRun } from '../../../src/app/recorded/readRun.ts';
import { repository, temporaryFolder } from '../../fixtures/folders.ts';

const kills = 50;

describe('a run that is killed', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  it(`loses no answer that was shown, and asks no answered question again, over ${kills} kills at random instants`, async () => {
    const place = path.join(folder(), 'run');
    const shown = new Set<string>();
    let killed = 0;
    let asked = new Set<string>();
    for (;;) {
      const known = recordsIn(place);
      const said = await runAndKill(place, killed < kills ? Math.floor(Math.random() * 40) : Infinity);
      const wanted = said.filter((line) => line.startsWith('asked ')).map((line) => line.slice(6));
      const repeated = wanted.filter((question) => known.has(question));
      assert.deepEqual(repeated, [], 'An answered question was asked again');
      asked = new Set([...asked, ...wanted]);
      said.filter((line) => line.startsWith('shown ')).forEach((line) => shown.add(line.slice(6)));
      const onDisk = new Set([...recordsIn(place).values()]);
      assert.deepEqual([...shown].filter((time) => !onDisk.has(time)), [], 'An answer that was shown is not on disk');
      if (said.at(-1) === 'ended') {
        break;
      }
      killed += 1;
    }
    assert.ok(killed >= kills, `Expected ${kills} kills before the end, got ${killed}`);
    const { run, records } = await readRun(place);
    assert.deepEqual([run.state, run.totals.answered, run.totals.failed, run.totals.skipped], ['finished', run.funnel.asked, 0, 0]);
    assert.equal(latestRecords(records).size, run.funnel.asked);
    assert.equal(records.length, run.funnel.asked);
  });
});

/** The whole lines on disk: what was asked, and the time of its candle. */
function recordsIn(place: string): Map<string, string> {
  const file = path.join(place, 'signals.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return new Map(lines.map((line) => {
    const { time, question } = JSON.parse(line) as { time: string; question: object };
    return [JSON.stringify(question), time];
  }));
}

/** Kills the process the given number of answers, and some microseconds, after it began; what it said until then. */
function runAndKill(place: string, afterAnswers: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(repository, 'out', 'harness', 'killedRun.js'), place], { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.split('\nshown ').length > afterAnswers) {
        child.kill('SIGKILL');
      }
    });
    child.on('error', reject);
    child.on('close', () => resolve(text.split('\n').slice(0, -1)));
  });
}
