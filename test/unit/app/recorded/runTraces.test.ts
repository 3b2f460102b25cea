import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepBacktest } from '../../../../src/app/backtest/keptBacktests.ts';
import { traceOfRuns } from '../../../../src/app/recorded/runTraces.ts';
import { aBacktest } from '../../../fixtures/backtests.ts';
import { temporaryFolder } from '../../../fixtures/folders.ts';

describe('traceOfRuns', () => {
  const folder = temporaryFolder();
  const runs = () => path.join(folder(), 'runs');
  const trace = () => traceOfRuns([runs()], [path.join(runs(), 'a')], [path.join(runs(), 'b')]);

  it('changes when a run comes, goes or is written, and only then', async () => {
    const none = await trace();
    mkdirSync(path.join(runs(), 'a'), { recursive: true });
    const made = await trace();
    writeFileSync(path.join(runs(), 'a', 'run.json'), '{}');
    const begun = await trace();
    writeFileSync(path.join(runs(), 'a', 'signals.jsonl'), '{}\n');
    assert.equal(await trace(), begun);
    utimesSync(path.join(runs(), 'a', 'run.json'), new Date(), new Date(Date.now() + 5000));
    const ended = await trace();
    rmSync(runs(), { recursive: true });
    assert.equal(await trace(), none);
    assert.equal(new Set([none, made, begun, ended]).size, 4);
  });

  it('changes when a run that is seen is backtested', async () => {
    mkdirSync(path.join(runs(), 'b'), { recursive: true });
    const before = await trace();
    await keepBacktest(path.join(runs(), 'c'), aBacktest());
    rmSync(path.join(runs(), 'c'), { recursive: true });
    assert.equal(await trace(), before);
    const file = await keepBacktest(path.join(runs(), 'b'), aBacktest());
    const kept = await trace();
    await keepBacktest(path.join(runs(), 'b'), aBacktest({ created: '2026-11-23T09:00:00.000Z' }));
    const twice = await trace();
    writeFileSync(path.join(path.dirname(file), 'notes.txt'), '');
    assert.equal(await trace(), twice);
    assert.equal(new Set([before, kept, twice]).size, 3);
  });
});
