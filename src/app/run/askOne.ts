/** Asks one question again, of the same provider or another, or about a candle that no gate let through. */
import { performance } from 'node:perf_hooks';
import { AppError } from '../../core/errors.ts';
import type { Budget } from '../../core/run/budget.ts';
import { latestRecords, placeOf } from '../../core/run/latest.ts';
import type { PlannedQuestion } from '../../core/run/plan.ts';
import type { QuestionRecord, RecordedLine } from '../../core/run/record.ts';
import { noAnswers, runQuestions, type RunEnd } from '../../core/run/run.ts';
import type { Run } from '../../core/run/summary.ts';
import type { SettledQuestion } from '../../core/run/settledQuestion.ts';
import { addRecord } from '../../core/run/totals.ts';
import { questionText } from '../../core/signal/prompt.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import { answerKeys } from '../answers/answerKey.ts';
import { refuseWhileOut } from '../batch/ledger.ts';
import type { RecordedEvent } from './executeRun.ts';
import { readRunWithReplies } from '../recorded/readRun.ts';
import { reopenRunFolder } from './runFolder.ts';

/**
 * Asks and records in the folder of a run that does not go on, which keeps its state; what is known does not count. A
 * question that fails does not take the place of an earlier answer, but what it cost is booked.
 * @throws AppError `run-folder-taken` because a process writes the run, `run-differs` because a batch of it is out,
 * `budget-reached` or `provider-unavailable` because the question was not asked.
 */
export async function* askOne(folder: string, provider: SignalProvider, planned: PlannedQuestion, limits: { readonly abort: AbortSignal; readonly budget: Budget }): AsyncGenerator<RecordedEvent> {
  const { run: before, records } = await readRunWithReplies(folder);
  await refuseWhileOut(folder, 'what is asked now would take the place of its results');
  const writer = await reopenRunFolder(folder, records.length);
  const earlier = latestRecords(records).get(placeOf(planned));
  const tools = {
    provider, budget: limits.budget, answers: noAnswers, concurrency: 1, pausing: new AbortController().signal,
    clock: () => performance.now(), keyOf: answerKeys(provider),
  };
  // The folder is ours, so a run that says that it goes on does not.
  let run: Run = before.state === 'running' ? { ...before, state: 'stopped', reason: 'The run was interrupted.' } : before;
  let end: RunEnd = { state: 'cancelled' };
  try {
    for await (const event of runQuestions([planned], tools, limits.abort)) {
      if (event.type === 'asking') {
        yield event;
      } else if (event.type === 'ended') {
        end = event.end;
      } else {
        const lines = event.settled.flatMap((settled) => linesOf(settled, earlier));
        await writer.append(lines);
        let replaced: QuestionRecord | undefined = earlier;
        for (const { record } of lines) {
          run = { ...run, totals: addRecord(run.totals, record, replaced) };
          replaced = record;
          yield { type: 'settled', record, totals: run.totals };
        }
      }
    }
  } finally {
    await writer.close(run);
  }
  yield { type: 'ended', run };
  if (end.state === 'stopped') {
    throw new AppError(end.code, end.reason);
  }
}

/** What is recorded of a question: nothing of one not asked; after one that failed, the earlier answer once more, as one that was known. */
function linesOf(settled: SettledQuestion, earlier: RecordedLine | undefined): readonly SettledQuestion[] {
  const { record } = settled;
  if (record.outcome === 'skipped') {
    return [];
  }
  if (record.outcome === 'answered' || earlier?.outcome !== 'answered') {
    return [settled];
  }
  const { reply, ...known } = earlier;
  return [settled, { record: { ...known, usage: null, usd: 0, latency_ms: null, cached: true }, reply, text: questionText(known.question) }];
}
