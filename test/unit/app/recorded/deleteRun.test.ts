import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerPlaces, indexAnswers } from '../../../../src/app/answers/answers.ts';
import { deleteRun } from '../../../../src/app/recorded/deleteRun.ts';
import { deleteAnswerFiles, listAnswerFiles } from '../../../../src/app/answers/storedAnswers.ts';
import { lockRun } from '../../../../src/app/run/writerLock.ts';
import { temporaryFolder } from '../../../fixtures/folders.ts';
import { answeredAt, recordedRun, unansweredAt } from '../../../fixtures/recordedRuns.ts';

describe('deleteRun', () => {
  const folder = temporaryFolder();
  const home = () => path.join(folder(), '.llm-signals');
  const runFolder = (id = 'run-1') => path.join(home(), 'runs', id);
  const keyOf = (index: number) => String(index).padStart(64, '0');
  const record = (id: string, lines: readonly object[], tail = '') => {
    mkdirSync(runFolder(id), { recursive: true });
    writeFileSync(path.join(runFolder(id), 'run.json'), JSON.stringify(recordedRun({ id })));
    writeFileSync(path.join(runFolder(id), 'signals.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join('') + tail);
  };
  const answersFolder = () => path.join(home(), 'answers');
  const known = () => indexAnswers(answerPlaces(folder()));

  it('keeps known what was answered, and nothing that failed', async () => {
    const lines = [answeredAt(1, 'BUY', { key: keyOf(1) }), { ...unansweredAt(2, 'failed'), key: keyOf(2) }, answeredAt(3, 'SELL', { key: keyOf(3) })];
    record('run-1', lines, '{"torn":');
    const before = await known();
    assert.deepEqual(await deleteRun(runFolder(), home()), { kept: 2, left: [] });
    assert.equal(existsSync(runFolder()), false);
    const after = await known();
    assert.deepEqual([after.size, after.has(keyOf(2))], [2, false]);
    assert.deepEqual(await after.find(keyOf(3)), lines[2]);
    assert.equal(before.size, after.size);
    assert.match(readFileSync(path.join(home(), '.gitignore'), 'utf8'), /^answers\/$/m);
  });

  it('leaves no file of answers where nothing was answered', async () => {
    record('run-1', [unansweredAt(1, 'failed')]);
    assert.equal((await deleteRun(runFolder(), home())).kept, 0);
    assert.equal(existsSync(answersFolder()), false);
  });

  it('leaves what is not of the run, with its folder', async () => {
    record('run-1', [answeredAt(1, 'BUY')]);
    writeFileSync(path.join(runFolder(), 'notes.txt'), 'mine');
    mkdirSync(path.join(runFolder(), 'charts'));
    assert.deepEqual((await deleteRun(runFolder(), home())).left, ['charts', 'notes.txt']);
    assert.deepEqual(readdirSync(runFolder()), ['charts', 'notes.txt']);
  });

  it('refuses a run that is being written, and changes nothing', async () => {
    record('run-1', [answeredAt(1, 'BUY')]);
    const unlock = await lockRun(runFolder());
    await assert.rejects(deleteRun(runFolder(), home()), { code: 'run-folder-taken' });
    assert.deepEqual(readdirSync(runFolder()).sort(), ['run.json', 'signals.jsonl', 'writer.json']);
    await unlock();
  });

  it('refuses a run whose batch is still out', async () => {
    record('run-1', [answeredAt(1, 'BUY')]);
    const batch = { name: 'a', provider: 'anthropic', model: 'model-1', id: 'b', state: 'submitted', intended: '', submitted: '', lines: 0, max_usd: null, requests: [], unmatched: [] };
    const write = (state: string) => writeFileSync(path.join(runFolder(), 'batches.json'), JSON.stringify({ format: 1, batches: [{ ...batch, state }] }));
    write('submitted');
    await assert.rejects(deleteRun(runFolder(), home()), { code: 'run-differs' });
    write('collected');
    assert.deepEqual((await deleteRun(runFolder(), home())).left, []);
  });

  it('adds to what a run of the same name left before', async () => {
    record('run-1', [answeredAt(1, 'BUY', { key: keyOf(1) })]);
    await deleteRun(runFolder(), home());
    record('run-1', [answeredAt(2, 'BUY', { key: keyOf(2) })]);
    await deleteRun(runFolder(), home());
    assert.equal((await known()).size, 2);
  });

  it('deletes a run that cannot be read', async () => {
    mkdirSync(runFolder(), { recursive: true });
    appendFileSync(path.join(runFolder(), 'run.json'), '{');
    assert.deepEqual(await deleteRun(runFolder(), home()), { kept: 0, left: [] });
    assert.equal(existsSync(runFolder()), false);
  });

  it('counts what deleted runs left, and deletes it when told', async () => {
    record('run-1', [answeredAt(1, 'BUY', { key: keyOf(1) }), answeredAt(2, 'BUY', { key: keyOf(2) })]);
    const { length } = readFileSync(path.join(runFolder(), 'signals.jsonl'));
    await deleteRun(runFolder(), home());
    const files = await listAnswerFiles([answersFolder(), answersFolder(), path.join(folder(), 'nowhere')]);
    assert.deepEqual(files, [{ file: path.join(answersFolder(), 'run-1.jsonl'), answers: 2, bytes: length }]);
    await deleteAnswerFiles(files);
    assert.deepEqual([(await known()).size, await listAnswerFiles([answersFolder()])], [0, []]);
  });
});
