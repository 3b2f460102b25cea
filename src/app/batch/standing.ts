import { waitingWords } from '../../core/run/batch.ts';
import type { Run, Waiting } from '../../core/run/summary.ts';
import type { BatchProgress } from '../../core/signal/batchService.ts';
import type { BatchRun, Standing, Stop } from './batchRun.ts';

/** What is out, and how far it is as last seen. */
export function standing({ out, provider }: BatchRun, counts: ReadonlyMap<string, BatchProgress>): Standing {
  const batches = out();
  if (batches.length === 0) {
    return { reason: null, waiting: null };
  }
  const sum = (count: (total: number, at: BatchProgress | undefined) => number) => batches.reduce((all, { name, requests }) => all + count(requests.length, counts.get(name)), 0);
  const waiting: Waiting = { batches: batches.length, done: sum((_, at) => at?.done ?? 0), total: sum((total) => total) };
  return { reason: waitingWords(provider.id, waiting), waiting };
}

/** How a run ended that handed in all it could; `stop` says why that was not everything. */
export function endOf(stop: Stop | undefined): Pick<Run, 'state' | 'reason'> {
  if (stop === undefined) {
    return { state: 'finished', reason: null };
  }
  return stop.code === 'cancelled' ? { state: 'cancelled', reason: null } : { state: 'stopped', reason: stop.reason };
}

/** How a run ended that only brought home what was out: its records say whether that was everything. */
export function asRecorded({ plan, latest }: Pick<BatchRun, 'plan' | 'latest'>): Pick<Run, 'state' | 'reason'> {
  const records = [...plan.all()].map(latest);
  const open = records.filter((record) => record === undefined).length;
  const unasked = records.find((record) => record?.outcome === 'skipped');
  if (records.some((record) => record?.error?.code === 'cancelled')) {
    return { state: 'cancelled', reason: null };
  }
  if (open > 0) {
    return { state: 'paused', reason: `${open.toLocaleString('en-US')} ${open === 1 ? 'question was' : 'questions were'} not handed in.` };
  }
  return unasked === undefined ? { state: 'finished', reason: null } : { state: 'stopped', reason: unasked.error?.message ?? null };
}
