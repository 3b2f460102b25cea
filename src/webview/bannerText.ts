import { formatCounted } from './format.ts';
import { hasRun, kindCounts, type Model } from './model.ts';
import { withPeriod } from './words.ts';

/** What the banner under the summary bar says; a failure can be dismissed, the end of a run cannot. */
export type Banner = { readonly message: string; readonly more: string; readonly isFailure: boolean };

/** What there is to say about a model beyond its counts; null when there is nothing. */
export function bannerOf(model: Model): Banner | null {
  if (model.failure !== null) {
    return { message: withPeriod(model.failure.message), more: model.failure.hint === null ? '' : withPeriod(model.failure.hint), isFailure: true };
  }
  if (!hasRun(model) || (model.run.state !== 'stopped' && model.run.state !== 'paused')) {
    return null;
  }
  const { skipped } = kindCounts(model);
  const reason = model.run.reason === null ? '' : `${withPeriod(model.run.reason)} `;
  const rest = skipped === 0 ? '' : `${formatCounted(skipped, 'question was', 'questions were')} not asked.`;
  return { message: model.run.state === 'paused' ? 'The run is paused.' : 'The run was stopped.', more: `${reason}${rest}`.trim(), isFailure: false };
}
