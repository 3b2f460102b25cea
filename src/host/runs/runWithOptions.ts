import path from 'node:path';
import * as vscode from 'vscode';
import { answerPlaces, indexAnswers } from '../../app/answers/answers.ts';
import type { BatchProvider } from '../../app/batch/createBatch.ts';
import { loadPrompt } from '../../app/provider/loadPrompt.ts';
import type { OpenCandles } from '../../app/candles/openCandles.ts';
import { defaultChoices, parseRangeEnd, prepareRun, type PreparedRun } from '../../app/run/prepareRun.ts';
import type { RunSummary } from '../../app/recorded/runsList.ts';
import { syntheticSampleLabel } from '../../app/view.ts';
import { AppError } from '../../core/errors.ts';
import { columnsOfSeries } from '../../core/gate/resolve.ts';
import { createBudget } from '../../core/run/budget.ts';
import type { KnownAnswers } from '../../core/run/run.ts';
import type { PromptInUse, SignalProvider } from '../../core/signal/provider.ts';
import { offeringMapping, type CandleFiles } from '../candles/candleFiles.ts';
import { describeInEditor } from '../editorWords.ts';
import { editRunForm, type Prompts } from './editRunForm.ts';
import type { HandedIn, HandIn } from '../batch/handInBatches.ts';
import type { Keys } from '../providers/keys.ts';
import { tellEnd } from './pausedRun.ts';
import { newRunPlace } from './newRunPlace.ts';
import { pickSeveralCandles } from '../candles/pickCandles.ts';
import { promptInUse, type ProviderAccess } from '../providers/providerAccess.ts';
import { askPair, gatesInUse, runsRoot, sayBusy } from './runCommand.ts';
import { estimateSeconds, formRows, priceAll, type FormPrice, type RunForm } from './runForm.ts';
import { counted } from './runWords.ts';
import type { Session } from '../panel/session.ts';
import { readSettings } from '../settings.ts';

export type RunWithOptionsDeps = {
  readonly session: Session;
  readonly files: CandleFiles;
  readonly access: ProviderAccess;
  readonly keys: Keys;
  /** Recorded runs, newest first. */
  readonly runs: () => Promise<readonly RunSummary[]>;
  readonly handIn: HandIn;
  /** Shows a run that was handed in, and waits for its batches. */
  readonly follow: (folder: string, handedIn: HandedIn) => Promise<void>;
  readonly showPanel: () => void;
  readonly log: vscode.LogOutputChannel;
};

type File = { readonly uri: vscode.Uri; readonly root: string; readonly opened: OpenCandles };
type Planned = File & { readonly prepared: PreparedRun; readonly known: KnownAnswers };
type Plan = { readonly provider: SignalProvider; readonly batch?: BatchProvider | undefined; readonly runs: readonly Planned[]; readonly price: FormPrice };

/** Run Signals with Options…: the files called on, or those the user picks, then a form that ends in the price. */
export function createRunWithOptions(context: vscode.ExtensionContext, deps: RunWithOptionsDeps, prompts: Prompts): (uri?: unknown, selected?: unknown) => Promise<void> {
  const { session, files, showPanel, log } = deps;
  const sample = vscode.Uri.joinPath(context.extensionUri, 'media', 'synthetic-sample', 'SAMPLE_USDT-5m.csv');

  return async (uri, selected) => {
    if (session.isRunning()) {
      sayBusy();
      return;
    }
    const chosen = urisOf(uri, selected) ?? (await pickSeveralCandles(sample, syntheticSampleLabel, prompts.pick));
    const opened = await openFiles(chosen, files, context, log);
    if (opened.length === 0) {
      return;
    }
    const agreed = await agreeOnForm(opened, deps, prompts);
    if (agreed === undefined || session.isRunning()) {
      return;
    }
    const { batch } = agreed.plan;
    if (batch !== undefined) {
      await handInOneByOne(agreed.plan.runs, batch, agreed.form.budgetUsd, deps);
      return;
    }
    showPanel();
    await runOneByOne(agreed.plan, agreed.form.budgetUsd, session, log);
  };
}

/** The files that a command of the Explorer was called on; undefined when it came from elsewhere. */
function urisOf(uri: unknown, selected: unknown): readonly vscode.Uri[] | undefined {
  if (Array.isArray(selected) && selected.length > 0) {
    return selected.filter((each): each is vscode.Uri => each instanceof vscode.Uri);
  }
  return uri instanceof vscode.Uri ? [uri] : undefined;
}

