import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { traceOfRuns } from '../../../../src/app/recorded/runTraces.ts';
import { temporaryFolder } from '../../../fixtures/folders.ts';

describe('traceOfRuns', () => {
  const folder = temporaryFolder();
  const runs = () => path.join(folder(), 'runs');
  const trace = () => traceOfRuns([runs()], [path.join(runs(), 'a')]);

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
});
