import assert from 'node:assert/strict';
import { nextPosition } from '../../../src/webview/roving.ts';

describe('nextPosition', () => {
  it('goes on to the next control', () => assert.equal(nextPosition('ArrowRight', 0, 3), 1));
  it('comes round at the end', () => assert.equal(nextPosition('ArrowRight', 2, 3), 0));
  it('comes round at the start', () => assert.equal(nextPosition('ArrowLeft', 0, 3), 2));
  it('goes to the ends', () => assert.deepEqual([nextPosition('Home', 1, 3), nextPosition('End', 1, 3)], [0, 2]));
  it('leaves other keys alone', () => assert.equal(nextPosition('Enter', 1, 3), undefined));
});
