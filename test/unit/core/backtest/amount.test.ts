import assert from 'node:assert/strict';
import { formatAmount, formatPercent, formatRate } from '../../../../src/core/backtest/amount.ts';

describe('amounts of a backtest', () => {
  it('show what a small wallet lost', () => {
    assert.deepEqual([formatAmount(-0.0000165, 0.05), formatAmount(0.00000012, 0.0004), formatAmount(7.94308, 1000), formatAmount(1.5, 99)], ['-0.0000165', '0.00000012', '7.94', '1.5000']);
  });

  it('are no minus zero', () => {
    assert.deepEqual([formatAmount(-0.004, 1000), formatAmount(0, 0), formatPercent(-0.00001), formatPercent(-0.0011)], ['0.00', '0.00', '0.00 %', '-0.11 %']);
  });

  it('have rates without the dust of binary arithmetic', () => {
    assert.deepEqual([formatRate(0.104200099999999), formatRate(148.756), formatRate(0.00000012)], ['0.1042001', '148.756', '0.00000012']);
  });
});
