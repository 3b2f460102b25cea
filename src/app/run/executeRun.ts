/**
 * Asks a prepared run's questions and records them. Every front door iterates this one stream; each record is
 * on disk before it is yielded.
 */
import { performance } from 'node:perf_hooks';
import { seriesRange } from '../../core/candles/load.ts';
import type { Budget } from '../../core/run/budget.ts';
import { latestRecords, placeOf } from '../../core/run/latest.ts';
import { planQuestions, type PlannedQuestion } from '../../core/run/plan.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import { runQuestions, type KnownAnswers, type RunEnd } from '../../core/run/run.ts';
import type { Run, Totals } from '../../core/run/summary.ts';
import { addRecord, noTotals } from '../../core/run/totals.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import { answerKeys } from '../answers/answerKey.ts';
import { refuseWhileOut } from '../batch/ledger.ts';
import type { PreparedRun } from './prepareRun.ts';
import type { RecordedRun } from '../recorded/readRun.ts';
import { openRunFolder, reopenRunFolder } from './runFolder.ts';

export type RecordedEvent =
  | { readonly type: 'started'; readonly run: Run }
  | { readonly type: 'asking'; readonly times: readonly string[] }
  | { readonly type: 'settled'; readonly record: QuestionRecord; readonly totals: Totals }
  | { readonly type: 'ended'; readonly run: Run };

/** Where a run is recorded and under which name. */
export type RunPlace = {
  readonly id: string;
  readonly folder: string;
  /** The candle file as `run.json` names it. */
  readonly file: string;
  readonly version: string;
  /** What the folder holds of this run already; it goes on with what was not answered. */
  readonly before?: RecordedRun | undefined;
};

export type RunLimits = {
  readonly abort: AbortSignal;
  readonly budget: Budget;
  readonly answers: KnownAnswers;
  /** Aborted when the run shall pause. */
  readonly pausing: AbortSignal;
  /** What becomes of a run whose provider is unavailable: where a person can resume it, it pauses. */
  readonly whenUnavailable: 'paused' | 'stopped';
};

/** Runs to the end, to the abort or to a limit; `run.json` says which. */
export async function* executeRun(prepared: PreparedRun, provider: SignalProvider, place: RunPlace, limits: RunLimits): AsyncGenerator<RecordedEvent> {
  const started = performance.now();
  const { before } = place;
  if (before !== undefined) {
    await refuseWhileOut(place.folder, 'asking now would pay twice');
  }
  const folder = before === undefined ? await openRunFolder(place.folder) : await reopenRunFolder(place.folder, before.records.length);
  let run: Run = before === undefined ? describeRun(prepared, provider, place, new Date()) : { ...before.run, ...whoAnswers(provider, before.run), state: 'running', reason: null, waiting: null, ended: null };
  const earlierMs = run.totals.duration_ms;
  const known = latestRecords(before?.records ?? []);
  const snapshot = (totals: Totals): Totals => ({ ...totals, duration_ms: earlierMs + Math.round(performance.now() - started) });
  let totals = run.totals;
  let ended: Pick<Run, 'state' | 'reason'> = { state: 'stopped', reason: 'The run was interrupted.' };
  try {
    await folder.save(run);
    yield { type: 'started', run };
    const questions = unanswered(planQuestions(prepared.opened.series, prepared.frame, prepared.pair, prepared.gate.asked, prepared.marketData, prepared.settings.repeats), known);
    const tools = { provider, budget: limits.budget, answers: limits.answers, pausing: limits.pausing, concurrency: provider.atOnce ?? prepared.settings.concurrency, clock: () => performance.now(), keyOf: answerKeys(provider) };
    for await (const event of runQuestions(questions, tools, limits.abort)) {
      switch (event.type) {
        case 'asking':
          yield event;
          break;
        case 'settled':
          await folder.append(event.settled);
          for (const { record } of event.settled) {
            totals = addRecord(totals, record, known.get(placeOf(record)));
            yield { type: 'settled', record, totals: snapshot(totals) };
          }
          break;
        case 'ended':
          ended = stateOf(event.end, limits);
          break;
      }
    }
  } finally {
    run = { ...run, ...ended, totals: snapshot(totals), ended: new Date().toISOString() };
    await folder.close(run);
  }
  yield { type: 'ended', run };
}

function* unanswered(questions: Iterable<PlannedQuestion>, known: ReadonlyMap<string, QuestionRecord>): Generator<PlannedQuestion> {
  for (const planned of questions) {
    if (known.get(placeOf(planned))?.outcome !== 'answered') {
      yield planned;
    }
  }
}

function stateOf(end: RunEnd, { whenUnavailable }: RunLimits): Pick<Run, 'state' | 'reason'> {
  if (end.state !== 'stopped') {
    return { state: end.state, reason: null };
  }
  return { state: end.code === 'provider-unavailable' ? whenUnavailable : 'stopped', reason: end.reason };
}

/** `run.json` of a run that begins. */
export function describeRun(prepared: PreparedRun, provider: SignalProvider, place: RunPlace, now: Date): Run {
  const { opened: { series, sha256 }, pair, gate, settings } = prepared;
  return {
    format: 1,
    id: place.id,
    state: 'running',
    reason: null,
    waiting: null,
    ...whoAnswers(provider, { settings: { ...settings, provider: provider.id, model: provider.model, setup: null } }),
    series: {
      file: place.file, pair, timeframe: series.timeframe, ...seriesRange(series),
      candles: series.length - series.filledCount, filled: series.filledCount, sha256,
    },
    versions: { 'llm-signals': place.version, node: process.versions.node },
    funnel: gate.funnel,
    totals: noTotals,
    started: now.toISOString(),
    ended: null,
  };
}

/** A resumed run may go on with another provider; each signal names the one that gave it. */
export function whoAnswers({ id, model, setup, shape: { prompt } }: SignalProvider, { settings }: Pick<Run, 'settings'>): Pick<Run, 'settings' | 'prompt'> {
  return { settings: { ...settings, provider: id, model, setup: setup ?? null }, prompt: prompt === null ? null : { version: prompt.version, sha256: prompt.sha256 } };
}
