import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepBacktest, readBacktests } from '../../../../src/app/backtest/keptBacktests.ts';
import { deleteRun } from '../../../../src/app/recorded/deleteRun.ts';
import { listRuns } from '../../../../src/app/recorded/runsList.ts';
import { aBacktest } from '../../../fixtures/backtests.ts';
import { temporaryFolder } from '../../../fixtures/folders.ts';
import { answeredAt, recordedRun } from '../../../fixtures/recordedRuns.ts';

describe('keptBacktests', () => {
  const folder = temporaryFolder();
  const run = () => path.join(folder(), '.llm-signals', 'runs', 'run-1');
  beforeEach(() => {
    mkdirSync(run(), { recursive: true });
    writeFileSync(path.join(run(), 'run.json'), JSON.stringify(recordedRun()));
    writeFileSync(path.join(run(), 'signals.jsonl'), `${JSON.stringify(answeredAt(1, 'BUY'))}\n`);
  });
  const at = (second: number) => aBacktest({ created: new Date(Date.UTC(2026, 10, 23, 8, 0, second)).toISOString() });

  it('keeps each in a file of its own, and reads the newest first', async () => {
    const file = await keepBacktest(run(), at(1));
    assert.equal(path.relative(run(), file), path.join('backtests', '20261123T080001000Z-Mine.json'));
    await keepBacktest(run(), at(3));
    await keepBacktest(run(), at(2));
    assert.deepEqual(await readBacktests(run()), [at(3), at(2), at(1)]);
    assert.equal(readFileSync(path.join(run(), 'run.json'), 'utf8'), JSON.stringify(recordedRun()));
  });

  it('reads no more than ten, and leaves out what it does not understand', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, second) => keepBacktest(run(), at(second))));
    assert.deepEqual((await readBacktests(run())).map(({ created }) => Number(created.slice(17, 19))), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    writeFileSync(path.join(run(), 'backtests', '20261123T080011000Z-Mine.json'), '{"format":2}');
    assert.equal((await readBacktests(run())).length, 9);
  });

  it('finds none in a bundle, nor where there was none', async () => {
    assert.deepEqual(await readBacktests(run()), []);
    assert.deepEqual(await readBacktests(path.join(run(), 'signals.jsonl')), []);
  });

  it('goes with its run, and counts in its size', async () => {
    const size = async () => (await listRuns([path.dirname(run())], () => Promise.resolve(false)))[0]!.bytes;
    const before = await size();
    const file = await keepBacktest(run(), at(1));
    assert.equal(await size(), before + readFileSync(file).length);
    writeFileSync(`${file}.tmp`, '{');
    assert.deepEqual((await deleteRun(run(), path.join(folder(), '.llm-signals'))).left, []);
    assert.equal(existsSync(run()), false);
  });

  it('leaves what is not ours beside it', async () => {
    await keepBacktest(run(), at(1));
    writeFileSync(path.join(run(), 'backtests', 'mine.json'), '{}');
    assert.deepEqual((await deleteRun(run(), path.join(folder(), '.llm-signals'))).left, ['backtests']);
    assert.deepEqual(readdirSync(path.join(run(), 'backtests')), ['mine.json']);
  });
});
