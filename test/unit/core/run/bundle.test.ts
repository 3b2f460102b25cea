import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBundle, writeBundle, type FileLine } from '../../../../src/core/run/bundle.ts';
import { settledRecords } from '../../../../src/core/run/settled.ts';
import { answeredAt, recordedRun, unansweredAt } from '../../../fixtures/recordedRuns.ts';

const linesOf = (text: string): FileLine[] => {
  const parts = text.split('\n');
  return parts.map((line, at) => ({ text: line, whole: at < parts.length - 1 })).filter(({ text: line, whole }) => whole || line !== '');
};
const textOf = (...args: Parameters<typeof writeBundle>) => [...writeBundle(...args)].join('');
const records = [answeredAt(2, 'SELL'), answeredAt(0, 'BUY'), unansweredAt(1, 'failed')];

describe('a bundle', () => {
  it('is the run, then one line per question in time order', () => {
    const lines = textOf(recordedRun(), records).split('\n');
    assert.deepEqual(lines.slice(0, -1).map((line) => JSON.parse(line) as unknown), [recordedRun(), records[1], records[2], records[0]]);
    assert.equal(lines.at(-1), '');
  });

  it('holds the latest line of a question that was asked again, and every repeat', () => {
    const again = answeredAt(1, 'HOLD');
    const repeat = answeredAt(0, 'SELL', { repeat: 2 });
    assert.deepEqual(settledRecords([repeat, ...records, again]), [records[1], repeat, again, records[0]]);
  });

  it('is read as it was written, whatever models said', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), (reasonings) => {
      const record = answeredAt(0, 'BUY');
      const written = reasonings.map((reasoning, i) => ({ ...record, repeat: i + 1, signal: { ...record.signal!, reasoning } }));
      assert.deepEqual(parseBundle(linesOf(textOf(recordedRun(), written)), 'b.jsonl'), { run: recordedRun(), records: written, torn: false });
    }), { numRuns: 50 });
  });

  it('leaves out a last line that was cut off anywhere, and says so', () => {
    const text = textOf(recordedRun(), records);
    const last = text.lastIndexOf('\n', text.length - 2) + 1;
    fc.assert(fc.property(fc.integer({ min: last + 1, max: text.length - 2 }), (end) => {
      const { records: read, torn } = parseBundle(linesOf(text.slice(0, end)), 'b.jsonl');
      assert.deepEqual([read.length, torn], [2, true]);
    }), { numRuns: 50 });
  });

  it('keeps a last line that only lacks its line break', () => {
    const { records: read, torn } = parseBundle(linesOf(textOf(recordedRun(), records).slice(0, -1)), 'b.jsonl');
    assert.deepEqual([read.length, torn], [3, false]);
  });

  const bad: readonly (readonly [string, string, string])[] = [
    ['no JSON', '{"v":1', 'b.jsonl, line 3: This is no JSON.'],
    ['no record', '[]', 'b.jsonl, line 3: This is no object.'],
    ['a record of another version', JSON.stringify({ ...answeredAt(0, 'BUY'), v: 2 }), 'b.jsonl, line 3: v is not 1.'],
    ['a decision that is none', JSON.stringify({ ...answeredAt(0, 'BUY'), signal: { ...answeredAt(0, 'BUY').signal, decision: 'buy' } }), 'b.jsonl, line 3: signal.decision is none of BUY, SELL, HOLD.'],
    ['a confidence above 1', JSON.stringify({ ...answeredAt(0, 'BUY'), signal: { ...answeredAt(0, 'BUY').signal, confidence: 70 } }), 'b.jsonl, line 3: signal.confidence is above 1.'],
  ];
  for (const [name, line, message] of bad) {
    it(`refuses ${name} by file, line and rule`, () => {
      const [run, first] = textOf(recordedRun(), records).split('\n');
      assert.throws(() => parseBundle(linesOf(`${run}\n${first}\n${line}\n${first}\n`), 'b.jsonl'), { code: 'run-unreadable', message });
    });
  }

  it('refuses a file that does not begin with a run', () => {
    assert.throws(() => parseBundle(linesOf(`${JSON.stringify(records[0])}\n`), 'b.jsonl'), { code: 'run-unreadable', message: 'b.jsonl, line 1: format is not 1.' });
    assert.throws(() => parseBundle([], 'b.jsonl'), { code: 'run-unreadable', message: 'b.jsonl is empty.' });
  });
});
