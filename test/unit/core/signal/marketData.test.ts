import assert from 'node:assert/strict';
import { documentedMarketData, parseMarketDataOption, resolveMarketData } from '../../../../src/core/signal/marketData.ts';
import { usualColumns } from '../../../fixtures/gates.ts';

describe('resolveMarketData', () => {
  it('adds to the documented names, and lets one be given another column', () => {
    assert.deepEqual(resolveMarketData({ atr: 'atr_14', ema_short: 'ema_9' }, usualColumns), { ...documentedMarketData, atr: 'atr_14', ema_short: 'ema_9' });
  });

  it('says which column does not exist, and which comes near', () => {
    assert.throws(() => resolveMarketData({ atr: 'atr14' }, usualColumns), { code: 'market-data-invalid', message: 'There is no column "atr14" for atr.', hint: 'Did you mean atr_14?' });
  });

  for (const name of ['recent_candles', 'price change', '1st', '']) {
    it(`refuses the name "${name}"`, () => {
      assert.throws(() => resolveMarketData({ [name]: 'rsi' }, usualColumns), { code: 'market-data-invalid' });
    });
  }
});

describe('parseMarketDataOption', () => {
  it('reads name=column', () => {
    assert.deepEqual(parseMarketDataOption(' atr = atr_14 '), ['atr', 'atr_14']);
  });

  it('says what it expected', () => {
    assert.throws(() => parseMarketDataOption('atr'), { code: 'market-data-invalid', message: 'Expected name=column, got "atr".' });
  });
});
