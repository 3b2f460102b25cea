import type { Run } from '../../core/run/summary.ts';
import type { SeriesView } from '../../protocol/messages.ts';
import { formatCounted } from '../format.ts';

/** What the counts of a run do not say, the weightiest first. A run that was paused or stopped says so beside its duration. */
export function noticesOf(series: SeriesView, run: Run): readonly string[] {
  return [
    ...(run.state === 'cancelled' ? ['Cancelled'] : []),
    ...(series.problems > 0 ? [`${formatCounted(series.problems, 'problem')} in the file`] : []),
  ];
}
