import { createBudget, type Budget } from '../../core/run/budget.ts';
import { placeOf } from '../../core/run/latest.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import { noAnswers } from '../../core/run/run.ts';
import type { Run } from '../../core/run/summary.ts';
import { AppError } from '../../core/errors.ts';
import { answerPlaces, indexAnswers } from '../answers/answers.ts';
import { createBatch } from '../batch/createBatch.ts';
import { executeBatchRun } from '../batch/executeBatchRun.ts';
import { givenUpUsd, openBatches, type SubmittedBatch } from '../batch/ledger.ts';
import { realBatchTools } from '../batch/tools.ts';
import { createProvider } from '../provider/createProvider.ts';
import { executeRun } from '../run/executeRun.ts';
import { viewSeries } from '../view.ts';
import { agreeOnPrice } from './agreeOnPrice.ts';
import { describeGates, describeOutcome, runFacts, signalTable } from './describeRun.ts';
import { describeProblems, describeSeries } from './describeSeries.ts';
import { exitCodeOfRun, exitCodes, type ExitCode } from './exitCode.ts';
import { followRun } from './followRun.ts';
import { giveUpInTerminal } from './giveUpCommand.ts';
import { newRun, replayedRun, resumedRun, type CandleOptions, type PlannedRun } from './plannedRun.ts';
import { terminalTools, type ProviderOptions } from './providerOptions.ts';
import { prepareReport } from './reportOption.ts';
import { chosenSettings } from './resumedOptions.ts';
import { shellWord } from './shellWord.ts';
import type { Terminal } from './terminal.ts';

export type RunOptions = Omit<ProviderOptions, 'provider'> & CandleOptions & {
  /** Who answers; absent for the rules, or for whom a resumed run asked. */
  readonly provider?: string;
  /** How many questions may be in flight at once. */
  readonly concurrency: number;
  /** In USD. */
  readonly budget: number;
  /** Whether the price is accepted without being asked. */
  readonly yes?: boolean;
  /** Whether the questions go through the provider's batch service. */
  readonly batch?: boolean;
  /** Whether the batches of the run that goes on shall be ended early. */
  readonly cancelBatch?: boolean;
  /** Whether the batches that the service of the run does not know any more shall be forgotten. */
  readonly giveUpBatch?: boolean;
  /** The run or bundle that is replayed by `recording`. */
  readonly recording?: string;
  /** The folder of a run that goes on. */
  readonly resume?: string;
  readonly json?: boolean;
  readonly report?: string;
};

/** `llm-signals run`: prices, asks, records, prints; several files one after the other, with one budget for all. */
export async function runInTerminal(files: readonly string[], options: RunOptions, terminal: Terminal, abort: AbortSignal): Promise<ExitCode> {
  if (files.length > 1 && (options.out !== undefined || options.report !== undefined || options.resume !== undefined)) {
    throw new AppError('run-folder-taken', '--out, --report and --resume are for one file at a time.', { hint: 'Run the files one by one, or leave them out.' });
  }
  if (options.giveUpBatch === true) {
    return giveUpInTerminal(options, terminal, abort);
  }
  const writeReport = options.report === undefined ? undefined : await prepareReport(options.report, terminal);
  const budget = createBudget(options.budget);
  const done: FinishedRun[] = [];
  try {
    for (const file of files.length === 0 ? [undefined] : files) {
      const finished = await runOne(file, options, budget, terminal, abort);
      done.push(finished);
      if (options.json !== true) {
        terminal.print(describe(finished));
      }
      if (abort.aborted) {
        break;
      }
    }
  } finally {
    // Also when a later file cannot be used.
    if (options.json === true && done.length > 0) {
      const facts = done.map(({ planned, run, records }) => runFacts(planned.prepared.opened.series, run, records, planned.place.folder));
      terminal.print(`${JSON.stringify(files.length > 1 ? facts : facts[0], null, 2)}\n`);
    }
  }
  // Last, as it can fail.
  for (const { planned, run, records } of done) {
    await writeReport?.(planned.prepared, planned.place.folder, run, records, options.json === true);
  }
  return Math.max(...done.map(({ exitCode }) => exitCode)) as ExitCode;
}

type FinishedRun = { readonly planned: PlannedRun; readonly run: Run; readonly records: readonly QuestionRecord[]; readonly exitCode: ExitCode };

