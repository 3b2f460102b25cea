import assert from 'node:assert/strict';
import { describeColumns } from '../../../../../src/core/candles/csv/describeColumns.ts';
import { formatColumnMapping, parseColumnMapping } from '../../../../../src/core/candles/csv/mapping.ts';

describe('parseColumnMapping', () => {
  it('reads indexes and headers', () => {
    assert.deepEqual(parseColumnMapping('time=0, open=1,close=Last Price'), { columns: { time: 0, open: 1, close: 'Last Price' }, clock: undefined, order: undefined });
  });

  it('reads the order of day and month', () => {
    assert.deepEqual(parseColumnMapping('time=Date:DMY,open=2'), { columns: { time: 'Date', open: 2 }, clock: undefined, order: 'dmy' });
  });

  it('reads a time of day in a column of its own', () => {
    assert.deepEqual(parseColumnMapping('time=0+1:mdy'), { columns: { time: 0 }, clock: 1, order: 'mdy' });
  });

  for (const text of ['time=0,open=1,close=Last Price', 'time=Date:dmy,open=2', 'time=0+1:mdy,volume=5', 'close=4']) {
    it(`reads ${text} again as it is written`, () => {
      assert.equal(formatColumnMapping(parseColumnMapping(text)), text);
    });
  }

  const wrong: readonly (readonly [string, string])[] = [
    ['', 'Expected "<field>=<column>" with a field of time, open, high, low, close, volume, got "".'],
    ['time', 'Expected "<field>=<column>" with a field of time, open, high, low, close, volume, got "time".'],
    ['price=1', 'Expected "<field>=<column>" with a field of time, open, high, low, close, volume, got "price=1".'],
    ['open=', 'Expected "<field>=<column>" with a field of time, open, high, low, close, volume, got "open=".'],
    ['open=1,open=2', 'The column of open is given twice.'],
    ['time=0:xyz', 'Expected the order of day and month to be one of dmy, mdy, ymd, got "xyz".'],
  ];
  for (const [text, message] of wrong) {
    it(`rejects "${text}"`, () => {
      assert.throws(() => parseColumnMapping(text), { code: 'columns-invalid', message });
    });
  }
});

describe('describeColumns', () => {
  it('gives the header and a sample', () => {
    assert.deepEqual(describeColumns('when;what\n2024;x'), { hasHeader: true, columns: [{ index: 0, name: 'when', sample: '2024' }, { index: 1, name: 'what', sample: 'x' }] });
  });

  it('gives samples alone without a header', () => {
    assert.deepEqual(describeColumns('1,2\n3,4'), { hasHeader: false, columns: [{ index: 0, name: null, sample: '1' }, { index: 1, name: null, sample: '2' }] });
  });

  it('passes over an address before the table', () => {
    assert.deepEqual(describeColumns('https://example.com\na,b,c\n1,2,3').columns.map(({ name }) => name), ['a', 'b', 'c']);
  });

  it('finds nothing in nothing', () => {
    assert.deepEqual(describeColumns(''), { hasHeader: false, columns: [] });
  });
});
