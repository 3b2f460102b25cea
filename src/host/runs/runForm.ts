import * as vscode from 'vscode';
import { answerKeys } from '../../app/answers/answerKey.ts';
import { describePrice, describePriceDetails, priceRun, type PriceTag } from '../../app/provider/priceTag.ts';
import type { PreparedRun } from '../../app/run/prepareRun.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import type { RunSummary } from '../../app/recorded/runsList.ts';
import { hasBatches } from '../../app/batch/createBatch.ts';
import { gatePresets } from '../../core/gate/presets.ts';
import type { KnownAnswers } from '../../core/run/run.ts';
import { formatLimit } from '../../core/run/usd.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import { counted, grouped } from './runWords.ts';
import type { Settings } from '../settings.ts';

/** What a user chooses for a run or for several, one file each. */
export type RunForm = {
  /** As typed; empty for all of the file. */
  readonly from: string;
  readonly to: string;
  readonly gates: Settings['gates'];
  readonly answers: ProviderSettings;
  /** Whether the instructions of the workspace are used where it has some. */
  readonly ownPrompt: boolean;
  readonly repeats: number;
  readonly concurrency: number;
  readonly budgetUsd: number;
  /** Whether the questions go through the batch service of the provider, which has one. */
  readonly batch: boolean;
};

export type FormRow = vscode.QuickPickItem & { readonly choice?: 'ask' | 'range' | 'gates' | 'provider' | 'prompt' | 'repeats' | 'batch' | 'concurrency' | 'budget' };

/** What the form comes to: what will be asked for which price, or why nothing can be asked. */
export type FormPrice = { readonly tag: PriceTag; readonly candles: number; readonly seconds: number | null } | { readonly problem: string };

/** Prices several runs of one provider as one. */
export async function priceAll(runs: readonly { readonly prepared: PreparedRun; readonly known: KnownAnswers }[], provider: SignalProvider): Promise<PriceTag> {
  const tags: PriceTag[] = [];
  const keyOf = answerKeys(provider);
  for (const { prepared, known } of runs) {
    tags.push(await priceRun(prepared, provider, (planned) => known.has(keyOf(planned))));
  }
  const sum = (of: (tag: PriceTag) => number | null) => tags.reduce<number | null>((total, tag) => (total === null || of(tag) === null ? null : total + of(tag)!), 0);
  const count = (of: (tag: PriceTag) => number) => tags.reduce((total, tag) => total + of(tag), 0);
  return {
    questions: count(({ questions }) => questions), answered: count(({ answered }) => answered), input: sum(({ input }) => input), output: sum(({ output }) => output),
    usd: sum(({ usd }) => usd), maxUsd: sum(({ maxUsd }) => maxUsd), cache: tags.find(({ questions }) => questions > 0)?.cache ?? null,
  };
}

/** How long the questions will take, in seconds, by the last finished run of this model; null when none was. */
export function estimateSeconds(questions: number, { provider, model, concurrency }: { readonly provider: string; readonly model: string; readonly concurrency: number }, runs: readonly RunSummary[]): number | null {
  for (const summary of runs) {
    if ('run' in summary && summary.state === 'finished' && summary.run.settings.provider === provider && summary.run.settings.model === model) {
      const { totals, settings } = summary.run;
      const asked = totals.answered + totals.failed - totals.cached;
      if (asked > 0) {
        return (questions * totals.duration_ms * settings.concurrency) / (asked * concurrency * 1000);
      }
    }
  }
  return null;
}

/** The rows of the form, the first of which asks. */
export function formRows(form: RunForm, price: FormPrice, prompt: string): readonly FormRow[] {
  return [
    askRow(price, form),
    { label: 'This run', kind: vscode.QuickPickItemKind.Separator },
    row('range', 'Range', 'calendar', form.from === '' && form.to === '' ? 'all of the file' : `${form.from || 'the start'} to ${form.to || 'the end'}, UTC`),
    row('gates', 'Gates', 'filter', gatesInWords(form.gates)),
    row('provider', 'Provider and Model', 'cloud', [form.answers.provider, form.answers.models[form.answers.provider]].filter(Boolean).join(', ')),
    row('prompt', 'Prompt', 'note', prompt),
    row('repeats', 'Repeats', 'sync', form.repeats === 1 ? 'each question once' : `each question ${form.repeats} times`),
    ...(hasBatches(form.answers.provider) ? [row('batch', 'Send as a Batch', 'watch', form.batch ? 'yes: half the price, answers within a day' : 'no (half the price, answers within a day)')] : []),
    ...(form.batch ? [] : [row('concurrency', 'At Once', 'layers', counted(form.concurrency, 'question'))]),
    row('budget', 'Budget', 'dashboard', formatLimit(form.budgetUsd)),
  ];
}

function row(choice: NonNullable<FormRow['choice']>, label: string, icon: string, description: string): FormRow {
  return { choice, label, description, iconPath: new vscode.ThemeIcon(icon), alwaysShow: true };
}

function askRow(price: FormPrice, { budgetUsd, repeats, batch }: RunForm): FormRow {
  if ('problem' in price) {
    return { label: 'Nothing Can Be Asked', iconPath: new vscode.ThemeIcon('error'), detail: price.problem, alwaysShow: true };
  }
  const { tag, candles, seconds } = price;
  const passed = `${counted(candles, 'candle passes the gate', 'candles pass the gate')}${repeats === 1 ? '' : `, each asked ${repeats} times`}${tag.answered === 0 ? '' : `; ${grouped(tag.answered)} already answered`}`;
  const stop = batch ? describeBatchLimit(tag, budgetUsd) : tag.usd !== null && tag.usd > budgetUsd ? `The run will stop at ${formatLimit(budgetUsd)}, before all questions are asked. ` : '';
  return { choice: 'ask', label: describePrice(tag), description: passed, detail: `${stop}${batch ? 'Half the price. ' : ''}${tag.input === 0 && tag.output === 0 ? '' : `${describePriceDetails(tag)} `}${batch ? 'Answers come within a day.' : timeInWords(seconds)}`, iconPath: new vscode.ThemeIcon('play'), alwaysShow: true };
}

/** What a batch leaves out for want of money: what is out counts with the most it can cost. `leftUsd` is what it may spend. */
export function describeBatchLimit({ maxUsd }: PriceTag, leftUsd: number): string {
  return maxUsd !== null && maxUsd > leftUsd ? `Not all are sent: the batch may cost $${Math.max(0, leftUsd).toFixed(2)} at most. ` : '';
}

function timeInWords(seconds: number | null): string {
  if (seconds === null) {
    return 'Time unknown: no run of this model has finished here.';
  }
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return seconds < 1 ? 'Under 1 s.' : whole < 60 ? `About ${whole} s.` : minutes < 60 ? `About ${minutes} min ${whole % 60} s.` : `About ${Math.floor(minutes / 60)} h ${minutes % 60} min.`;
}

/** A preset by its name, else the conditions. */
export function gatesInWords({ entry, exit }: Settings['gates']): string {
  if (entry === exit && Object.hasOwn(gatePresets, entry)) {
    return entry;
  }
  return [entry === '' ? '' : `entry: ${entry}`, exit === '' ? '' : `exit: ${exit}`].filter((text) => text !== '').join('; ') || 'none';
}
