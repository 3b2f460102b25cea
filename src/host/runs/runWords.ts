import type { RunSummary } from '../../app/recorded/runsList.ts';
import type { Run } from '../../core/run/summary.ts';
import { formatCost } from '../../core/run/usd.ts';

/** A run whose `run.json` can be read. */
export type ReadableRun = Extract<RunSummary, { readonly run: Run }>;
export type RunState = ReadableRun['state'];

/** Whether resuming a run would ask something: it was broken off, or questions of it failed. */
export function canResume({ run, state }: ReadableRun): boolean {
  return state === 'finished' ? run.totals.failed > 0 : state !== 'running' && state !== 'waiting';
}

const counts = new Intl.NumberFormat('en-US');

export function grouped(count: number): string {
  return counts.format(count);
}

/** `4 runs`; the singular for one. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Bytes as a person reads them: `2.3 MB`. */
export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'] as const;
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return power === 0 ? counted(bytes, 'byte') : `${value < 100 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

export function costInWords(usd: number | null): string {
  return usd === null ? 'price unknown' : formatCost(usd);
}

/** What a run cost so far; not known while the price of a batch is still to come. */
export function costOfRun({ totals: { usd }, waiting }: Run): string {
  return waiting !== null && usd === 0 ? '–' : costInWords(usd);
}

/** `2018-01-10 to 2018-01-30`, what the run was about: its own range where it has one, else all of the file. */
export function rangeInWords({ settings, series }: Run): string {
  return `${(settings.from ?? series.from).slice(0, 10)} to ${(settings.to ?? series.to).slice(0, 10)}`;
}

/** What stands beside the model: how far it came, or when it was and what it cost. */
export function progressInWords({ run, state }: Pick<ReadableRun, 'run' | 'state'>): string {
  const { totals, funnel, settings, started } = run;
  const waiting = run.waiting === null ? '' : `waiting for a batch, ${grouped(run.waiting.done)} of ${grouped(run.waiting.total)}`;
  const reached = `${grouped(totals.answered + totals.failed)} of ${grouped(funnel.asked * settings.repeats)}`;
  switch (state) {
    case 'running':
      return waiting === '' ? `${reached}, ${costInWords(totals.usd)}` : waiting;
    case 'waiting':
      return waiting;
    case 'finished':
      return `${started.slice(5, 16).replace('T', ' ')}, ${grouped(totals.answered)}${totals.failed === 0 ? '' : `, ${grouped(totals.failed)} failed`}, ${costInWords(totals.usd)}`;
    case 'interrupted':
      // What it had answered stands in its lines alone.
      return `interrupted, ${started.slice(5, 16).replace('T', ' ')}`;
    case 'paused':
    case 'cancelled':
    case 'stopped':
      return `${state} at ${reached}`;
  }
}

/** A share as a change in percent, with its sign and a true minus. */
export function changeInWords(share: number): string {
  return `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(2)}%`;
}
