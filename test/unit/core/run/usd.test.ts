import assert from 'node:assert/strict';
import { formatCost, formatLimit, formatMost } from '../../../../src/core/run/usd.ts';

describe('money in words', () => {
  it('gives a limit as it was set', () => {
    assert.deepEqual([1, 2.5, 0.005, 0.015, 1000].map(formatLimit), ['$1.00', '$2.50', '$0.005', '$0.015', '$1000.00']);
  });

  it('never understates the most', () => {
    assert.deepEqual([0.1611, 0.16, 0.1 + 0.2, 0.0001, 1234.5].map(formatMost), ['$0.17', '$0.16', '$0.30', '$0.01', '$1,234.50']);
  });

  it('tells little from nothing, and both from unknown', () => {
    assert.deepEqual([0, 0.0001, 0.0149, null].map(formatCost), ['free', 'under $0.01', '$0.01', 'cost unknown']);
  });
});
