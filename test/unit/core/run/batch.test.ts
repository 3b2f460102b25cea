import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchQuestionId, pollWaitMs, splitBatches, waitingWords } from '../../../../src/core/run/batch.ts';

describe('splitBatches', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 200 });
  const limits = fc.record({ requests: fc.integer({ min: 1, max: 20 }), bytes: fc.integer({ min: 600, max: 3000 }) });

  it('keeps every question once, in order, within the limits', () => {
    fc.assert(fc.property(sizes, limits, (items, most) => {
      const batches = [...splitBatches(items, (size) => size, most)];
      assert.deepEqual(batches.flat(), items);
      for (const batch of batches) {
        assert.ok(batch.length > 0 && batch.length <= most.requests);
        assert.ok(batch.reduce((sum, size) => sum + size, 0) < most.bytes);
      }
    }));
  });

  it('makes no more batches than it needs', () => {
    const count = (items: number, most: { requests: number; bytes: number }) => [...splitBatches(Array.from({ length: items }, () => 10), (size) => size, most)].length;
    assert.deepEqual([count(10, { requests: 5, bytes: 1e6 }), count(11, { requests: 5, bytes: 1e6 }), count(0, { requests: 5, bytes: 1e6 })], [2, 3, 0]);
    assert.equal(count(300, { requests: 1000, bytes: 1064 }), 3);
  });

  it('sends what is too large for any batch by itself', () => {
    assert.deepEqual([...splitBatches([10, 5000, 10], (size) => size, { requests: 9, bytes: 1000 })], [[10], [5000], [10]]);
  });
});

describe('batchQuestionId', () => {
  const key = fc.stringMatching(/^[0-9a-f]{64}$/);
  const place = fc.record({ time: fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }).map((date) => date.toISOString()), repeat: fc.integer({ min: 1, max: 100 }) });

  it('is what both services take', () => {
    fc.assert(fc.property(key, key, place, (run, question, at) => assert.match(batchQuestionId(run, question, at), /^[a-zA-Z0-9_-]{1,64}$/)));
  });

  it('tells places, repeats, questions and runs apart', () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const at = { time: '2018-01-16T00:00:00.000Z', repeat: 1 };
    const ids = [batchQuestionId(a, a, at), batchQuestionId(b, a, at), batchQuestionId(a, b, at), batchQuestionId(a, a, { ...at, repeat: 2 }), batchQuestionId(a, a, { ...at, time: '2018-01-16T00:05:00.000Z' })];
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('pollWaitMs', () => {
  it('grows from about 15 seconds to about a minute', () => {
    assert.deepEqual([0, 1, 2, 3, 4, 50].map((polls) => pollWaitMs(polls, 0.5)), [15_000, 22_500, 33_750, 50_625, 60_000, 60_000]);
    assert.deepEqual([pollWaitMs(0, 0), pollWaitMs(50, 1)].map(Math.round), [12_000, 72_000]);
  });
});

describe('waitingWords', () => {
  it('says how far it is', () => {
    assert.equal(waitingWords('anthropic', { batches: 1, done: 120, total: 500 }), 'Waiting for the batch of anthropic: 120 of 500 done.');
    assert.equal(waitingWords('openai', { batches: 3, done: 0, total: 120_000 }), 'Waiting for 3 batches of openai: 0 of 120,000 done.');
  });
});
