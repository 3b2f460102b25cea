import assert from 'node:assert/strict';
import fc from 'fast-check';
import { momentumGates } from '../../../../src/core/gate/defaults.ts';
import { compileCondition } from '../../../../src/core/gate/evaluate.ts';
import { column, formatCondition, number, type Condition } from '../../../../src/core/gate/expression.ts';
import { applyGates, countSurvivors } from '../../../../src/core/gate/gate.ts';
import { candleStates, passedAll } from '../../../../src/core/gate/states.ts';
import { buildFrame } from '../../../../src/core/indicators/frame.ts';
import { csvOf, minute, randomCandles, seriesOf, start } from '../../../fixtures/candles.ts';

const open = { from: null, to: null };

describe('formatCondition', () => {
  it('writes the default gates in the gate language', () => {
    assert.equal(formatCondition(momentumGates.entry), 'rsi < 30 and close > ema_200 and volume > volume_mean');
    assert.equal(formatCondition(momentumGates.exit), 'crosses_above(rsi, 70) or crosses_below(close, ema_20)');
  });

  it('puts brackets where and and or meet', () => {
    const above: Condition = { type: 'comparison', operator: '>=', left: column('close'), right: number(1) };
    assert.equal(formatCondition({ type: 'and', left: { type: 'or', left: above, right: above }, right: above }), '(close >= 1 or close >= 1) and close >= 1');
  });
});

describe('compileCondition', () => {
  const frame = new Map([['a', Float64Array.of(NaN, 1, 2, 2, 3, 2, 1)], ['b', Float64Array.of(2, 2, 2, 2, 2, 2, 2)]]);
  const judge = (condition: Condition) => Array.from({ length: 7 }, (_, i) => compileCondition(condition, frame)(i));

  it('crosses above on the candle that leaves the other side or equality', () => {
    assert.deepEqual(judge({ type: 'crosses', direction: 'above', left: column('a'), right: column('b') }), [undefined, undefined, false, false, true, false, false]);
  });

  it('crosses below likewise', () => {
    assert.deepEqual(judge({ type: 'crosses', direction: 'below', left: column('a'), right: number(2) }), [undefined, undefined, false, false, false, false, true]);
  });

  it('is unknown when either side of an or is unknown', () => {
    const known: Condition = { type: 'comparison', operator: '>', left: column('b'), right: number(0) };
    const unknown: Condition = { type: 'comparison', operator: '>', left: column('a'), right: number(0) };
    assert.equal(judge({ type: 'or', left: known, right: unknown })[0], undefined);
  });

  it('rejects a column the frame lacks', () => {
    assert.throws(() => judge({ type: 'comparison', operator: '<', left: column('c'), right: number(0) }), /Expected a column of the frame, got "c"/);
  });
});

describe('applyGates', () => {
  it('accounts for every candle: candles = warm-up + filled + passed + stopped, at each gate', () => {
    fc.assert(fc.property(randomCandles(260), fc.integer({ min: 0, max: 259 }), fc.integer({ min: 0, max: 40 }), (candles, first, hole) => {
      const lines = csvOf(candles).split('\n');
      lines.splice(210, hole);
      const series = seriesOf(lines.join('\n'));
      const { states, chains, asked, funnel } = applyGates(series, buildFrame(series), momentumGates, { from: start + first * 5 * minute, to: null });
      assert.equal(funnel.candles, series.length - first);
      for (const chain of chains) {
        const { passed, stopped } = funnel[chain.name]!;
        assert.equal(funnel.candles, funnel.warmup + funnel.filled + passed + Object.values(stopped).reduce((sum, n) => sum + n, 0));
        assert.equal(countSurvivors(states, chain).at(-1)!.survivors, passed);
      }
      assert.equal(funnel.asked, asked.length);
      for (const { index, gates } of asked) {
        assert.equal(states[index], candleStates.judged);
        assert.equal(series.filled[index], 0);
        assert.deepEqual(chains.filter((chain) => chain.stops[index] === passedAll).map((chain) => chain.name), gates);
      }
    }), { numRuns: 50 });
  });

  it('counts 199 candles of warm-up for EMA 200', () => {
    const series = seriesOf(csvOf(Array.from({ length: 250 }, (_, i) => [10, 11, 9, 10 + (i % 3) / 10, 5])));
    assert.equal(applyGates(series, buildFrame(series), momentumGates, open).funnel.warmup, 199);
  });

  it('asks from the start of the range, inclusive, to its end, exclusive', () => {
    const series = seriesOf(csvOf(Array.from({ length: 10 }, () => [10, 11, 9, 10, 5])));
    const always = { entry: { type: 'comparison', operator: '>', left: column('close'), right: number(0) } } as const;
    const { asked } = applyGates(series, buildFrame(series), always, { from: start + 10 * minute, to: start + 25 * minute });
    assert.deepEqual(asked.map(({ index }) => index), [2, 3, 4]);
  });
});
