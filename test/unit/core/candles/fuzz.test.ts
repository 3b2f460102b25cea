import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../../../src/core/candles/json.ts';
import { loadSeries } from '../../../../src/core/candles/load.ts';
import { runToEnd, type ParsedRows } from '../../../../src/core/candles/rows.ts';
import { onePiece } from '../../../../src/core/candles/csv/table.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { parseText } from '../../../fixtures/candles.ts';
import { dialectSamples } from '../../../fixtures/dialects.ts';

const json = '[[1704067200000,1,3,0.5,2,10],[1704070800000,2,3,1,2,10],[1704074400000,2,3,1,2,null]]';

/** A text with pieces cut out, put in and repeated. */
const mutated = (texts: readonly string[]) =>
  fc.tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(600), fc.nat(40), fc.constantFrom('', '', '"', ',', ';', '\n', '\r', '\t', '\0', '-', '9', '.', 'e9', 'NaN', '\uFEFF', '2024', '1/2/3', ']', '[', 'null'), fc.boolean()), { maxLength: 6 })).map(
    ([text, changes]) => changes.reduce((changed, [at, length, put, isRepeated]) => {
      const from = at % (changed.length + 1);
      const cut = changed.slice(from, from + length);
      return changed.slice(0, from) + (isRepeated ? cut + put + cut : put) + changed.slice(from + length);
    }, text),
  );

/** Loads, or fails as it may; every row is a candle, or is named by a problem. */
function accountFor(parse: () => ParsedRows): void {
  try {
    const parsed = parse();
    const series = runToEnd(loadSeries(parsed, 'BTC_USDT-1h.csv'));
    const { rows, dropped, merged } = series.source;
    assert.equal(rows, series.length - series.filledCount + dropped + merged);
    const named = (effect: string) => series.problems.filter((problem) => problem.effect === effect && problem.line !== null).length;
    assert.equal(named('dropped'), dropped);
    assert.equal(named('merged'), merged);
    assert.ok([...series.time, ...series.open, ...series.high, ...series.low, ...series.close, ...series.volume].every(Number.isFinite));
    assert.ok(series.time.every((time, i) => i === 0 || time > series.time[i - 1]!));
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
  }
}

describe('the loader', () => {
  it('accounts for every row of mutated tables', function () {
    this.timeout(20_000);
    fc.assert(fc.property(mutated(dialectSamples.map(({ text }) => text)), (text) => accountFor(() => parseText(text))), { numRuns: 1500 });
  });

  it('accounts for every row of mutated JSON', () => {
    fc.assert(fc.property(mutated([json]), (text) => accountFor(() => runToEnd(parseJson(onePiece(text))))), { numRuns: 500 });
  });

  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => accountFor(() => parseText(text))), { numRuns: 500 });
  });

  it('comes to an end with a quote that is never closed', () => {
    accountFor(() => parseText(`date,open,high,low,close,volume\n"${'2024-01-01T00:00Z,1,3,0.5,2,10\n'.repeat(50_000)}`));
  });
});
