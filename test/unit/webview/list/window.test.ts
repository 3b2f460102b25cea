import assert from 'node:assert/strict';
import fc from 'fast-check';
import { positionAfter, rowHeight, scrollTopFor, windowOf } from '../../../../src/webview/list/window.ts';

const height = 9 * rowHeight;

describe('windowOf', () => {
  it('covers every row in sight and stays inside the list', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(200_000), fc.integer({ min: 0, max: 2000 }), (count, scrollTop, visible) => {
        const { first, end } = windowOf(scrollTop, visible, count);
        assert.ok(first >= 0 && end <= count && first <= end);
        const top = Math.floor(scrollTop / rowHeight);
        const bottom = Math.ceil((scrollTop + visible) / rowHeight);
        assert.ok(first <= Math.min(top, count) && end >= Math.min(bottom, count));
      }),
    );
  });
});

describe('scrollTopFor', () => {
  it('stays when the row is in sight', () => assert.equal(scrollTopFor(3, 0, height), 0));
  it('scrolls up just enough', () => assert.equal(scrollTopFor(3, 240, height), 72));
  it('scrolls down just enough', () => assert.equal(scrollTopFor(9, 0, height), 24));
});

describe('positionAfter', () => {
  it('goes to the next row', () => assert.equal(positionAfter('ArrowDown', 3, 10, height), 4));
  it('stays at the ends', () => assert.equal(positionAfter('ArrowUp', 0, 10, height), 0));
  it('goes by pages', () => assert.equal(positionAfter('PageDown', 3, 100, height), 11));
  it('goes to the last row', () => assert.equal(positionAfter('End', 3, 100, height), 99));
  it('goes to the first row when none is selected', () => assert.equal(positionAfter('ArrowDown', -1, 100, height), 0));
  it('leaves other keys alone', () => assert.equal(positionAfter('a', 3, 100, height), undefined));
  it('has nowhere to go in an empty list', () => assert.equal(positionAfter('End', -1, 0, height), undefined));
});
