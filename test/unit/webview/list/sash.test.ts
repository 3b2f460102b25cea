import assert from 'node:assert/strict';
import { heightAfter } from '../../../../src/webview/list/sash.ts';

describe('heightAfter', () => {
  it('grows by a row', () => assert.equal(heightAfter('ArrowUp', 280, 500), 304));
  it('shrinks by a row', () => assert.equal(heightAfter('ArrowDown', 280, 500), 256));
  it('grows to the most there is', () => assert.equal(heightAfter('Home', 280, 500), 500));
  it('leaves other keys alone', () => assert.equal(heightAfter('a', 280, 500), undefined));
});
