import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listRuns } from '../../../../src/app/recorded/runsList.ts';
import type { Run } from '../../../../src/core/run/summary.ts';
import { recordedRun } from '../../../fixtures/recordedRuns.ts';
import { temporaryFolder } from '../../../fixtures/folders.ts';

describe('listRuns', () => {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(path.join(folder(), name), { recursive: true });
    writeFileSync(path.join(folder(), name, 'run.json'), text);
    // A list that read this would fail on it.
    writeFileSync(path.join(folder(), name, 'signals.jsonl'), 'not read');
  };
  const save = (name: string, changes: Partial<Run>) => write(name, JSON.stringify(recordedRun({ id: name, ...changes })));
  const list = (roots: readonly string[], alive: readonly string[] = []) => listRuns(roots.map((root) => path.join(folder(), root)), (run) => Promise.resolve(alive.includes(path.basename(run))));

  it('is newest first over all roots, each run once', async () => {
    save('one/a', { started: '2026-11-01T00:00:00.000Z' });
    save('one/b', { started: '2026-11-03T00:00:00.000Z' });
    save('two/c', { started: '2026-11-02T00:00:00.000Z' });
    writeFileSync(path.join(folder(), 'one', 'note.txt'), 'no run');
    const runs = await list(['one', 'two', 'one', 'nowhere']);
    assert.deepEqual(runs.map((run) => 'run' in run && run.run.id), ['one/b', 'two/c', 'one/a']);
    assert.deepEqual(runs.map((run) => run.folder), ['one/b', 'two/c', 'one/a'].map((name) => path.join(folder(), name)));
  });

  it('says how large each is', async () => {
    save('one/a', {});
    const files = readdirSync(path.join(folder(), 'one', 'a')).map((name) => statSync(path.join(folder(), 'one', 'a', name)).size);
    assert.deepEqual((await list(['one'])).map(({ bytes }) => bytes), [files[0]! + files[1]!]);
  });

  it('tells a run that goes on from one whose process is gone', async () => {
    save('one/goes-on', { state: 'running', started: '2026-11-03T00:00:00.000Z' });
    save('one/gone', { state: 'running', started: '2026-11-02T00:00:00.000Z' });
    save('one/paused', { state: 'paused', started: '2026-11-01T00:00:00.000Z' });
    assert.deepEqual((await list(['one'], ['goes-on'])).map((run) => 'state' in run && run.state), ['running', 'interrupted', 'paused']);
  });

  it('tells a run whose batches are out, unless a process waits for them', async () => {
    const waiting = { batches: 1, done: 0, total: 4 };
    save('one/here', { state: 'running', waiting, started: '2026-11-03T00:00:00.000Z' });
    save('one/left', { state: 'paused', waiting, started: '2026-11-02T00:00:00.000Z' });
    save('one/killed', { state: 'running', waiting, started: '2026-11-01T00:00:00.000Z' });
    assert.deepEqual((await list(['one'], ['here'])).map((run) => 'state' in run && run.state), ['running', 'waiting', 'waiting']);
  });

  it('lists what cannot be read with the reason', async () => {
    write('one/broken', '{"format":1');
    write('one/other', JSON.stringify({ ...recordedRun(), state: 'asleep' }));
    mkdirSync(path.join(folder(), 'one', 'empty'));
    const reasons = new Map((await list(['one'])).map((run) => [path.basename(run.folder), 'unreadable' in run ? run.unreadable : '']));
    const place = (name: string) => path.join(folder(), 'one', name);
    assert.equal(reasons.get('broken'), `${place('broken')}/run.json: This is no JSON.`);
    assert.equal(reasons.get('other'), `${place('other')}/run.json: state is none of running, paused, finished, cancelled, stopped.`);
    assert.equal(reasons.get('empty'), `Cannot read ${place('empty')}${path.sep}run.json.`);
  });
});