async function runOne(file: string | undefined, options: RunOptions, budget: Budget, terminal: Terminal, abort: AbortSignal): Promise<FinishedRun> {
  if (options.provider === 'recording') {
    return replay(file, options, budget, terminal, abort);
  }
  const resumed = options.resume === undefined ? undefined : await resumedRun(options.resume, terminal);
  const settings = await chosenSettings(options, resumed?.place.before?.run, terminal);
  const tools = await terminalTools(terminal, settings);
  const out = resumed === undefined ? [] : await openBatches(resumed.place.folder);
  checkOut(out, settings.provider, options);
  const batch = options.batch === true || out.length > 0 ? await createBatch(settings, tools) : undefined;
  const provider = batch?.provider ?? (await createProvider(settings, tools));
  refuseOther(out.find(({ model }) => model !== provider.model));
  const planned = resumed ?? (await newRun(file, options, provider.id, terminal));
  const { prepared, place } = planned;
  const known = await indexAnswers(answerPlaces(terminal.folder));
  await agreeOnPrice({ planned, provider, known, out: new Set(out.flatMap(({ requests }) => requests.map(placeOf))) }, options, terminal, abort);
  // What a run spent before it was resumed counts, and what it may have spent on a batch that was given up.
  budget.settle(null, (place.before?.run.totals.usd ?? 0) + (await givenUpUsd(place.folder)));
  const events = batch === undefined
    ? executeRun(prepared, provider, place, { abort, budget, answers: known, pausing: new AbortController().signal, whenUnavailable: 'stopped' })
    : executeBatchRun(prepared, batch, place, { abort, budget, answers: known, task: options.cancelBatch === true ? 'cancel' : 'ask' }, realBatchTools);
  const { run, records } = await followRun(events, planned, terminal);
  if (batch !== undefined && run.state === 'paused') {
    terminal.tell(`${run.reason} Pick it up with: llm-signals run --resume ${shellWord(place.folder)}\n`);
    return { planned, run, records, exitCode: abort.aborted ? exitCodes.cancelled : exitCodes.notAllAnswered };
  }
  return { planned, run, records, exitCode: exitCodeOfRun(run) };
}

/** A replay asks nobody: no price, no retries, and nothing but the recording is known. */
async function replay(file: string | undefined, options: RunOptions, budget: Budget, terminal: Terminal, abort: AbortSignal): Promise<FinishedRun> {
  if (options.recording === undefined) {
    throw new AppError('provider-misconfigured', 'A replay needs a recording.', { hint: 'Name a run or a bundle with --recording.' });
  }
  const { provider, ...planned } = await replayedRun(file, options.recording, options.out, terminal);
  const limits = { abort, budget, answers: noAnswers, pausing: new AbortController().signal, whenUnavailable: 'stopped' as const };
  const { run, records } = await followRun(executeRun(planned.prepared, provider, planned.place, limits), planned, terminal);
  return { planned, run, records, exitCode: exitCodeOfRun(run) };
}

/** @throws AppError `run-differs` because the batches that are out are another one's, or because there are none to cancel. */
function checkOut(out: readonly SubmittedBatch[], provider: string, { cancelBatch }: RunOptions): void {
  if (cancelBatch === true && out.length === 0) {
    throw new AppError('run-differs', 'There is no batch to cancel.', { hint: 'Name the run that waits for one with --resume.' });
  }
  refuseOther(out.find((batch) => batch.provider !== provider));
}

function refuseOther(other: SubmittedBatch | undefined): void {
  if (other !== undefined) {
    throw new AppError('run-differs', `This run waits for a batch of ${other.provider}, ${other.model}.`, { hint: 'Go on with that one first: leave --provider and --model out.' });
  }
}

function describe({ planned: { prepared, place: { folder } }, run, records }: FinishedRun): string {
  const { series, gate } = viewSeries(prepared);
  return [
    ...(series.synthetic ? ['Synthetic sample: generated candles, not market data.\n'] : []),
    describeSeries(prepared.opened.series),
    describeProblems(prepared.opened.series.problems),
    '\n',
    ...(records.length === 0 ? [] : [signalTable(records, series.priceDecimals), '\n']),
    describeGates(gate, prepared.gateColumns),
    describeOutcome(run, records, folder),
  ].join('');
}
