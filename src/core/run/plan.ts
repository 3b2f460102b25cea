import { isoTime } from '../candles/time/time.ts';
import type { CandleSeries } from '../candles/series.ts';
import type { AskedCandle } from '../gate/gate.ts';
import type { IndicatorFrame } from '../indicators/frame.ts';
import { questionBuilder } from '../signal/buildQuestion.ts';
import type { MarketDataMap } from '../signal/marketData.ts';
import type { Question } from '../signal/question.ts';
import type { GateName } from './record.ts';

/** A question in its place in a run. */
export type PlannedQuestion = {
  readonly time: string;
  readonly price: number;
  readonly gates: readonly GateName[];
  readonly question: Question;
  /** The question as canonical JSON. */
  readonly text: string;
  /** 1 for the first time the question is asked. */
  readonly repeat: number;
};

/**
 * The questions of a run in time order. They are built as they are taken, so a long run holds only those in flight.
 * Same candles and settings give the same questions in the same order. Each is asked `repeats` times in a row.
 */
export function* planQuestions(
  series: CandleSeries,
  frame: IndicatorFrame,
  pair: string,
  asked: readonly AskedCandle[],
  marketData?: MarketDataMap,
  repeats = 1,
): Generator<PlannedQuestion> {
  const build = questionBuilder(series, frame, pair, marketData);
  for (const { index, gates } of asked) {
    const { question, text } = build(index);
    const time = isoTime(series.time[index]!);
    for (let repeat = 1; repeat <= repeats; repeat++) {
      yield { time, price: series.close[index]!, gates, question, text, repeat };
    }
  }
}
