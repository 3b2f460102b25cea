import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCsv } from '../../../../../src/core/candles/csv/csv.ts';
import { readHead } from '../../../../../src/core/candles/csv/head.ts';
import { findLayout } from '../../../../../src/core/candles/csv/layout.ts';
import { readPlainCsv } from '../../../../../src/core/candles/csv/plainCsv.ts';
import { parseTime } from '../../../../../src/core/candles/time/time.ts';
import { runToEnd, type ParsedRows } from '../../../../../src/core/candles/rows.ts';
import { csvOf, listOf, parseText, textSource } from '../../../../fixtures/candles.ts';

const comparable = ({ rows, ...rest }: ParsedRows) => ({ ...rest, rows: listOf(rows), extras: [...rows.extras].map(([name, values]) => [name, [...values]]) });
const slowly = (text: string) => runToEnd(parseCsv(textSource(text)));
const readFast = (text: string) => runToEnd(readPlainCsv(new TextEncoder().encode(text), findLayout(readHead(text), undefined)));

const digits = (least: number) => fc.array(fc.constantFrom(...'0123456789'), { minLength: least, maxLength: 17 }).map((list) => list.join(''));
const price = fc.oneof(
  fc.tuple(fc.constantFrom('', '-'), digits(0), fc.constantFrom('', '.'), digits(0)).map((parts) => parts.join('')),
  fc.integer({ min: 0, max: 1_000_000 }).map(String),
  fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 99_999_999 })).map(([whole, part]) => `${whole}.${part}`),
  fc.double({ min: 1e-9, max: 1e9, noNaN: true }).map(String),
  fc.constantFrom('0.00000001', '0.09946999000000001', '123456789012345.678', '1e-7', '-1.5', '1.', '.5', '+5', '1 000', ''),
);
const time = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).chain((date) => {
  const iso = date.toISOString();
  const seconds = iso.slice(0, 19);
  return fc.constantFrom(iso, seconds, `${seconds}Z`, seconds.replace('T', ' '), `${seconds}+00:00`, `${seconds}+02:00`, `${seconds}-0330`, iso.slice(0, 10),
    String(Math.abs(Math.floor(date.getTime() / 1000))), String(Math.abs(date.getTime())), String(Math.abs(date.getTime()) * 1000), '2024-02-30T00:00:00Z', '2024-01-01T24:00:00', 'never');
});
const row = fc.tuple(time, fc.array(price, { minLength: 4, maxLength: 7 })).map(([at, cells]) => [at, ...cells].join(','));
const good = fc.tuple(time, fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 5, maxLength: 5 })).map(([at, [a = 0, b = 0, c = 0, d = 0, e = 0]]) => [at, a / 100, (a + b) / 100, a / 200, (a + c / 2) / 100, d / 1000, e].join(','));
const table = (rows: fc.Arbitrary<string>) =>
  fc.tuple(fc.array(rows, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean()).map(([list, newline, isOpen]) => `date,open,high,low,close,volume,rsi${newline}${list.join(newline)}${isOpen ? '' : newline}`);

describe('readPlainCsv', () => {
  it('reads what the careful way reads, or leaves it to that', () => {
    fc.assert(fc.property(fc.oneof(table(good), table(row)), (text) => {
      assert.deepEqual(comparable(parseText(text)), comparable(slowly(text)));
    }), { numRuns: 400 });
  });

  const plain: readonly (readonly [string, string])[] = [
    ['Freqtrade-style', 'date,open,high,low,close,volume\n2024-01-01 00:00:00+00:00,0.0984,0.0994766,0.09828605,0.0994766,1820.54447418\n'],
    ['epochs, carriage returns and an open end', 'time,open,high,low,close,volume\r\n1704067200,1,3,0.5,2,10\r\n1704067500,1,3,0.5,2,10'],
    ['numbers of 17 digits and exponents', 'date,open,high,low,close,volume\n2024-01-01T00:00:00Z,0.09946999000000001,0.1,1e-7,0.09946999000000001,1820.544744181820544'],
    ['text between the columns', 'unix,symbol,open,high,low,close,volume\n1704067200,BTC/USDT,1,3,0.5,2,10'],
    ['blank lines', 'date,open,high,low,close,volume\n\n2024-01-01T00:00:00Z,1,3,0.5,2,10\n\r\n2024-01-01T00:05:00Z,1,3,0.5,2,10\n\n'],
  ];
  for (const [name, text] of plain) {
    it(`reads ${name}`, () => {
      const fast = readFast(text);
      assert.ok(fast, 'Expected the fast way to do');
      assert.deepEqual(listOf(fast.rows), listOf(slowly(text).rows));
    });
  }

  it('reads digits of any number as Number does', () => {
    const positive = fc.tuple(digits(1), digits(1)).map(([whole, part]) => `${whole}.${part}`);
    fc.assert(fc.property(fc.oneof(positive, digits(1)), (cell) => {
      const fast = readFast(`date,open,high,low,close,volume\n2024-01-01T00:00:00Z,${cell},${cell},${cell},${cell},${cell}`);
      assert.ok(fast);
      assert.equal(fast.rows.close[0], Number(cell));
    }), { numRuns: 500 });
  });

  it('knows the days of the calendar', () => {
    const two = (value: number) => String(value).padStart(2, '0');
    const years = [1899, 1900, 1970, 2000, 2023, 2024, 2100];
    const days = years.flatMap((year) => Array.from({ length: 14 * 33 }, (_, i) => `${year}-${two(i % 14)}-${two(Math.floor(i / 14))}T23:59:59Z`));
    for (const day of days) {
      const text = `date,open,high,low,close,volume\n2024-01-01T00:00:00Z,1,3,0.5,2,10\n${day},1,3,0.5,2,10\n`;
      assert.equal(readFast(text)?.rows.time[1], parseTime(day)?.ms, day);
    }
  });

  it('reads a bounded number of bytes between two steps', () => {
    const text = csvOf(Array.from({ length: 60_000 }, () => [10, 12, 9, 11, 5]));
    const headerBytes = 32;
    const steps = [...readPlainCsv(new TextEncoder().encode(text), findLayout(readHead(text.slice(0, 10_000)), undefined))];
    assert.ok(steps.every((share, i) => (share - (steps[i - 1] ?? 0)) * text.length <= 2 ** 18 + headerBytes), String(steps));
  });

  const odd: readonly (readonly [string, string])[] = [
    ['quotes', 'date,open,high,low,close,volume\n"2024-01-01T00:00:00Z",1,3,0.5,2,10'],
    ['a missing cell', 'date,open,high,low,close,volume\n2024-01-01T00:00:00Z,1,3,,2,10'],
    ['a short row', 'date,open,high,low,close,volume\n2024-01-01T00:00:00Z,1,3'],
    ['a low above the high', 'date,open,high,low,close,volume\n2024-01-01T00:00:00Z,1,3,4,2,10'],
    ['a day that does not exist', 'date,open,high,low,close,volume\n2024-02-30T00:00:00Z,1,3,0.5,2,10'],
  ];
  for (const [name, text] of odd) {
    it(`leaves ${name} to the careful way`, () => {
      assert.equal(readFast(text), undefined);
    });
  }
});
