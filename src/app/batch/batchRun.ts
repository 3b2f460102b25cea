import { performance } from 'node:perf_hooks';
import type { ErrorCode } from '../../core/errors.ts';
import { latestRecords, placeOf } from '../../core/run/latest.ts';
import type { PlannedQuestion } from '../../core/run/plan.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import type { SettledQuestion } from '../../core/run/settledQuestion.ts';
import type { Run, Totals } from '../../core/run/summary.ts';
import { addRecord } from '../../core/run/totals.ts';
import { answerKeys } from '../answers/answerKey.ts';
import { describeRun, whoAnswers, type RecordedEvent, type RunLimits, type RunPlace } from '../run/executeRun.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import { openRunFolder, reopenRunFolder } from '../run/runFolder.ts';
import { planBatches, type BatchPlan } from './batchPlan.ts';
import type { BatchProvider } from './createBatch.ts';
import { isOpen, openLedger, type Ledger, type SubmittedBatch } from './ledger.ts';
import type { BatchTools } from './tools.ts';

export type BatchRunLimits = Pick<RunLimits, 'abort' | 'budget' | 'answers'> & {
  /** Hand in what is missing and wait; only bring home what is out; or end that early. */
  readonly task: 'ask' | 'collect' | 'cancel';
};

/** Why nothing more is handed in. */
export type Stop = { readonly code: ErrorCode; readonly reason: string };

/** What a run waits for, in words and numbers. */
export type Standing = Pick<Run, 'reason' | 'waiting'>;

/** How a run ended, or why it goes on later. */
export type Ended = Pick<Run, 'state'> & Standing;

/** A run in the making: what was settled, what is out, and what of both is on disk. */
export type BatchRun = BatchProvider & {
  readonly limits: BatchRunLimits;
  readonly tools: BatchTools;
  readonly place: RunPlace;
  readonly plan: BatchPlan;
  readonly ledger: Ledger;
  /** Names of the batches that the budget holds money for. */
  readonly reserved: Set<string>;
  /** The batches whose results are still to come. */
  readonly out: () => readonly SubmittedBatch[];
  /** The questions that are neither answered, nor out, nor settled in this session. */
  readonly missing: () => Generator<PlannedQuestion>;
  readonly keyOf: (planned: PlannedQuestion) => string;
  /** How many lines `signals.jsonl` has. */
  readonly lines: () => number;
  /** The last line about a question. */
  readonly latest: (at: Pick<QuestionRecord, 'time' | 'repeat'>) => QuestionRecord | undefined;
  /** Whether a line from this one on is about the question. */
  readonly isRecordedSince: (line: number, at: Pick<QuestionRecord, 'time' | 'repeat'>) => boolean;
  /** Records what became of a question. */
  readonly settle: (settled: SettledQuestion) => Promise<RecordedEvent>;
  readonly run: () => Run;
  /** Says in `run.json` what the run waits for. */
  readonly say: (standing: Standing) => Promise<void>;
  readonly close: (ended: Ended) => Promise<Run>;
};

/** Opens the folder of a run that begins or goes on, with the batches it handed in before. */
export async function openBatchRun(prepared: PreparedRun, { provider, service }: BatchProvider, place: RunPlace, limits: BatchRunLimits, tools: BatchTools): Promise<BatchRun> {
  const started = performance.now();
  const { before } = place;
  const folder = before === undefined ? await openRunFolder(place.folder) : await reopenRunFolder(place.folder, before.records.length);
  let run: Run = before === undefined ? describeRun(prepared, provider, place, new Date(tools.clock())) : { ...before.run, ...(limits.task === 'ask' ? whoAnswers(provider, before.run) : {}), state: 'running', reason: null, ended: null };
  const earlierMs = run.totals.duration_ms;
  const lastLines = new Map((before?.records ?? []).map((record, line) => [placeOf(record), line]));
  const latest = latestRecords(before?.records ?? []);
  const settledNow = new Set<string>();
  const plan = planBatches(prepared);
  let lines = before?.records.length ?? 0;
  const save = async (change: Partial<Run>) => {
    run = { ...run, ...change };
    await folder.save(run);
  };
  const snapshot = (totals: Totals): Totals => ({ ...totals, duration_ms: earlierMs + Math.round(performance.now() - started) });
  try {
    const ledger = await openLedger(place.folder);
    const out = () => ledger.batches().filter(isOpen);
    const isRecordedSince: BatchRun['isRecordedSince'] = (line, at) => (lastLines.get(placeOf(at)) ?? -1) >= line;
    // What was handed in before counts against the budget as what is in flight does, but for what it brought already.
    const reserved = new Set(out().filter(({ max_usd }) => limits.budget.reserve(max_usd)).map(({ name }) => name));
    for (const { lines: since, requests } of out().filter(({ name }) => reserved.has(name))) {
      for (const request of requests.filter((each) => isRecordedSince(since, each))) {
        const planned = plan.at(request);
        limits.budget.settle(planned === undefined ? null : provider.estimate(planned.question).maxUsd, 0);
      }
    }
    await save({});
    return {
      provider, service, limits, tools, place, plan, ledger, out, reserved, isRecordedSince,
      missing: function* () {
        const places = new Set(out().flatMap(({ requests }) => requests.map(placeOf)));
        for (const planned of plan.all()) {
          const at = placeOf(planned);
          if (latest.get(at)?.outcome !== 'answered' && !places.has(at) && !settledNow.has(at)) {
            yield planned;
          }
        }
      },
      keyOf: answerKeys(provider),
      lines: () => lines,
      latest: (at) => latest.get(placeOf(at)),
      settle: async (settled) => {
        await folder.append([settled]);
        const { record } = settled;
        const at = placeOf(record);
        run = { ...run, totals: snapshot(addRecord(run.totals, record, latest.get(at))) };
        latest.set(at, record);
        lastLines.set(at, lines);
        settledNow.add(at);
        lines += 1;
        return { type: 'settled', record, totals: run.totals };
      },
      run: () => run,
      say: (standing) => (run.reason === standing.reason ? Promise.resolve() : save(standing)),
      close: async (ended) => {
        run = { ...run, ...ended, totals: snapshot(run.totals), ended: new Date(tools.clock()).toISOString() };
        await folder.close(run);
        return run;
      },
    };
  } catch (error) {
    await folder.close(run);
    throw error;
  }
}
