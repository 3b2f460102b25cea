import assert from 'node:assert/strict';
import { bannerOf } from '../../../src/webview/bannerText.ts';
import { initialModel, type Model } from '../../../src/webview/model.ts';
import { reduce } from '../../../src/webview/reduce.ts';
import type { Run } from '../../../src/core/run/summary.ts';
import type { QuestionRecord } from '../../../src/core/run/record.ts';
import type { ToWebview } from '../../../src/protocol/messages.ts';
import { failedAt, gateOf, recordOf, runOf, seriesOf, skippedAt } from './fixtures.ts';

const settings = { ...runOf('paused').settings, provider: 'anthropic', model: 'claude-haiku-5-5' };

const shown = (run: Run, records: readonly QuestionRecord[], ...more: readonly ToWebview[]): Model => {
  const messages: readonly ToWebview[] = [
    { type: 'series', series: seriesOf(10), gate: gateOf(10, [1, 2, 3, 4, 5]) },
    { type: 'run', folder: '/runs/a', run },
    { type: 'records', from: 0, records: [...records] },
    ...more,
  ];
  return messages.reduce((state, message) => reduce(state, { type: 'message', message }), initialModel(undefined));
};

const reason = 'Six questions in a row failed.';
const paused = runOf('paused', { settings, reason });
const waiting = skippedAt(4, 'provider-unavailable', reason);

describe('bannerOf', () => {
  it('says which provider is unavailable, what is safe and what to press', () => {
    assert.deepEqual(bannerOf(shown(paused, [recordOf(1), recordOf(2), failedAt(3), waiting])), {
      message: 'anthropic is unavailable.',
      more: 'Six questions in a row failed. The run is paused. 2 answers are on disk. A failed question is not a hold.',
      severity: 'error', canDismiss: false, remedies: ['resume-run', 'ask-another-provider'],
    });
  });

  it('says the same of a run that the terminal stopped, and its heading once', () => {
    const words = `anthropic is unavailable. ${reason}`;
    const banner = bannerOf(shown(runOf('stopped', { settings, reason: words }), [failedAt(3), skippedAt(4, 'provider-unavailable', words)]));
    assert.deepEqual([banner?.message, banner?.more], ['anthropic is unavailable.', 'Six questions in a row failed. A failed question is not a hold.']);
  });

  for (const [code, message] of [['provider-no-key', 'anthropic has no key.'], ['provider-key-rejected', 'anthropic rejected the key.']] as const) {
    it(`asks for a key after ${code}`, () => {
      const banner = bannerOf(shown(paused, [{ ...failedAt(3), error: { code, message: 'No' } }, waiting]));
      assert.deepEqual([banner?.message, banner?.remedies], [message, ['set-api-key', 'resume-run', 'ask-another-provider']]);
    });
  }

  it('says of a run that waits for its batch how far that is, as no fault', () => {
    const out = runOf('paused', { settings, reason: 'Waiting.', waiting: { batches: 1, done: 1, total: 5 } });
    assert.deepEqual(bannerOf(shown(out, [])), {
      message: 'Waiting for the batch of anthropic.',
      more: '1 of 5 questions done. The answers come within a day, and are collected while VS Code is open.',
      severity: 'info', canDismiss: false, remedies: ['collect-batch', 'cancel-batch'],
    });
  });

  it('says once that there is no key', () => {
    const words = 'anthropic is unavailable. anthropic has no key. Set its key.';
    const records = [{ ...failedAt(3), error: { code: 'provider-no-key', message: 'anthropic has no key.' } }, skippedAt(4, 'provider-unavailable', words)];
    assert.equal(bannerOf(shown(runOf('paused', { settings, reason: words }), records))?.more, 'Set its key. The run is paused. A failed question is not a hold.');
  });

  it('says that the budget was reached, how much was not asked, and where to raise it', () => {
    const words = 'Stopped at the budget: $2.00.';
    assert.deepEqual(bannerOf(shown(runOf('stopped', { reason: words }), [recordOf(1), failedAt(2), skippedAt(3, 'budget-reached', words), skippedAt(4, 'budget-reached', words), skippedAt(5, 'budget-reached', words)])), {
      message: 'Stopped at the budget: $2.00.', more: '3 questions were not asked. Raise the budget and Resume.', severity: 'warning', canDismiss: false, remedies: ['resume-run', 'show-settings'],
    });
  });

  it('does not call a run that was interrupted after a resume unavailable', () => {
    assert.deepEqual(bannerOf(shown(runOf('stopped', { reason: 'The run was interrupted' }), [recordOf(1), waiting])), {
      message: 'The run was stopped.', more: 'The run was interrupted. 4 questions were not asked. 1 answer is on disk.', severity: 'warning', canDismiss: false, remedies: ['resume-run'],
    });
  });

  it('says of a run that was paused by hand how much waits', () => {
    assert.deepEqual(bannerOf(shown(runOf('paused'), [recordOf(1)])), {
      message: 'The run is paused.', more: '4 questions wait. 1 answer is on disk.', severity: 'warning', canDismiss: false, remedies: ['resume-run'],
    });
  });

  it('says a notice with what to do, before anything of the run', () => {
    const notice: ToWebview = { type: 'notice', severity: 'error', message: 'openai has no key', hint: null, action: 'set-api-key' };
    assert.deepEqual(bannerOf(shown(paused, [waiting], notice)), { message: 'openai has no key.', more: '', severity: 'error', canDismiss: true, remedies: ['set-api-key'] });
  });

  it('says a mere fact only when the run is not halted', () => {
    const notice: ToWebview = { type: 'notice', severity: 'info', message: 'The prompt is too short to cache', hint: null };
    assert.equal(bannerOf(shown(runOf('running'), [], notice))?.message, 'The prompt is too short to cache.');
    assert.equal(bannerOf(shown(paused, [waiting], notice))?.message, 'anthropic is unavailable.');
  });

  it('says nothing while a run goes on or when it has finished', () => {
    assert.deepEqual([bannerOf(shown(runOf('running'), [failedAt(1)])), bannerOf(shown(runOf('finished'), [failedAt(1)]))], [null, null]);
  });
});
