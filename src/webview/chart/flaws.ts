import type { ProblemView } from '../../protocol/candleMessages.ts';
import type { SeriesView } from '../../protocol/messages.ts';
import { columnOf, lowerBound } from '../candles.ts';

/** A data problem as the chart shows it: at one candle, or over the candles that are missing from it on. */
export type Flaw = {
  /** Index of the first candle it is about, and its open time. */
  readonly index: number;
  readonly time: number;
  /** Index of the last one; the first unless candles are missing. */
  readonly end: number;
  readonly severity: ProblemView['severity'];
  /** How many candles are missing; 0 when it is no gap. */
  readonly missing: number;
};

/** Flaws at one place in px: the first of them, the worst severity, and how many they are. */
export type PlacedFlaw = Flaw & { readonly x: number; readonly count: number };

/** The flaw of a problem; null when its time is unknown or no candle of the series is of that time. */
export function flawOf({ time, severity, missing }: ProblemView, series: SeriesView): Flaw | null {
  const times = columnOf(series, 'time');
  if (time === null || !(time >= times[0]! && time <= times.at(-1)!)) {
    return null;
  }
  const next = lowerBound(times, time);
  // A time between two candles belongs to the one before.
  const index = times[next] === time ? next : Math.max(0, next - 1);
  return { index, time: times[index]!, end: Math.min(times.length - 1, index + Math.max(0, missing - 1)), severity, missing };
}

/** The flaws of a file in time order. */
export function flawsOf(problems: readonly ProblemView[], series: SeriesView): readonly Flaw[] {
  return problems.flatMap((problem) => flawOf(problem, series) ?? []).sort((a, b) => a.index - b.index);
}

/** Puts flaws at the middle of their candles; those closer than `distance` to the first of a group become one. */
export function placeFlaws(flaws: readonly Flaw[], x: (index: number) => number, distance: number): readonly PlacedFlaw[] {
  const placed: { -readonly [Name in keyof PlacedFlaw]: PlacedFlaw[Name] }[] = [];
  for (const flaw of flaws) {
    const at = x((flaw.index + flaw.end) / 2);
    const group = placed.at(-1);
    if (group === undefined || at - group.x >= distance) {
      placed.push({ ...flaw, x: at, count: 1 });
    } else {
      group.severity = flaw.severity === 'error' ? 'error' : group.severity;
      group.end = Math.max(group.end, flaw.end);
      group.count += 1;
    }
  }
  return placed;
}
