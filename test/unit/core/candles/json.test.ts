import assert from 'node:assert/strict';
import { parseJson } from '../../../../src/core/candles/json.ts';
import { runToEnd } from '../../../../src/core/candles/rows.ts';
import { onePiece } from '../../../../src/core/candles/csv/table.ts';
import { listOf } from '../../../fixtures/candles.ts';

const parse = (text: string) => runToEnd(parseJson(onePiece(text)));
const hour = 3_600_000;
const midnight = Date.UTC(2024, 0, 31);
const expected = [
  { line: 1, time: midnight, open: 10, high: 12, low: 9, close: 11, volume: 5 },
  { line: 2, time: midnight + hour, open: 11, high: 13, low: 10, close: 12, volume: 6.5 },
];

describe('parseJson', () => {
  const rows = `[[${midnight}, 10, 12, 9, 11, 5], [${midnight + hour}, 11, 13, 10, 12, 6.5]]`;
  const objects = JSON.stringify(expected.map(({ time, open, high, low, close, volume }) => ({ date: new Date(time).toISOString(), symbol: 'BTC/USDT', open, high, low, close, volume, rsi: 40 })));

  it("reads Freqtrade's rows", () => assert.deepEqual(listOf(parse(rows).rows), expected));

  it('reads objects by their keys, in any order', () => {
    const parsed = parse(objects);
    assert.deepEqual(listOf(parsed.rows), expected);
    assert.deepEqual([parsed.zone, [...parsed.rows.extras.keys()]], ['utc', ['rsi']]);
  });

  it('reads objects in pieces of any size', () => {
    const text = objects.replaceAll('},{', '},\n  {');
    for (let size = 1; size < text.length; size += 7) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
      assert.deepEqual(listOf(runToEnd(parseJson({ pieces: () => pieces, count: pieces.length })).rows), expected);
    }
  });

  it('takes numbers in quotes, and says that a time names no zone', () => {
    const parsed = parse('[{"timestamp":"2024-01-31 00:00:00","open":"10","high":"12","low":"9","close":"11","volume":"5"}]');
    assert.deepEqual(listOf(parsed.rows), [expected[0]]);
    assert.deepEqual([parsed.zone, parsed.problems.map(({ rule }) => rule)], ['assumed-utc', ['time-zone']]);
  });

  const unusable: readonly (readonly [string, RegExp])[] = [
    ['[{"name":"Ada"}]', /There is no column for time, open, high, low, close, volume; there are "name"\./],
    ['[1, 2]', /The JSON holds no rows of candles\./],
  ];
  for (const [text, message] of unusable) {
    it(`refuses ${text}`, () => assert.throws(() => parse(text), { code: 'candles-unusable', message }));
  }
});
