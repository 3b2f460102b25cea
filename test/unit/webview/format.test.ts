import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as format from '../../../src/webview/format.ts';

function table(name: string, apply: (value: never) => string, cases: readonly (readonly [unknown, string])[]): void {
  describe(name, () => {
    for (const [value, text] of cases) {
      it(`writes ${String(value)} as ${text}`, () => assert.equal(apply(value as never), text));
    }
  });
}

table('formatCount', format.formatCount, [
  [0, '0'],
  [5760, '5,760'],
  [-1234, '−1,234'],
]);

table('formatPrice', (price: number | null) => format.formatPrice(price, 6), [
  [0.088775, '0.088775'],
  [-0.000811, '−0.000811'],
  [null, '–'],
  [NaN, '–'],
  [-0, '0.000000'],
  [-0.0000001, '0.000000'],
]);

table('formatVolume', format.formatVolume, [
  [2782.04, '2,782'],
  [62.3, '62.3'],
  [0, '0'],
  [0.0123456, '0.0123'],
  [undefined, '–'],
]);

table('formatConfidence', format.formatConfidence, [
  [0.81, '0.81'],
  [1, '1.00'],
  [0, '0.00'],
  [undefined, '–'],
]);

table('formatChange', format.formatChange, [
  [-1.7, '−1.7%'],
  [3.78, '+3.8%'],
  [0, '0.0%'],
  [-0.04, '0.0%'],
  [0.04, '0.0%'],
  [null, '–'],
]);

table('formatRatio', format.formatRatio, [
  [2.227, '2.2'],
  [0, '0.0'],
  [null, '–'],
]);

table('formatRunCost', format.formatRunCost, [
  [0.94, '$0.94'],
  [1234.5, '$1,234.50'],
  [0, 'free'],
  [0.004, 'under $0.01'],
  [0.005, '$0.01'],
  [null, 'unknown'],
]);

table('formatSpent', format.formatSpent, [
  [0, '$0.00'],
  [0.46, '$0.46'],
  [0.004, 'under $0.01'],
]);

table('formatLimit', format.formatLimit, [
  [1, '$1.00'],
  [0.29, '$0.29'],
  [0.005, '$0.0050'],
]);

table('formatRate', (rate: number) => format.formatRate(rate).join(' '), [
  [2.94, '2.9 per second'],
  [0.5, '0.5 per second'],
  [0.2, '12 per minute'],
]);

table('formatAnswerCost', format.formatAnswerCost, [
  [0.0038, '$0.0038'],
  [0, 'free'],
  [0.00001, 'under $0.0001'],
  [null, 'unknown'],
]);

table('formatTimeLeft', format.formatTimeLeft, [
  [0, '1 s'],
  [3390, '3 s'],
  [9700, '10 s'],
  [91_000, '1 min 31 s'],
]);

table('formatDuration', format.formatDuration, [
  [0, '0 ms'],
  [0.2, 'under 1 ms'],
  [412, '412 ms'],
  [999.7, '1.00 s'],
  [2140, '2.14 s'],
  [9996, '10 s'],
  [47_000, '47 s'],
  [59_600, '1 min'],
  [91_000, '1 min 31 s'],
  [3_599_900, '1 h'],
  [7_500_000, '2 h 5 min'],
  [null, '–'],
]);

table('formatTime', format.formatTime, [
  [Date.UTC(2018, 0, 16, 8, 30), '2018-01-16 08:30'],
  [Date.UTC(2018, 0, 16, 8, 30, 15), '2018-01-16 08:30:15'],
]);

table('formatShare', (part: number) => format.formatShare(part, 5760), [
  [268, '4.7%'],
  [0, '0.0%'],
]);

describe('all formats', () => {
  const writers = [format.formatCount, format.formatVolume, format.formatChange, format.formatRatio, (value: number) => format.formatPrice(value, 6)];

  it('never write a hyphen for a minus, nor a minus before zero', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), (value) => {
        for (const write of writers) {
          const text = write(value);
          assert.ok(!text.includes('-'), text);
          assert.ok(!/^−[0.,%]*$/.test(text), text);
        }
      }),
    );
  });

  it('say that a share of nothing is unknown', () => assert.equal(format.formatShare(0, 0), '–'));

  it('use the singular for one', () => assert.equal(format.formatCounted(1, 'problem'), '1 problem'));
});
