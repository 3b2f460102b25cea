import assert from 'node:assert/strict';
import type { Signal } from '../../../src/core/signal/signal.ts';
import { levelsOf } from '../../../src/webview/levels.ts';
import { decided, recordOf } from './fixtures.ts';

const signal = recordOf(0).signal!;

const without = (from: Signal, ...names: readonly (keyof Signal)[]): Signal =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name as keyof Signal))) as Signal;

describe('levelsOf', () => {
  it('measures a buy against its price', () => {
    const levels = levelsOf(signal, 0.088775)!;
    assert.equal(levels.stopChange!.toFixed(2), '-1.70');
    assert.equal(levels.targetChange!.toFixed(2), '3.78');
    assert.equal(levels.rewardToRisk!.toFixed(2), '2.23');
    assert.equal(levels.riskShare!.toFixed(3), '0.310');
  });

  it('measures a sell the same way round', () => {
    const levels = levelsOf({ ...decided(0, 'SELL').signal!, suggested_stop_loss: 110, suggested_take_profit: 80 }, 100)!;
    assert.deepEqual([levels.stopChange, levels.targetChange, levels.rewardToRisk], [10, -20, 2]);
  });

  it('leaves the ratio unknown without both levels', () => {
    const levels = levelsOf(without(signal, 'suggested_take_profit'), 0.088775)!;
    assert.deepEqual([levels.target, levels.targetChange, levels.rewardToRisk, levels.riskShare], [null, null, null, null]);
  });

  it('leaves the ratio unknown when the stop is the price', () => assert.equal(levelsOf(signal, signal.suggested_stop_loss!)?.rewardToRisk, null));

  it('is nothing without levels', () => {
    assert.equal(levelsOf(without(signal, 'suggested_stop_loss', 'suggested_take_profit'), 1), null);
  });
});
