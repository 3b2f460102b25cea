import { AppError } from '../errors.ts';
import { decisions, type Decision } from '../signal/signal.ts';
import type { QuestionRecord } from './record.ts';
import { repeatsOf, type Repeats } from './repeats.ts';
import type { Run } from './summary.ts';

export type RunToCompare = { readonly run: Run; readonly records: Iterable<QuestionRecord> };

/** A candle that at least one of the runs has a question about. */
export type ComparedCandle = {
  readonly time: string;
  readonly price: number;
  /** Per run what its question came to; null where it has none. */
  readonly answers: readonly (Repeats | null)[];
  /** Whether all who answered decided alike; null with fewer than two answers. */
  readonly agrees: boolean | null;
};

/** How many candles were answered by all, and by how many of those alike; `share` is null when there are none. */
export type Agreement = { readonly answered: number; readonly agreed: number; readonly share: number | null };

/** A share in whole percent, but 100 only where all agree and 0 only where nobody does. */
export function percentAgreed(share: number): number {
  return share === 0 || share === 1 ? share * 100 : Math.min(99, Math.max(1, Math.round(share * 100)));
}

/** Counts of candles: rows are the decisions of the first run, columns those of the second. */
export type Confusion = { readonly [first in Decision]: { readonly [second in Decision]: number } };

/** Two of the runs, by their place among those compared. */
export type ComparedPair = Agreement & {
  readonly first: number;
  readonly second: number;
  readonly confusion: Confusion;
  /** Candles that one bought and the other sold. */
  readonly opposite: number;
  /** Candles that both asked about and at least one has no answer for. */
  readonly failed: number;
  /** Candles that only one of them asked about; what was skipped was not asked. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
};

export type Comparison = Agreement & {
  /** In time order. */
  readonly candles: readonly ComparedCandle[];
  readonly pairs: readonly ComparedPair[];
  /** What makes the comparison less than exact, in words. */
  readonly notes: readonly string[];
};

/**
 * Compares runs over one pair and timeframe, candle by candle. A question with repeats counts with the decision that
 * most of them gave.
 * @throws AppError `run-differs` because they are of another pair or timeframe.
 */
export function compareRuns(runs: readonly RunToCompare[]): Comparison {
  checkSeries(runs.map(({ run }) => run));
  const byTime = runs.map(({ records }) => repeatsOf(records));
  const times = [...new Set(byTime.flatMap((candles) => [...candles.keys()]))].sort();
  const candles = times.map((time) => compareCandle(time, byTime.map((found) => found.get(time) ?? null)));
  const pairs = runs.flatMap((_, first) => runs.slice(first + 1).map((__, offset) => comparePair(candles, first, first + 1 + offset)));
  const answeredByAll = candles.filter(({ answers }) => answers.every((answer) => answer?.majority !== undefined));
  const agreed = answeredByAll.filter(({ agrees }) => agrees === true).length;
  return { ...agreement(answeredByAll.length, agreed), candles, pairs, notes: noteFiles(runs.map(({ run }) => run)) };
}

function checkSeries(runs: readonly Run[]): void {
  const [first] = runs;
  for (const { id, series } of runs) {
    if (first !== undefined && (series.pair !== first.series.pair || series.timeframe !== first.series.timeframe)) {
      throw new AppError('run-differs', `${id} is of ${series.pair} ${series.timeframe}, but ${first.id} of ${first.series.pair} ${first.series.timeframe}.`, { hint: 'Compare runs of one pair and timeframe.' });
    }
  }
}

function noteFiles(runs: readonly Run[]): readonly string[] {
  const files = new Map(runs.map(({ series }) => [series.sha256, series.file]));
  return files.size < 2 ? [] : [`The runs are of different candle files: ${[...files.values()].join(', ')}.`];
}

function compareCandle(time: string, answers: readonly (Repeats | null)[]): ComparedCandle {
  const given = answers.flatMap((answer) => answer?.majority ?? []);
  const price = answers.find((answer) => answer !== null)!.record.price;
  return { time, price, answers, agrees: given.length < 2 ? null : given.every((decision) => decision === given[0]) };
}

function comparePair(candles: readonly ComparedCandle[], first: number, second: number): ComparedPair {
  const confusion = { BUY: { BUY: 0, SELL: 0, HOLD: 0 }, SELL: { BUY: 0, SELL: 0, HOLD: 0 }, HOLD: { BUY: 0, SELL: 0, HOLD: 0 } };
  let [failed, onlyFirst, onlySecond] = [0, 0, 0];
  for (const { answers } of candles) {
    const a = asked(answers[first]!);
    const b = asked(answers[second]!);
    if (a !== null && b !== null) {
      if (a.majority !== undefined && b.majority !== undefined) {
        confusion[a.majority][b.majority] += 1;
      } else {
        failed += 1;
      }
    } else if (a !== null) {
      onlyFirst += 1;
    } else if (b !== null) {
      onlySecond += 1;
    }
  }
  const answered = decisions.reduce((sum, a) => decisions.reduce((inRow, b) => inRow + confusion[a][b], sum), 0);
  const agreed = decisions.reduce((sum, decision) => sum + confusion[decision][decision], 0);
  return { first, second, ...agreement(answered, agreed), confusion, opposite: confusion.BUY.SELL + confusion.SELL.BUY, failed, onlyFirst, onlySecond };
}

function asked(answer: Repeats | null): Repeats | null {
  return answer === null || answer.record.outcome === 'skipped' ? null : answer;
}

function agreement(answered: number, agreed: number): Agreement {
  return { answered, agreed, share: answered === 0 ? null : agreed / answered };
}
