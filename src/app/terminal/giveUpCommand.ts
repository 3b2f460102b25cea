import path from 'node:path';
import { AppError, describeError } from '../../core/errors.ts';
import type { Run } from '../../core/run/summary.ts';
import type { BatchService } from '../../core/signal/batchService.ts';
import { createBatch } from '../batch/createBatch.ts';
import { describeLoss, findLost, giveUp } from '../batch/giveUp.ts';
import { openBatches } from '../batch/ledger.ts';
import { readRunFile } from '../recorded/readRun.ts';
import { exitCodes, type ExitCode } from './exitCode.ts';
import { terminalTools, type ProviderOptions } from './providerOptions.ts';
import { chosenSettings } from './resumedOptions.ts';
import { shellWord } from './shellWord.ts';
import type { Terminal } from './terminal.ts';

export type GiveUpOptions = Omit<ProviderOptions, 'provider'> & {
  /** The folder of the run that waits. */
  readonly resume?: string;
  /** Whether it is agreed beforehand. */
  readonly yes?: boolean;
};

/**
 * `llm-signals run --resume DIR --give-up-batch`: forgets the batches that their service does not know, after saying
 * what they may have cost. Asks nothing.
 */
export async function giveUpInTerminal({ resume, yes, ...options }: GiveUpOptions, terminal: Terminal, abort: AbortSignal): Promise<ExitCode> {
  if (resume === undefined) {
    throw new AppError('run-differs', 'There is no batch to give up.', { hint: 'Name the run that waits for one with --resume.' });
  }
  const folder = path.resolve(terminal.folder, resume);
  const [first] = await openBatches(folder);
  if (first === undefined) {
    throw new AppError('run-differs', 'There is no batch to give up: this run waits for none.');
  }
  const { lost, known } = await findLost(folder, await serviceOf({ ...options, provider: first.provider, model: [first.model] }, await readRunFile(folder), terminal), abort);
  if (lost.length === 0) {
    throw new AppError('run-differs', `${first.provider} still knows ${known.length === 1 ? 'the batch' : 'the batches'} of this run.`, { hint: 'Go on waiting with --resume, or end it early with --resume and --cancel-batch.' });
  }
  terminal.tell(`${describeLoss(lost)}\n`);
  if (yes !== true && terminal.confirm === undefined) {
    throw new AppError('price-not-accepted', 'Giving up a batch asks for your consent, and nobody can answer here.', { hint: 'Say it beforehand with --yes.' });
  }
  if (yes !== true && !(await terminal.confirm?.('Give it up?', abort))) {
    throw new AppError('cancelled', 'Nothing was given up.');
  }
  const { reason } = await giveUp(folder, lost.map(({ batch }) => batch.name));
  terminal.tell(`${reason} Go on with: llm-signals run --resume ${shellWord(folder)}\n`);
  return exitCodes.done;
}

/** Why it cannot be asked, where it cannot, such as for want of a key that was given back. */
async function serviceOf(options: ProviderOptions, run: Run, terminal: Terminal): Promise<BatchService | string> {
  const settings = await chosenSettings(options, run, terminal);
  try {
    return (await createBatch(settings, await terminalTools(terminal, settings))).service;
  } catch (error) {
    if (error instanceof AppError && error.code === 'provider-no-key') {
      return describeError(error);
    }
    throw error;
  }
}
