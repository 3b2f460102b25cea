import { planQuestions, type PlannedQuestion } from '../../core/run/plan.ts';
import { formatMost } from '../../core/run/usd.ts';
import type { PromptCaching, SignalProvider } from '../../core/signal/provider.ts';
import { createPause, type Pacing } from '../candles/pace.ts';
import type { PreparedRun } from '../run/prepareRun.ts';

/** What a run will cost, said before it is paid. Unknown is null. */
export type PriceTag = {
  /** Those still to be asked. */
  readonly questions: number;
  /** Those that need not be asked again. */
  readonly answered: number;
  /** Tokens. */
  readonly input: number | null;
  readonly output: number | null;
  readonly usd: number | null;
  readonly maxUsd: number | null;
  /** Null where there is no prompt, or more than one. */
  readonly cache: PromptCaching | null;
};

const mostSampled = 200;

/**
 * Prices the questions of a run that are not answered yet with the provider's estimates. Of more than 200 questions, 200
 * spread evenly stand for all; the most it may cost is then that of the dearest of them for each.
 */
export async function priceRun(prepared: PreparedRun, provider: SignalProvider, isAnswered: (planned: PlannedQuestion) => boolean, pacing: Pacing = {}): Promise<PriceTag> {
  const { opened: { series }, frame, pair, gate, marketData, settings } = prepared;
  const pause = createPause(pacing);
  const open: number[] = [];
  let planned = 0;
  for (const question of planQuestions(series, frame, pair, gate.asked, marketData, settings.repeats)) {
    if (!isAnswered(question)) {
      open.push(Math.floor(planned / settings.repeats));
    }
    planned += 1;
    await pause(planned / (gate.asked.length * settings.repeats));
  }
  const count = Math.min(open.length, mostSampled);
  const sample = Array.from({ length: count }, (_, nth) => gate.asked[open[Math.floor(((nth + 0.5) * open.length) / count)]!]!);
  const estimates = [...planQuestions(series, frame, pair, sample, marketData)].map(({ question }) => provider.estimate(question));
  const scale = count === 0 ? 1 : open.length / count;
  const total = (values: readonly (number | null)[]) => scaled(sumKnown(values), scale);
  const atMost = estimates.map(({ maxUsd }) => maxUsd);
  return {
    questions: open.length,
    answered: planned - open.length,
    input: total(estimates.map(({ input }) => input)),
    output: total(estimates.map(({ output }) => output)),
    usd: total(estimates.map(({ usd }) => usd)),
    maxUsd: scale === 1 ? sumKnown(atMost) : scaled(highestKnown(atMost), open.length),
    cache: estimates[0]?.cache ?? null,
  };
}

/** What a button or a prompt says: "Ask 232 Questions for about $0.83"; of a batch "Send 232 Questions as a Batch for about $0.42". */
export function describePrice({ questions, usd }: PriceTag, isBatch = false): string {
  if (questions === 0) {
    return 'No Questions to Ask';
  }
  const count = `${grouped.format(questions)} ${questions === 1 ? 'Question' : 'Questions'}`;
  const ask = isBatch ? `Send ${count} as a Batch` : `Ask ${count}`;
  if (usd === null) {
    return `${ask}, price unknown`;
  }
  return usd === 0 ? `${ask}, free` : `${ask} for ${usd < 0.005 ? 'under $0.01' : `about ${dollars(usd)}`}`;
}

/** The rest of the price tag in sentences: tokens, the most it may cost, and whether the prompt is cached. */
export function describePriceDetails({ input, output, maxUsd, cache }: PriceTag): string {
  const tokens = input === null || output === null ? 'Tokens unknown' : `About ${rounded.format(input)} tokens in, ${rounded.format(output)} out`;
  const most = maxUsd === null || maxUsd === 0 ? '' : `, at most ${formatMost(maxUsd)}`;
  return `${tokens}${most}.${cache === null ? '' : cacheWords[cache]}`;
}

const cacheWords = {
  asked: ' The model caches the prompt.',
  'too-short': ' The prompt is too short for the model to cache.',
  'by-itself': '',
} as const satisfies Record<NonNullable<PriceTag['cache']>, string>;

const grouped = new Intl.NumberFormat('en-US');
const rounded = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function dollars(usd: number): string {
  return `$${cents.format(usd)}`;
}

function sumKnown(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

function highestKnown(values: readonly (number | null)[]): number | null {
  return values.reduce((highest, value) => (highest === null || value === null ? null : Math.max(highest, value)), 0);
}

function scaled(value: number | null, scale: number): number | null {
  return value === null ? null : value * scale;
}
