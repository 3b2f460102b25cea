import assert from 'node:assert/strict';
import { readVolume } from '../../../../../src/core/candles/csv/numbers.ts';
import { listOf, parseText } from '../../../../fixtures/candles.ts';

describe('readVolume', () => {
  const cases: readonly (readonly [string, 'point' | 'comma', number])[] = [
    ['1.2K', 'point', 1200],
    ['1.005k', 'point', 1005],
    ['3M', 'point', 3e6],
    ['4,5 B', 'comma', 4.5e9],
    ['12.5', 'point', 12.5],
    ['K', 'point', NaN],
    ['1e3K', 'point', NaN],
    ['5Mb', 'point', NaN],
  ];
  for (const [text, style, value] of cases) {
    it(`reads ${text} as ${value}`, () => assert.equal(readVolume(text, style), value));
  }

  it('takes a cell as long as a file for no number', () => {
    const digits = '0'.repeat(200_000);
    const { problems } = parseText(`date,open,high,low,close,volume\n2024-01-31,10,12,9,11,1\n2024-02-01,10,12,9,${digits}x,5`);
    assert.deepEqual([readVolume(digits, 'comma'), ...problems.filter(({ effect }) => effect === 'dropped').map(({ line, column }) => [line, column])], [NaN, [3, 'close']]);
  });

  it('is for volumes only', () => {
    const { rows, problems } = parseText('date,open,high,low,close,volume\n2024-01-31,10,12,9,11,1.2K\n2024-02-01,10K,12,9,11,5');
    assert.deepEqual(listOf(rows).map(({ volume }) => volume), [1200]);
    assert.deepEqual(problems.filter(({ effect }) => effect === 'dropped').map(({ line, column }) => [line, column]), [[3, 'open']]);
  });
});
