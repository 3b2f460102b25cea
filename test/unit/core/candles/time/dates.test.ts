import assert from 'node:assert/strict';
import { parseDate } from '../../../../../src/core/candles/time/dates.ts';
import { isoTime } from '../../../../../src/core/candles/time/time.ts';

describe('parseDate', () => {
  const named: readonly (readonly [string, string])[] = [
    ['16 Jan 2018 08:30', '2018-01-16T08:30:00Z'],
    ['16-Jan-2018 08:30:15', '2018-01-16T08:30:15Z'],
    ['Jan 16, 2018', '2018-01-16T00:00:00Z'],
    ['September 3, 2024, 5:30 PM', '2024-09-03T17:30:00Z'],
    ['3 Sept. 2024', '2024-09-03T00:00:00Z'],
  ];
  for (const [cell, time] of named) {
    it(`reads ${cell} in any order of day and month`, () => {
      for (const order of ['ymd', 'dmy', 'mdy'] as const) {
        assert.equal(isoTime(parseDate(cell, order)!.ms), time);
      }
    });
  }

  for (const cell of ['16 Foo 2018', '31 Feb 2018', 'Jan 2018', 'Ma 3, 2018', '16 Jan 20181']) {
    it(`takes ${cell} for no date`, () => assert.equal(parseDate(cell, 'dmy'), undefined));
  }
});
