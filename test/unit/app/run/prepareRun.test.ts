import assert from 'node:assert/strict';
import { loadCandles } from '../../../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun } from '../../../../src/app/run/prepareRun.ts';
import { patternIndicators } from '../../../../src/core/indicators/catalogPatterns.ts';
import { csvOf } from '../../../fixtures/candles.ts';

describe('prepareRun', () => {
  const many = new TextEncoder().encode(csvOf(Array.from({ length: 60_000 }, () => [10, 12, 9, 11, 5])));
  // Much to compute, so that there is time for a pause on any machine.
  const choices = { ...defaultChoices, marketData: Object.fromEntries(patternIndicators.flatMap(({ columns }) => columns.map((name) => [name, name]))) };

  it('tells how far it is', async () => {
    const shares: number[] = [];
    await prepareRun(await loadCandles(many, 'BTC_USDT-5m.csv'), choices, { onProgress: (share) => shares.push(share) });
    assert.ok(shares.length > 0 && shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1));
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const preparing = prepareRun(await loadCandles(many, 'BTC_USDT-5m.csv'), choices, { signal: controller.signal, onProgress: () => controller.abort() });
    await assert.rejects(preparing, { code: 'cancelled' });
  });

  it('asks for a pair that nobody gave', async () => {
    await assert.rejects(prepareRun(await loadCandles(many, 'candles.csv'), defaultChoices), { code: 'pair-unknown' });
  });
});
