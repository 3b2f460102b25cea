import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCsv } from '../../../../../src/core/candles/csv/csv.ts';
import { runToEnd } from '../../../../../src/core/candles/rows.ts';
import { AppError } from '../../../../../src/core/errors.ts';
import { listOf, parseText, textSource } from '../../../../fixtures/candles.ts';
import { dialectSamples } from '../../../../fixtures/dialects.ts';

const header = 'date,open,high,low,close,volume';

describe('parseCsv', () => {
  const layouts: readonly (readonly [string, string])[] = [
    ['Freqtrade order', `${header}\n2024-01-01 00:00:00+00:00,1,3,0.5,2,10`],
    ['any order and case', 'Volume,CLOSE,low,High,Open,Time\n10,2,0.5,3,1,2024-01-01T00:00:00Z'],
    ['epoch seconds', 'timestamp,open,high,low,close,volume\n1704067200,1,3,0.5,2,10'],
    ['epoch milliseconds', 'open_time,open,high,low,close,volume\n1704067200000,1,3,0.5,2,10'],
    ['a zone of its own', `${header}\n2024-01-01 02:00:00+02:00,1,3,0.5,2,10`],
    ['extra columns', 'date,open,high,low,close,volume,trades\n2024-01-01T00:00Z,1,3,0.5,2,10,77'],
    ['quoted cells', '"date","open","high","low","close","volume"\r\n"2024-01-01T00:00Z","1","3","0.5","2","10"\r\n'],
    ['a byte order mark and semicolons', `\uFEFF${header.replaceAll(',', ';')}\n2024-01-01T00:00Z;1;3;0.5;2;10`],
    ['blank lines', `${header}\n\n2024-01-01T00:00Z,1,3,0.5,2,10\n\n`],
  ];
  for (const [name, text] of layouts) {
    it(`reads ${name}`, () => {
      const [row] = listOf(parseText(text).rows);
      assert.deepEqual({ ...row, line: 0 }, { line: 0, time: Date.UTC(2024, 0, 1), open: 1, high: 3, low: 0.5, close: 2, volume: 10 });
    });
  }

  const zones: readonly (readonly [string, string])[] = [
    ['2024-01-01T00:00:00Z', 'utc'],
    ['2024-01-01 00:00:00+00:00', 'utc'],
    ['1704067200', 'utc'],
    ['2024-01-01 00:00:00', 'assumed-utc'],
    ['2024-01-01 00:00:00+0200', '+02:00'],
  ];
  for (const [cell, zone] of zones) {
    it(`says the zone of ${cell} is ${zone}`, () => {
      assert.equal(parseText(`${header}\n${cell},1,3,0.5,2,10`).zone, zone);
    });
  }

  it('says that a missing zone is taken as UTC', () => {
    const { problems } = parseText(`${header}\n2024-01-01 00:00:00,1,3,0.5,2,10`);
    assert.deepEqual(problems.map(({ rule, effect }) => [rule, effect]), [['time-zone', 'kept']]);
  });

  const bad: readonly (readonly [string, string, string, string])[] = [
    ['2024-01-01T00:00Z,1,3,,2,10', 'missing-cell', 'low', ''],
    ['2024-01-01T00:00Z,1,x,0.5,2,10', 'not-a-number', 'high', 'x'],
    ['2024-01-01T00:00Z,1,NaN,0.5,2,10', 'not-a-number', 'high', 'NaN'],
    ['2024-01-01T00:00Z,1,Infinity,0.5,2,10', 'not-a-number', 'high', 'Infinity'],
    ['yesterday,1,3,0.5,2,10', 'not-a-time', 'date', 'yesterday'],
    ['2024-02-30,1,3,0.5,2,10', 'not-a-time', 'date', '2024-02-30'],
    ['2024-01-01T00:00Z,1,3,4,2,10', 'low-above-high', 'low', '4'],
    ['2024-01-01T00:00Z,1,3', 'missing-cell', 'low', ''],
  ];
  for (const [line, rule, column, value] of bad) {
    it(`drops and lists "${line}" as ${rule}, and keeps the rest`, () => {
      const parsed = parseText(`${header}\n2024-01-01T00:05Z,1,3,0.5,2,10\n${line}`);
      assert.equal(parsed.rows.length, 1);
      assert.equal(parsed.read, 2);
      assert.deepEqual(parsed.problems.map((problem) => [problem.line, problem.rule, problem.column, problem.value, problem.effect]), [[3, rule, column, value, 'dropped']]);
    });
  }

  it('names line 4 after a cell with a line break', () => {
    const { problems } = parseText(`${header},note\n2024-01-01T00:00Z,1,3,0.5,2,10,"a\nb"\n2024-01-01T00:05Z,1,3,0.5,oops,10,c`);
    assert.deepEqual(problems.map(({ line }) => line), [4]);
  });

  it('reads the same wherever the text is cut into pieces', () => {
    const texts = [...dialectSamples.map(({ text }) => text), `${header},note\n2024-01-01T00:00Z,1,3,0.5,2,10,"a\n\nb"\n2024-01-01T00:05Z,1,3,x,2,10,"c`];
    fc.assert(fc.property(fc.constantFrom(...texts), fc.array(fc.nat(500), { maxLength: 8 }), (text, cuts) => {
      const ends = [...cuts.map((cut) => cut % text.length), text.length].sort((a, b) => a - b);
      const pieces = ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end));
      const [whole, cut] = [textSource(text), { ...textSource(text), pieces: () => pieces, count: pieces.length }].map((source) => runToEnd(parseCsv(source)));
      assert.deepEqual({ ...cut!, rows: listOf(cut!.rows) }, { ...whole!, rows: listOf(whole!.rows) });
    }));
  });

  it('loses no candle above the header of files that were put together', () => {
    const candle = (hour: number) => `2024-01-01T0${hour}:00Z,1,3,0.5,2,10`;
    const { rows, read, problems } = parseText([candle(0), candle(1), header, candle(2), header, candle(3)].join('\n'));
    assert.deepEqual([rows.length, read], [4, 6]);
    assert.deepEqual(problems.map(({ line, rule }) => [line, rule]), [[3, 'not-a-time'], [5, 'not-a-time']]);
  });

  it('says how far a row reaches whose quote is not closed', () => {
    const { problems, read } = parseText(`${header}\n2024-01-01T00:00Z,1,3,0.5,2,10\n"2024-01-01T00:05Z,1,3,0.5,2,10\n2024-01-01T00:10Z,1,3,0.5,2,10`);
    assert.equal(read, 2);
    assert.deepEqual(problems.map(({ line, message }) => [line, message]), [[3, 'There is no open. The row is left out. It reaches to line 4, because of a quote.']]);
  });

  it('says which columns are missing and which there are', () => {
    assert.throws(() => parseText('name,age\nA,1'), (error) => error instanceof AppError && error.code === 'candles-unusable' && error.message === 'No column is known to be time, open, high, low, close, volume; there are 0 "name" (such as "A"), 1 "age" (such as "1").');
  });

  it('says that an empty file is empty', () => {
    assert.throws(() => parseText(''), { code: 'candles-unreadable', message: 'The file is empty.' });
  });
});
