import * as vscode from 'vscode';
import { answerKeys } from '../../app/answers/answerKey.ts';
import type { BatchProvider } from '../../app/batch/createBatch.ts';
import { apiOrigin } from '../../app/provider/apiOrigins.ts';
import type { PreparedRun } from '../../app/run/prepareRun.ts';
import { describePrice, describePriceDetails, priceRun, type PriceTag } from '../../app/provider/priceTag.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import { latestRecords, placeOf } from '../../core/run/latest.ts';
import { planQuestions, type PlannedQuestion } from '../../core/run/plan.ts';
import type { KnownAnswers } from '../../core/run/run.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import { formatLimit } from '../../core/run/usd.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import type { Prompts } from './editRunForm.ts';
import { describeBatchLimit } from './runForm.ts';
import { writeSetting } from '../providers/providerChoice.ts';
import { settingKeys, type Settings } from '../settings.ts';

/** A run as its price is asked about. */
export type PricedRun = {
  readonly prepared: PreparedRun;
  readonly provider: SignalProvider;
  /** The batch service that may answer instead; absent where none is offered. */
  readonly batch?: BatchProvider | undefined;
  /** What the run has recorded so far. */
  readonly records: readonly QuestionRecord[];
  /** What other runs know already. */
  readonly known: KnownAnswers;
  readonly settings: Pick<Settings, 'answers' | 'budgetUsd'>;
  /** The user agreed to this run before. */
  readonly isAgreed: boolean;
  /** How the user is asked, unless by the editor's quick pick. */
  readonly pick?: Prompts['pick'];
};

/** `limitUsd` is null for a run that costs nothing. `isBatch`: the questions are to be sent as a batch. */
export type Agreement = { readonly limitUsd: number | null; readonly isBatch: boolean };

type Row = vscode.QuickPickItem & { readonly choice: 'ask' | 'batch' | 'budget' | 'preview' };

/**
 * Shows what a run will cost, what is sent where and at what price it stops, and lets the user agree, at the price of a
 * batch where one is offered. A run that costs nothing is not asked about. Undefined when the user does not agree.
 */
export async function agreeOnPrice({ prepared, provider, batch, records, known, settings: { answers, budgetUsd }, isAgreed, pick = vscode.window.showQuickPick }: PricedRun): Promise<Agreement | undefined> {
  const latest = latestRecords(records);
  const keyOf = answerKeys(provider);
  const isAnswered = (planned: PlannedQuestion) => latest.get(placeOf(planned))?.outcome === 'answered' || known.has(keyOf(planned));
  const tag = await priceRun(prepared, provider, isAnswered);
  if (tag.questions > 0 && tag.usd === 0) {
    return { limitUsd: null, isBatch: false };
  }
  if (tag.questions === 0 || isAgreed) {
    return { limitUsd: budgetUsd, isBatch: false };
  }
  const batchTag = batch === undefined ? undefined : await priceRun(prepared, batch.provider, isAnswered);
  const spentUsd = records.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
  const title = `${prepared.pair} ${prepared.opened.series.timeframe}: ${provider.id}, ${provider.model}`;
  const sending = describeSending(prepared, provider, answers);
  for (let limitUsd = budgetUsd; ; ) {
    const row = await pick(priceRows(tag, batchTag, sending, limitUsd, spentUsd), { title, placeHolder: 'Ask for this price? Escape asks nothing.', ignoreFocusOut: true });
    switch (row?.choice) {
      case 'ask':
      case 'batch':
        return { limitUsd, isBatch: row?.choice === 'batch' };
      case 'budget':
        limitUsd = (await askBudget(limitUsd)) ?? limitUsd;
        break;
      case 'preview':
        await showQuestion(prepared);
        return undefined;
      case undefined:
        return undefined;
    }
  }
}

function priceRows(tag: PriceTag, batchTag: PriceTag | undefined, sending: string, limitUsd: number, spentUsd: number): readonly Row[] {
  const limit = formatLimit(limitUsd);
  const answered = tag.answered === 0 ? {} : { description: `${tag.answered.toLocaleString('en-US')} answered already` };
  const one: Row = { choice: 'ask', label: describePrice(tag), iconPath: new vscode.ThemeIcon('play'), detail: `${batchTag === undefined ? '' : 'One by one, at full price. '}${describePriceDetails(tag)}`, ...answered };
  return [
    ...(batchTag === undefined ? [] : [{ choice: 'batch' as const, label: describePrice(batchTag, true), iconPath: new vscode.ThemeIcon('watch'), detail: `${describeBatchLimit(batchTag, limitUsd - spentUsd)}Half the price. ${describePriceDetails(batchTag)} Answers come within a day.`, ...answered }]),
    one,
    { choice: 'budget', label: 'Change the Budget…', iconPath: new vscode.ThemeIcon('dashboard'), description: limit, detail: describeLimit(tag, limit, limitUsd - spentUsd) },
    { choice: 'preview', label: 'Preview Question', iconPath: new vscode.ThemeIcon('eye'), detail: sending },
  ];
}

/** `leftUsd` is what the run may still spend. */
function describeLimit({ usd, maxUsd }: PriceTag, limit: string, leftUsd: number): string {
  if (usd === null) {
    return 'The price is unknown, so no budget can limit it.';
  }
  if (usd > leftUsd) {
    return `The run will stop at ${limit}, before all questions are asked.`;
  }
  return maxUsd === null || maxUsd > leftUsd ? `The run stops at ${limit}, counting what is in flight.` : `The run cannot reach ${limit}.`;
}

function describeSending({ marketData }: PreparedRun, provider: SignalProvider, answers: ProviderSettings): string {
  const ids = provider.id === 'consensus' ? answers.consensus.members : [provider.id];
  const receivers = ids.filter((id) => id !== 'rules').map((id) => receiverOf(id, answers));
  return `Each question sends the pair, the last ten candles and ${Object.keys(marketData).length} indicators to ${receivers.join(', ')}.`;
}

function receiverOf(id: string, answers: ProviderSettings): string {
  const origin = apiOrigin(id, answers);
  return origin === undefined ? 'a language model of VS Code' : new URL(origin).host;
}

async function askBudget(limitUsd: number): Promise<number | undefined> {
  const isBudget = (text: string) => /^\d+(\.\d+)?$/.test(text.trim());
  const typed = await vscode.window.showInputBox({ title: 'Budget of a Run', prompt: 'In USD. A run stops before it would cost more.', value: String(limitUsd), ignoreFocusOut: true, validateInput: (text) => (isBudget(text) ? undefined : 'Write it in USD, such as 2.50.') });
  if (typed === undefined) {
    return undefined;
  }
  await writeSetting(settingKeys.budgetUsd, Number(typed));
  return Number(typed);
}

/** Opens the first question as it would be sent. */
async function showQuestion({ opened, frame, pair, gate, marketData }: PreparedRun): Promise<void> {
  const [first] = planQuestions(opened.series, frame, pair, gate.asked.slice(0, 1), marketData);
  const content = `${JSON.stringify(first?.question ?? null, undefined, 2)}\n`;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content }), { preview: true });
}
