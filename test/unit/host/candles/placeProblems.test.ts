import assert from 'node:assert/strict';
import { runToEnd } from '../../../../src/core/candles/rows.ts';
import { placeProblems } from '../../../../src/host/candles/placeProblems.ts';
import { csvOf, minute, seriesOf, start } from '../../../fixtures/candles.ts';

const lines = csvOf(Array.from({ length: 12 }, () => [10, 12, 9, 11, 5])).split('\n');
const withLines = (changes: Readonly<Record<number, string>>) => lines.map((text, i) => changes[i + 1] ?? text);
const place = (texts: readonly string[]) => runToEnd(placeProblems(seriesOf(texts.join('\n')), (line) => texts[line - 1]));
const at = (candle: number) => start + candle * 5 * minute;

describe('placeProblems', () => {
  it('puts rows that were left out first, all at the gap they made', () => {
    const placed = place(withLines({ 5: 'never,1,2,3,4,5', 6: 'never,1,2,3,4,5', 7: 'never,1,2,3,4,5' }));
    assert.deepEqual(placed.map(({ line, rule, severity, time, missing }) => [line, rule, severity, time, missing]), [
      [5, 'not-a-time', 'error', at(3), 0], [6, 'not-a-time', 'error', at(3), 0], [7, 'not-a-time', 'error', at(3), 0], [8, 'gap', 'warning', at(3), 3],
    ]);
  });

  it('puts a row that was kept at the time in its line', () => {
    const [odd] = place(withLines({ 4: lines[3]!.replace(',10,', ',13,') }));
    assert.deepEqual([odd!.rule, odd!.time], ['outside-range', at(2)]);
  });

  it('gives way after a bounded number of problems', () => {
    const many = [lines[0]!, lines[1]!, ...Array.from({ length: 5000 }, () => 'never,1,2,3,4,5'), lines[2]!];
    const steps = [...placeProblems(seriesOf(many.join('\n')), (line) => many[line - 1])];
    assert.equal(steps.length, 3 + Math.floor(5001 / 1024));
  });
});
