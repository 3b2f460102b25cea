import { AppError } from '../../core/errors.ts';
import { latestRecords, placeOf } from '../../core/run/latest.ts';
import type { KnownAnswers } from '../../core/run/run.ts';
import { formatLimit } from '../../core/run/usd.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import { answerKeys } from '../answers/answerKey.ts';
import { describePrice, describePriceDetails, priceRun, type PriceTag } from '../provider/priceTag.ts';
import { count } from './describeSeries.ts';
import type { PlannedRun } from './plannedRun.ts';
import type { Terminal } from './terminal.ts';

/** What answers a run, and what need not be asked. */
export type PricedRun = {
  readonly planned: Pick<PlannedRun, 'prepared'> & { readonly place: Pick<PlannedRun['place'], 'before'> };
  readonly provider: SignalProvider;
  readonly known: KnownAnswers;
  /** Places of questions that are handed in already. */
  readonly out: ReadonlySet<string>;
};

/** The price of what is not answered yet. */
export async function priceOf({ planned: { prepared, place }, provider, known, out }: PricedRun, abort: AbortSignal): Promise<PriceTag> {
  const done = latestRecords(place.before?.records ?? []);
  const keyOf = answerKeys(provider);
  const isAnswered = (at: string) => done.get(at)?.outcome === 'answered' || out.has(at);
  return priceRun(prepared, provider, (planned) => isAnswered(placeOf(planned)) || known.has(keyOf(planned)), { signal: abort });
}

/** The price in one line. `budget` in USD. */
export function describePriceTag({ id, model }: SignalProvider, tag: PriceTag, budget: number): string {
  const answered = tag.answered === 0 ? '' : ` ${count(tag.answered)} ${tag.answered === 1 ? 'is' : 'are'} answered already.`;
  if (tag.questions === 0) {
    return `${id}, ${model}: ${describePrice(tag)}.${answered}\n`;
  }
  const limit = tag.maxUsd === null ? 'No budget can stop it, as the price is unknown.' : `Budget: ${formatLimit(budget)}.`;
  return `${id}, ${model}: ${describePrice(tag)}. ${describePriceDetails(tag)}${answered} ${limit}\n`;
}

/**
 * Says what a paid run will cost, and goes on only when somebody said yes to it.
 * @throws AppError `price-not-accepted` because nobody can answer, `cancelled` because the answer was no.
 */
export async function agreeOnPrice(run: PricedRun, { budget, yes }: { readonly budget: number; readonly yes?: boolean }, terminal: Terminal, abort: AbortSignal): Promise<void> {
  const tag = await priceOf(run, abort);
  if (tag.questions === 0 || tag.usd === 0) {
    return;
  }
  terminal.tell(describePriceTag(run.provider, tag, budget));
  if (yes === true) {
    return;
  }
  if (terminal.confirm === undefined) {
    throw new AppError('price-not-accepted', 'A paid run asks for your consent, and nobody can answer here.', { hint: 'Say it beforehand with --yes.' });
  }
  if (!(await terminal.confirm('Ask?', abort))) {
    throw new AppError('cancelled', 'Nothing was asked.');
  }
}
