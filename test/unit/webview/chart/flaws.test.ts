import assert from 'node:assert/strict';
import { flawOf, flawsOf, placeFlaws } from '../../../../src/webview/chart/flaws.ts';
import { problemOf } from '../candle/problems.ts';
import { seriesOf, timeOf } from '../fixtures.ts';

const series = seriesOf(20);

describe('flawOf', () => {
  it('stands at the candle of its time', () => assert.deepEqual(flawOf(problemOf({ time: timeOf(5) }), series), { index: 5, time: timeOf(5), end: 5, severity: 'warning', missing: 0 }));
  it('reaches over the candles that are missing', () => assert.deepEqual(flawOf(problemOf({ time: timeOf(5), missing: 3 }), series)?.end, 7));
  it('belongs to the candle before when its time is between two', () => assert.equal(flawOf(problemOf({ time: timeOf(5) + 1 }), series)?.index, 5));
  it('is nowhere when its time is unknown', () => assert.equal(flawOf(problemOf({ time: null }), series), null));
});

describe('flawsOf', () => {
  it('lists those with a place in time order', () => {
    const problems = [problemOf({ time: timeOf(9) }), problemOf({ time: null }), problemOf({ time: timeOf(2) })];
    assert.deepEqual(flawsOf(problems, series).map(({ index }) => index), [2, 9]);
  });
});

describe('placeFlaws', () => {
  const flaws = flawsOf([problemOf({ time: timeOf(2) }), problemOf({ time: timeOf(3), severity: 'error' }), problemOf({ time: timeOf(9), missing: 3 })], series);
  const place = (spacing: number) => placeFlaws(flaws, (index) => index * spacing, 14).map(({ x, count, severity }) => ({ x, count, severity }));
  it('puts each in the middle of its candles', () => {
    assert.deepEqual(place(20), [{ x: 40, count: 1, severity: 'warning' }, { x: 60, count: 1, severity: 'error' }, { x: 200, count: 1, severity: 'warning' }]);
  });
  it('puts neighbours together under the worst of them', () => {
    assert.deepEqual(place(5), [{ x: 10, count: 2, severity: 'error' }, { x: 50, count: 1, severity: 'warning' }]);
  });
});
