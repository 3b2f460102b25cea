import assert from 'node:assert/strict';
import { colorText, mixColors, parseColor } from '../../../../src/webview/chart/color.ts';

describe('parseColor', () => {
  it('reads an opaque colour', () => assert.deepEqual(parseColor('#89d185'), [137, 209, 133, 1]));
  it('reads a colour with alpha', () => assert.deepEqual(parseColor('rgba(90, 93, 94, 0.31)'), [90, 93, 94, 0.31]));
  it('is black for anything else', () => assert.deepEqual(parseColor(''), [0, 0, 0, 1]));
});

describe('colorText', () => {
  it('multiplies the alpha', () => assert.equal(colorText([1, 2, 3, 0.5], 0.5), 'rgba(1, 2, 3, 0.25)'));
});

describe('mixColors', () => {
  it('lays a share over a background', () => assert.deepEqual(mixColors([204, 204, 204, 1], [31, 31, 31, 1], 0.7), [152, 152, 152, 1]));
});
