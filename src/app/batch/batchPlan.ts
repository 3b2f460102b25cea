import { isoTime } from '../../core/candles/time/time.ts';
import { planQuestions, type PlannedQuestion } from '../../core/run/plan.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import type { PreparedRun } from '../run/prepareRun.ts';

/** The questions of a run: all of them in order, and any by its place. They are built as they are taken. */
export type BatchPlan = {
  readonly all: () => Iterable<PlannedQuestion>;
  /** Undefined where the run asks nothing. */
  readonly at: (place: Pick<QuestionRecord, 'time' | 'repeat'>) => PlannedQuestion | undefined;
};

export function planBatches({ opened: { series }, frame, pair, gate: { asked }, marketData, settings: { repeats } }: PreparedRun): BatchPlan {
  const places = new Map(asked.map((candle) => [isoTime(series.time[candle.index]!), candle]));
  return {
    all: () => planQuestions(series, frame, pair, asked, marketData, repeats),
    at: ({ time, repeat }) => {
      const candle = places.get(time);
      return candle === undefined ? undefined : [...planQuestions(series, frame, pair, [candle], marketData, repeats)].find((planned) => planned.repeat === repeat);
    },
  };
}
