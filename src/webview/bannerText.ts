import type { Run, Waiting } from '../core/run/summary.ts';
import type { Notice, Remedy } from '../protocol/messages.ts';
import { formatCount, formatCounted } from './format.ts';
import { isHalted, keyFailureOf, stopCodeOf } from './halt.ts';
import { hasRun, kindCounts, type Model, type RunModel } from './model.ts';
import { withPeriod } from './words.ts';

/** What the banner under the summary bar says; a notice can be dismissed, the end of a run cannot. */
export type Banner = {
  readonly message: string;
  readonly more: string;
  readonly severity: Notice['severity'];
  readonly canDismiss: boolean;
  /** What may help, the likeliest first; a report offers none. */
  readonly remedies: readonly Remedy[];
};

/** What there is to say about a model beyond its counts; null when there is nothing. */
export function bannerOf(model: Model): Banner | null {
  const halt = hasRun(model) && isHalted(model) ? haltBanner(model) : null;
  const { notice } = model;
  // Word of a mere fact can wait until the run goes on.
  if (notice === null || (notice.severity === 'info' && halt !== null)) {
    return halt;
  }
  const { message, hint, severity, action } = notice;
  return { message: withPeriod(message), more: hint === null ? '' : withPeriod(hint), severity, canDismiss: true, remedies: action === undefined ? [] : [action] };
}

function haltBanner(model: RunModel): Banner {
  const { run } = model;
  if (run.waiting !== null) {
    return waitingBanner(run, run.waiting);
  }
  switch (stopCodeOf(model)) {
    case 'provider-unavailable':
      return unavailableBanner(model);
    case 'budget-reached':
      return {
        message: withPeriod(run.reason ?? 'Stopped at the budget'),
        more: sentences(unaskedText(model), 'Raise the budget and Resume.'),
        severity: 'warning', canDismiss: false, remedies: ['resume-run', 'show-settings'],
      };
    case undefined:
      return {
        message: run.state === 'paused' ? 'The run is paused.' : 'The run was stopped.',
        more: sentences(run.reason, unaskedText(model), answersText(model)),
        severity: 'warning', canDismiss: false, remedies: ['resume-run'],
      };
  }
}

/** Nothing is wrong with a run that waits for its batches. */
function waitingBanner({ settings: { provider } }: Run, { batches, done, total }: Waiting): Banner {
  return {
    message: `Waiting for ${batches === 1 ? 'the batch' : `${formatCount(batches)} batches`} of ${provider}.`,
    more: `${formatCount(done)} of ${formatCounted(total, 'question')} done. The answers come within a day, and are collected while VS Code is open.`,
    severity: 'info', canDismiss: false, remedies: ['collect-batch', 'cancel-batch'],
  };
}

/** What is safe counts as much as what failed: the answers are on disk, and nothing was made up. */
function unavailableBanner(model: RunModel): Banner {
  const { provider } = model.run.settings;
  const key = keyFailureOf(model);
  const heading = `${provider} is unavailable.`;
  const message = key === undefined ? heading : key === 'provider-no-key' ? `${provider} has no key.` : `${provider} rejected the key.`;
  // The reason may begin with what stands in bold before it.
  const reason = [heading, message].reduce((text, said) => (text.startsWith(said) ? text.slice(said.length).trim() : text), model.run.reason ?? '');
  return {
    message,
    more: sentences(reason, model.run.state === 'paused' ? 'The run is paused.' : '', answersText(model), 'A failed question is not a hold.'),
    severity: 'error', canDismiss: false, remedies: key === undefined ? ['resume-run', 'ask-another-provider'] : ['set-api-key', 'resume-run', 'ask-another-provider'],
  };
}

function answersText(model: Model): string {
  const { buy, sell, hold } = kindCounts(model);
  return buy + sell + hold === 0 ? '' : `${formatCounted(buy + sell + hold, 'answer is', 'answers are')} on disk.`;
}

function unaskedText(model: RunModel): string {
  const { buy, sell, hold, failed } = kindCounts(model);
  const unasked = model.gate.asked - buy - sell - hold - failed;
  if (unasked <= 0) {
    return '';
  }
  return model.run.state === 'paused' ? `${formatCounted(unasked, 'question waits', 'questions wait')}.` : `${formatCounted(unasked, 'question was', 'questions were')} not asked.`;
}

function sentences(...texts: readonly (string | null)[]): string {
  return texts.flatMap((text) => (text === null || text === '' ? [] : [withPeriod(text)])).join(' ');
}
