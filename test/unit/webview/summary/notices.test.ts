import assert from 'node:assert/strict';
import { noticesOf } from '../../../../src/webview/summary/notices.ts';
import { runOf, seriesOf } from '../fixtures.ts';

describe('noticesOf', () => {
  it('is silent about a finished run over a clean file', () => assert.deepEqual(noticesOf(seriesOf(2), runOf('finished')), []));
  it('counts the problems of the file, after the end of the run', () => assert.deepEqual(noticesOf({ ...seriesOf(2), problems: 538 }, runOf('cancelled')), ['Cancelled', '538 problems in the file']));
});
