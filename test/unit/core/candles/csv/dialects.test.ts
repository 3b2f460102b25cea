import assert from 'node:assert/strict';
import { AppError } from '../../../../../src/core/errors.ts';
import { parseColumnMapping } from '../../../../../src/core/candles/csv/mapping.ts';
import { listOf, parseText, seriesOf } from '../../../../fixtures/candles.ts';
import { dialectSamples } from '../../../../fixtures/dialects.ts';

const hour = 3_600_000;
const start = Date.UTC(2024, 0, 31);
const expected = [
  [start, 1000.5, 1003.25, 999, 1002, 12.5],
  [start + hour, 1002, 1010, 1001.5, 1009, 7],
  [start + 2 * hour, 1009, 1009.5, 990, 995.75, 1234.5],
];

describe('parseCsv', () => {
  for (const { name, dialect, zone, text, extras } of dialectSamples) {
    it(`reads ${name} without being told`, () => {
      const series = seriesOf(text, {}, 'candles.csv');
      const rows = Array.from(series.time, (time, i) => [time, ...[series.open, series.high, series.low, series.close, series.volume].map((values) => values[i])]);
      assert.deepEqual(rows, expected);
      assert.deepEqual([series.source.dialect, series.source.zone, series.timeframe], [dialect, zone, '1h']);
      assert.deepEqual([...series.extras.keys()], extras ?? []);
    });
  }

  it('keeps the values of extra columns, unknown where there is none', () => {
    const { extras } = seriesOf(dialectSamples.find(({ dialect }) => dialect === 'tradingview')!.text, {}, 'candles.csv');
    assert.deepEqual([...extras].map(([name, values]) => [name, [...values]]), [['EMA', [NaN, 1001.5, 1002.5]], ['RSI', [NaN, NaN, 55.5]], ['EMA.1', [1001.1, 1002.2, 1003.3]]]);
  });

  it('leaves extra columns unknown on candles that fill a gap', () => {
    const { extras } = seriesOf('date,open,high,low,close,volume,x\n2024-01-01T00:00Z,1,1,1,1,1,5\n2024-01-01T01:00Z,1,1,1,1,1,6\n2024-01-01T03:00Z,1,1,1,1,1,7', {}, 'candles.csv');
    assert.deepEqual([...extras.get('x')!], [5, 6, NaN, 7]);
  });

  it('neither loses nor repeats a candle when the offset changes with daylight saving', () => {
    const times = ['2024-10-27T01:00:00+02:00', '2024-10-27T02:00:00+02:00', '2024-10-27T02:00:00+01:00', '2024-10-27T03:00:00+01:00'];
    const series = seriesOf(['date,open,high,low,close,volume', ...times.map((time) => `${time},1,1,1,1,1`)].join('\n'), {}, 'candles.csv');
    assert.deepEqual([series.length, series.filledCount, series.source.merged, series.source.zone], [4, 0, 0, '+01:00/+02:00']);
  });

  const header = 'date,open,high,low,close,volume';
  const dated = (...dates: readonly string[]) => [header, ...dates.map((date) => `${date},1,1,1,1,1`)].join('\n');
  const orders: readonly (readonly [string, string, string])[] = [
    ['a day above 12 somewhere', dated('03/04/2024', '04/04/2024', '13/04/2024'), '2024-04-03'],
    ['a second number above 12', dated('03/04/2024', '03/05/2024', '03/13/2024'), '2024-03-04'],
    ['times that run one way only with the month first', dated('03/11/2024', '03/12/2024', '04/01/2024', '04/02/2024'), '2024-03-11'],
    ['times that are evenly spaced only with the day first', dated('03/04/2024 00:00', '03/04/2024 12:00', '04/04/2024 00:00', '04/04/2024 12:00'), '2024-04-03'],
    ['the user', dated('03/04/2024'), '2024-04-03'],
  ];
  for (const [why, text, first] of orders) {
    it(`takes the order of day and month from ${why}`, () => {
      const { rows } = parseText(text, why === 'the user' ? parseColumnMapping('time=0:dmy') : undefined);
      assert.equal(new Date(rows.time[0]!).toISOString().slice(0, 10), first);
    });
  }

  it('does not guess the order of day and month, but says how to choose it', () => {
    assert.throws(() => parseText(dated('03/04/2024 00:00', '03/04/2024 01:00')), (error) => error instanceof AppError && error.code === 'candles-unusable'
      && error.message.includes('"03/04/2024 00:00" can be both') && error.hint === 'Say which: --columns time=0:dmy or --columns time=0:mdy.');
  });

  it('takes the day first between dots, and says so', () => {
    const { rows, problems } = parseText(dated('03.04.2024 00:00', '03.04.2024 01:00'));
    assert.equal(rows.time[0], Date.UTC(2024, 3, 3));
    assert.ok(problems.some(({ rule, effect }) => rule === 'date-order' && effect === 'kept'));
  });

  const unknown = 'when,a,b,c,d,e\n2024-01-01T00:00Z,1,3,0.5,2,10\n2024-01-01T01:00Z,2,3,1,2,10';

  it('says which columns there are when it does not know them', () => {
    assert.throws(() => parseText(unknown), (error) => error instanceof AppError && error.message.includes('0 "when" (such as "2024-01-01T00:00Z"), 1 "a" (such as "1")')
      && error.hint === 'Say which columns they are, by index or header: --columns time=0,open=1,high=2,low=3,close=4,volume=5.');
  });

  for (const mapping of ['time=0,open=1,high=2,low=3,close=4,volume=5', 'time=when,open=a,high=B,low=c,close=d,volume=e']) {
    it(`reads unknown columns as ${mapping}`, () => {
      const [row] = listOf(parseText(unknown, parseColumnMapping(mapping)).rows);
      assert.deepEqual(row, { line: 2, time: Date.UTC(2024, 0, 1), open: 1, high: 3, low: 0.5, close: 2, volume: 10 });
    });
  }

  it('reads unknown columns without a header by their indexes', () => {
    const { rows, dialect } = parseText('x;10;2;0.5;3;1;1704067200', parseColumnMapping('time=6,open=5,high=4,low=3,close=2,volume=1'));
    assert.deepEqual(listOf(rows), [{ line: 1, time: Date.UTC(2024, 0, 1), open: 1, high: 3, low: 0.5, close: 2, volume: 10 }]);
    assert.equal(dialect, 'csv-mapped');
  });

  it('names the column of a mapping that is not there', () => {
    assert.throws(() => parseText(unknown, parseColumnMapping('time=When,open=nope,high=9')), { code: 'candles-unusable', message: /^There is no column "nope", 9; there are 0 "when"/ });
  });

  it('asks only for the column that is missing', () => {
    assert.throws(() => parseText('time,open,high,low,close\n1706659200,1,3,0.5,2'), { message: /^No column is known to be volume; there are 0 "time"/, hint: /--columns volume=<column>\.$/ });
  });

  it('does not take numbers for candles whose high is not the highest', () => {
    assert.throws(() => parseText('1706659200,1,2,3,4,5\n1706662800,5,4,3,2,1'), { code: 'candles-unusable' });
  });
});
