/**
 * Asks a prepared run's questions and records them. Every front door iterates this one stream; each record is
 * on disk before it is yielded.
 */
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { seriesRange } from '../core/candles/load.ts';
import { canonicalJson } from '../core/run/key.ts';
import { planQuestions } from '../core/run/plan.ts';
import type { QuestionRecord } from '../core/run/record.ts';
import { runQuestions } from '../core/run/run.ts';
import type { Run, Totals } from '../core/run/summary.ts';
import { addRecord, noTotals } from '../core/run/totals.ts';
import type { SignalProvider } from '../core/signal/provider.ts';
import type { PreparedRun } from './prepareRun.ts';
import { openRunFolder } from './runFolder.ts';

export type RecordedEvent =
  | { readonly type: 'started'; readonly run: Run }
  | { readonly type: 'asking'; readonly time: string }
  | { readonly type: 'settled'; readonly record: QuestionRecord; readonly totals: Totals }
  | { readonly type: 'finished'; readonly run: Run };

/** Where a run is recorded and under which name. */
export type RunPlace = {
  readonly id: string;
  readonly folder: string;
  /** The candle file as `run.json` names it. */
  readonly file: string;
  readonly version: string;
};

/** Runs to the end or to the abort; `run.json` says which. */
export async function* executeRun(prepared: PreparedRun, provider: SignalProvider, place: RunPlace, abort: AbortSignal): AsyncGenerator<RecordedEvent> {
  const started = performance.now();
  const folder = await openRunFolder(place.folder);
  let run = describeRun(prepared, provider, place, new Date());
  const snapshot = (totals: Totals): Totals => ({ ...totals, duration_ms: Math.round(performance.now() - started) });
  let totals = noTotals;
  let ended: Pick<Run, 'state' | 'reason'> = { state: 'stopped', reason: 'The run was interrupted.' };
  try {
    await folder.save(run);
    yield { type: 'started', run };
    const questions = planQuestions(prepared.opened.series, prepared.frame, prepared.pair, prepared.gate.asked, prepared.marketData);
    const tools = { provider, concurrency: prepared.settings.concurrency, clock: () => performance.now(), keyOf: keyOf(provider) };
    for await (const event of runQuestions(questions, tools, abort)) {
      switch (event.type) {
        case 'asking':
          yield event;
          break;
        case 'settled':
          await folder.append(event.record);
          totals = addRecord(totals, event.record);
          yield { type: 'settled', record: event.record, totals: snapshot(totals) };
          break;
        case 'finished':
          ended = { state: event.state, reason: null };
          break;
      }
    }
  } finally {
    run = { ...run, ...ended, totals: snapshot(totals), ended: new Date().toISOString() };
    await folder.close();
    await folder.save(run);
  }
  yield { type: 'finished', run };
}

function describeRun({ opened, pair, gate, settings }: PreparedRun, provider: SignalProvider, place: RunPlace, now: Date): Run {
  const { series, sha256 } = opened;
  return {
    format: 1,
    id: place.id,
    state: 'running',
    reason: null,
    settings: { provider: provider.id, model: provider.model, ...settings },
    series: {
      file: place.file, pair, timeframe: series.timeframe, ...seriesRange(series),
      candles: series.length - series.filledCount, filled: series.filledCount, sha256,
    },
    prompt: null,
    versions: { 'llm-signals': place.version, node: process.versions.node },
    funnel: gate.funnel,
    totals: noTotals,
    started: now.toISOString(),
    ended: null,
  };
}

function keyOf(provider: SignalProvider): (question: QuestionRecord['question']) => string {
  return (question) => {
    const identity = { provider: provider.id, model: provider.model, parameters: {}, prompt: null, schema: null, question, repeat: 1 };
    return createHash('sha256').update(canonicalJson(identity)).digest('hex');
  };
}
