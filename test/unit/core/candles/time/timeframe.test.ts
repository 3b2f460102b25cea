import assert from 'node:assert/strict';
import { isoTime, parseTime } from '../../../../../src/core/candles/time/time.ts';
import { floorToStep, parseTimeframe, timeframeOfSpacing } from '../../../../../src/core/candles/time/timeframe.ts';

describe('timeframeOfSpacing', () => {
  for (const timeframe of ['1s', '1m', '5m', '1h', '4h', '1d', '3d', '1w']) {
    it(`names the spacing of ${timeframe}`, () => {
      const step = parseTimeframe(timeframe);
      assert.equal(step?.type === 'fixed' ? timeframeOfSpacing(step.ms) : undefined, timeframe);
    });
  }

  it('takes 31 days for a month', () => {
    assert.equal(timeframeOfSpacing(31 * 86_400_000), '1M');
  });
});

describe('floorToStep', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['5m', '2024-01-01T00:07:30Z', '2024-01-01T00:05:00Z'],
    ['1w', '2024-01-04T12:00:00Z', '2024-01-01T00:00:00Z'],
    ['1M', '2024-02-29T12:00:00Z', '2024-02-01T00:00:00Z'],
  ];
  for (const [timeframe, time, open] of cases) {
    it(`puts ${time} into the ${timeframe} candle of ${open}`, () => {
      assert.equal(isoTime(floorToStep(Date.parse(time), parseTimeframe(timeframe)!)), open);
    });
  }
});

describe('parseTime', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['2024-01-01', '2024-01-01T00:00:00Z'],
    ['2024-01-01T05:30', '2024-01-01T05:30:00Z'],
    ['2024-01-01 05:30:15.250Z', '2024-01-01T05:30:15.250Z'],
    ['2024-01-01T05:30:00-03:30', '2024-01-01T09:00:00Z'],
    ['1704067200', '2024-01-01T00:00:00Z'],
    ['1704067200000', '2024-01-01T00:00:00Z'],
    ['1704067200000000', '2024-01-01T00:00:00Z'],
    ['2024-13-01', undefined],
    ['2024-01-01T24:00', undefined],
    ['12/31/2024', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads "${text}" as ${expected ?? 'no time'}`, () => {
      const time = parseTime(text);
      assert.equal(time === undefined ? undefined : isoTime(time.ms), expected);
    });
  }
});
