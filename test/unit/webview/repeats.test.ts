import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { QuestionRecord } from '../../../src/core/run/record.ts';
import { flipRates, repeatsAt } from '../../../src/webview/repeats.ts';
import { describeRepeats } from '../../../src/webview/detail/repeats.ts';
import { decided, failedAt, recordOf, timeOf } from './fixtures.ts';

const repeated = (index: number, ...decisions: readonly ('BUY' | 'SELL' | 'HOLD')[]): readonly QuestionRecord[] =>
  decisions.map((decision, at) => ({ ...decided(index, decision), repeat: at + 1 }));

describe('flipRates', () => {
  it('knows each candle that was asked several times', () => {
    const rates = flipRates([...repeated(1, 'BUY', 'BUY', 'SELL', 'HOLD', 'BUY'), ...repeated(2, 'SELL', 'SELL')]);
    assert.deepEqual([...rates], [[timeOf(1), 0.4], [timeOf(2), 0]]);
  });
  it('is the same however the records came', () => {
    const decision = fc.constantFrom('BUY' as const, 'SELL' as const, 'HOLD' as const);
    const record = fc.tuple(fc.integer({ min: 1, max: 4 }), decision, fc.integer({ min: 1, max: 3 })).map(([index, answer, repeat]) => ({ ...decided(index, answer), repeat }));
    fc.assert(fc.property(fc.array(fc.array(record, { maxLength: 5 }), { maxLength: 6 }), (batches) => {
      let known: readonly QuestionRecord[] = [];
      let rates = flipRates(known);
      for (const batch of batches) {
        known = [...known, ...batch];
        rates = flipRates(known, batch, rates);
      }
      assert.deepEqual(new Map([...rates].toSorted(([a], [b]) => a - b)), new Map([...flipRates(known)].toSorted(([a], [b]) => a - b)));
    }));
  });
  it('is empty when nothing was asked twice', () => assert.equal(flipRates([recordOf(1), recordOf(2)]).size, 0));
});

describe('repeatsAt', () => {
  it('gives the answers of one candle in their order, each as it was answered last', () => {
    const again = { ...decided(1, 'HOLD'), repeat: 2 };
    const [first, second] = repeated(1, 'BUY', 'SELL');
    assert.deepEqual(repeatsAt([second!, recordOf(2), first!, again], timeOf(1)), [first, again]);
  });
});

describe('describeRepeats', () => {
  it('says how many decisions differ from most', () => assert.equal(describeRepeats(repeated(1, 'BUY', 'BUY', 'SELL', 'HOLD', 'BUY'), 0.4), '5 answers, flip rate 40.0%: 2 decisions differ from most.'));
  it('says when all are alike', () => assert.equal(describeRepeats(repeated(1, 'BUY', 'BUY'), 0), '2 answers, all alike.'));
  it('counts what failed apart', () => assert.equal(describeRepeats([recordOf(1), { ...failedAt(1), repeat: 2 }], undefined), '1 of 2 answers came.'));
});
