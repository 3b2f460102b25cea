import { assertNever } from '../../core/assertNever.ts';
import type { Run } from '../../core/run/summary.ts';
import type { SeriesView } from '../../protocol/messages.ts';
import { formatCounted } from '../format.ts';

/** Something about a run that the counts do not say. */
export type Notice = { readonly level: 'info' | 'warning'; readonly text: string };

/** The notices of a run, the weightiest first. */
export function noticesOf(series: SeriesView, run: Run): readonly Notice[] {
  const notices = [stateNotice(run)];
  if (series.synthetic) {
    notices.push({ level: 'info', text: 'Synthetic sample' });
  }
  if (series.problems > 0) {
    notices.push({ level: 'info', text: `${formatCounted(series.problems, 'problem')} in the file` });
  }
  return notices.filter((notice) => notice !== undefined);
}

function stateNotice(run: Run): Notice | undefined {
  switch (run.state) {
    case 'running':
    case 'finished':
      return undefined;
    case 'cancelled':
      return { level: 'info', text: 'Cancelled' };
    case 'stopped':
      return { level: 'warning', text: 'Stopped' };
    case 'paused':
      return { level: 'warning', text: 'Paused' };
    default:
      return assertNever(run.state);
  }
}
