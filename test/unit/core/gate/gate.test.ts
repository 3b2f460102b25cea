import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runToEnd } from '../../../../src/core/candles/rows.ts';
import { evaluateCondition } from '../../../../src/core/gate/evaluate.ts';
import { applyGates, countSurvivors } from '../../../../src/core/gate/gate.ts';
import { parseGate } from '../../../../src/core/gate/parse.ts';
import { candleStates, passedAll } from '../../../../src/core/gate/states.ts';
import { buildFrame } from '../../../../src/core/indicators/frame.ts';
import { momentumGates, usualColumns } from '../../../fixtures/gates.ts';
import { makeSeries } from '../indicators/series.ts';
import { csvOf, minute, randomCandles, seriesOf, start } from '../../../fixtures/candles.ts';

const open = { from: null, to: null };

describe('evaluateCondition', () => {
  const frame = new Map([['a', Float64Array.of(NaN, 1, 2, 2, 3, 2, 1)], ['b', Float64Array.of(2, 2, 2, 2, 2, 2, 2)]]);
  const columns = { has: (name: string) => frame.has(name), problem: () => undefined, list: ['a', 'b'] };
  const judge = (text: string) => Array.from(evaluateCondition(parseGate(text, columns), (name) => frame.get(name)!, 7, (index) => index), (verdict) => [false, true, undefined][verdict]);

  const cases: readonly (readonly [string, readonly (boolean | undefined)[]])[] = [
    ['a > b', [undefined, false, false, false, true, false, false]],
    ['a >= 2', [undefined, false, true, true, true, true, false]],
    ['crosses_above(a, b)', [undefined, undefined, false, false, true, false, false]],
    ['crosses_below(a, 2)', [undefined, undefined, false, false, false, false, true]],
    ['crosses_above(b, 1)', [undefined, false, false, false, false, false, false]],
    ['b > 0 or a > 0', [undefined, true, true, true, true, true, true]],
    ['not a > b', [undefined, true, true, true, false, true, true]],
    ['a * 2 - 1 < -(b - 5)', [undefined, true, false, false, false, false, true]],
    ['a / (b - 2) > 0', [undefined, undefined, undefined, undefined, undefined, undefined, undefined]],
  ];
  for (const [text, expected] of cases) {
    it(`judges ${text}`, () => {
      assert.deepEqual(judge(text), expected);
    });
  }
});

describe('applyGates', () => {
  const close = (prices: readonly number[]) => prices.map((price) => [price, price, price, price, 1] as const);

  it('gives way after a bounded number of candles, and sees a crossing between two such blocks', () => {
    const block = 16_384;
    const series = makeSeries(start, close(Array.from({ length: 2 * block + 1 }, (_, i) => (Math.floor(i / block) % 2 === 0 ? 9 : 11))));
    const steps = applyGates(series, buildFrame(series), { entry: parseGate('crosses_above(close, 10)', usualColumns), exit: parseGate('crosses_below(close, 10)', usualColumns) }, open);
    const shares = [];
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        assert.deepEqual(shares, [block / series.length, 2 * block / series.length, 1]);
        assert.deepEqual(step.value.asked, [{ index: block, gates: ['entry'] }, { index: 2 * block, gates: ['exit'] }]);
        assert.equal(step.value.funnel.warmup, 1);
        return;
      }
      shares.push(step.value);
    }
  });

  it('rejects a column the frame lacks', () => {
    const series = makeSeries(start, close([1, 2]));
    assert.throws(() => runToEnd(applyGates(series, new Map(), { entry: parseGate('close < 0', usualColumns) }, open)), /Expected a column of the frame, got "close"/);
  });

  it('accounts for every candle: candles = warm-up + filled + passed + stopped, at each gate', () => {
    fc.assert(fc.property(randomCandles(260), fc.integer({ min: 0, max: 259 }), fc.integer({ min: 0, max: 40 }), (candles, first, hole) => {
      const lines = csvOf(candles).split('\n');
      lines.splice(210, hole);
      const series = seriesOf(lines.join('\n'));
      const { states, chains, asked, funnel } = runToEnd(applyGates(series, buildFrame(series), momentumGates, { from: start + first * 5 * minute, to: null }));
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

  it('never asks about a candle that fills a gap, and counts it', () => {
    const lines = csvOf(Array.from({ length: 10 }, () => [10, 11, 9, 10, 5])).split('\n');
    lines.splice(4, 3);
    const series = seriesOf(lines.join('\n'));
    const { asked, funnel } = runToEnd(applyGates(series, buildFrame(series), { entry: parseGate('close > 0', usualColumns) }, open));
    assert.deepEqual([funnel.candles, funnel.filled, funnel.asked], [10, 3, 7]);
    assert.deepEqual(asked.map(({ index }) => index), [0, 1, 2, 6, 7, 8, 9]);
  });

  it('counts 199 candles of warm-up for EMA 200', () => {
    const series = seriesOf(csvOf(Array.from({ length: 250 }, (_, i) => [10, 11, 9, 10 + (i % 3) / 10, 5])));
    assert.equal(runToEnd(applyGates(series, buildFrame(series), momentumGates, open)).funnel.warmup, 199);
  });

  it('asks from the start of the range, inclusive, to its end, exclusive', () => {
    const series = seriesOf(csvOf(Array.from({ length: 10 }, () => [10, 11, 9, 10, 5])));
    const always = { entry: parseGate('close > 0', usualColumns) };
    const { asked } = runToEnd(applyGates(series, buildFrame(series), always, { from: start + 10 * minute, to: start + 25 * minute }));
    assert.deepEqual(asked.map(({ index }) => index), [2, 3, 4]);
  });

  it('asks about every nth candle by the clock, whatever the file starts with', () => {
    const candles = Array.from({ length: 40 }, (): readonly [number, number, number, number, number] => [10, 11, 9, 10, 5]);
    const asked = (text: string) => {
      const series = seriesOf(text);
      return runToEnd(applyGates(series, buildFrame(series), { entry: parseGate('every_nth(7)', usualColumns) }, open)).asked.map(({ index }) => series.time[index]!);
    };
    const whole = asked(csvOf(candles));
    const lines = csvOf(candles).split('\n');
    const later = asked([lines[0], ...lines.slice(4)].join('\n'));
    assert.deepEqual(later, whole.filter((time) => time >= start + 3 * 5 * minute));
    assert.ok(whole.every((time, i) => i === 0 || time - whole[i - 1]! === 7 * 5 * minute));
  });
});