/** Loads the files, asking for each pair that is unknown; none when the user stops, or one cannot be used. */
async function openFiles(uris: readonly vscode.Uri[], files: CandleFiles, context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<readonly File[]> {
  const found: File[] = [];
  for (const uri of uris) {
    const loaded = await offeringMapping(uri, log, () => files.open(uri));
    if (loaded === undefined) {
      return [];
    }
    let { opened } = loaded;
    if (opened.series.pair === null) {
      const pair = await askPair(uri);
      if (pair === undefined) {
        return [];
      }
      ({ opened } = await files.open(uri, pair));
    }
    found.push({ uri, root: runsRoot(uri, context), opened });
  }
  return found;
}

/** Shows the form until the user asks for its price; undefined when they stop. */
async function agreeOnForm(files: readonly File[], deps: RunWithOptionsDeps, prompts: Prompts): Promise<{ readonly form: RunForm; readonly plan: Plan } | undefined> {
  const [{ uri, opened: { series } }] = files as readonly [File, ...File[]];
  const { answers, gates, concurrency, budgetUsd } = readSettings(uri);
  let form: RunForm = { from: '', to: '', gates, answers, ownPrompt: true, repeats: 1, concurrency, budgetUsd, batch: false };
  for (;;) {
    const prompt = form.ownPrompt ? await promptInUse(uri) : await loadPrompt(undefined);
    const plan = await planRuns(files, form, prompt, deps).catch((error: unknown) => ({ problem: problemOf(error) }));
    const price = 'problem' in plan ? plan : plan.price;
    const title = files.length === 1 ? `Run Signals: ${series.pair} ${series.timeframe}` : `Run Signals on ${counted(files.length, 'File')}, One after the Other`;
    const row = await prompts.pick(formRows(form, price, 'provider' in plan && plan.provider.shape.prompt === null ? `not used by ${plan.provider.id}` : `version ${prompt.version}`), { title, placeHolder: 'Ask for this price, or change the run. Escape asks nothing.', ignoreFocusOut: true });
    if (row === undefined) {
      return undefined;
    }
    if (row.choice === 'ask' && !('problem' in plan)) {
      return { form, plan };
    }
    if (row.choice !== undefined && row.choice !== 'ask') {
      form = await editRunForm(form, row.choice, prompts, deps.keys, columnsOfSeries(series));
    }
  }
}

async function planRuns(files: readonly File[], form: RunForm, prompt: PromptInUse, { access, runs }: RunWithOptionsDeps): Promise<Plan> {
  const { from, to, gates, repeats, concurrency, answers } = form;
  const batch = form.batch ? await access.openBatch(answers, files[0]!.uri, prompt) : undefined;
  const provider = batch?.provider ?? (await access.open(answers, files[0]!.uri, prompt));
  const planned: Planned[] = [];
  for (const file of files) {
    const { marketData, runsFolder } = readSettings(file.uri);
    const range = { from: parseRangeEnd(from || undefined), to: parseRangeEnd(to || undefined) };
    const prepared = await prepareRun(file.opened, { ...defaultChoices, gates: gatesInUse(gates), marketData, range, repeats, concurrency });
    planned.push({ ...file, prepared, known: await indexAnswers(answerPlaces(file.root, runsFolder === '' ? undefined : path.resolve(file.root, runsFolder))) });
  }
  const tag = await priceAll(planned, provider);
  const seconds = tag.questions === 0 ? 0 : estimateSeconds(tag.questions, { provider: provider.id, model: provider.model, concurrency }, await runs());
  return { provider, batch, runs: planned, price: { tag, candles: planned.reduce((sum, { prepared }) => sum + prepared.gate.asked.length, 0), seconds } };
}

/** What stands in the way of a run that the user can put right in the form. Other errors are thrown on. */
function problemOf(error: unknown): string {
  if (error instanceof AppError && error.code !== 'cancelled') {
    return describeInEditor(error);
  }
  throw error;
}

/** One run for each file under one budget. The first that does not finish is the last. */
async function runOneByOne({ provider, runs, price }: Plan, budgetUsd: number, session: Session, log: vscode.LogOutputChannel): Promise<void> {
  const isFree = !('problem' in price) && price.tag.questions > 0 && price.tag.usd === 0;
  const budget = createBudget(isFree ? Infinity : budgetUsd);
  for (const [at, { uri, root, prepared, known }] of runs.entries()) {
    const { runsFolder } = readSettings(uri);
    const place = await newRunPlace(prepared, provider.id, root, runsFolder);
    const several = runs.length === 1 ? {} : { file: { number: at + 1, of: runs.length } };
    const run = await session.start(prepared, provider, place, { limitUsd: isFree ? null : budgetUsd, known, shared: { budget, ...several } });
    if (run.state !== 'finished') {
      tellEnd(run, log);
      tellLeft(runs.length - at - 1);
      return;
    }
  }
}

/** Hands in one run for each file under one budget. The first that is not taken is the last. */
async function handInOneByOne(runs: readonly Planned[], batch: BatchProvider, budgetUsd: number, { handIn, follow }: RunWithOptionsDeps): Promise<void> {
  const budget = createBudget(budgetUsd);
  for (const [at, { uri, root, prepared, known }] of runs.entries()) {
    const place = await newRunPlace(prepared, batch.provider.id, root, readSettings(uri).runsFolder);
    const handedIn = await handIn(prepared, batch, place, { budget, known });
    await follow(place.folder, handedIn);
    if (handedIn.isCancelled || (handedIn.run.waiting === null && handedIn.run.state !== 'finished')) {
      tellLeft(runs.length - at - 1);
      return;
    }
  }
}

function tellLeft(left: number): void {
  if (left > 0) {
    vscode.window.showInformationMessage(`The run did not finish, so ${counted(left, 'file was', 'files were')} not run.`).then(undefined, () => undefined);
  }
}
