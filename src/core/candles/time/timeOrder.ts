import type { Steps } from '../rows.ts';

const movedAtOnce = 65_536;

/** The first row that is older than the one before it. */
export function firstLateRow(time: Float64Array): number | undefined {
  for (let i = 1; i < time.length; i++) {
    if (time[i]! < time[i - 1]!) {
      return i;
    }
  }
  return undefined;
}

/** What the distances between neighbouring times are like, so that nobody looks through a long file for what cannot be. */
export type Spacing = {
  /** Each time is after the one before it. */
  readonly isRising: boolean;
  /** All distances are whole steps. */
  readonly isWhole: boolean;
  /** No distance is over one step. */
  readonly isGapless: boolean;
};

/** Looks at the distances between neighbouring times; `step` is in milliseconds. */
export function spacingOf(time: Float64Array, step: number): Spacing {
  let [isRising, isWhole, isGapless] = [true, true, true];
  for (let i = 1; i < time.length; i = endOfRun(time, i)) {
    const distance = time[i]! - time[i - 1]!;
    isRising &&= distance > 0;
    isWhole &&= distance % step === 0;
    isGapless &&= distance <= step;
  }
  return { isRising, isWhole, isGapless };
}

/** How often each distance between neighbouring times occurs; one is below 0 where a time is before the one above it. */
export function countSpacings(time: Float64Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let i = 1; i < time.length;) {
    const distance = time[i]! - time[i - 1]!;
    const end = endOfRun(time, i);
    counts.set(distance, (counts.get(distance) ?? 0) + end - i);
    i = end;
  }
  return counts;
}

/** The index behind the times from `first` on that are as far apart as that one is from the time before it. */
function endOfRun(time: Float64Array, first: number): number {
  const distance = time[first]! - time[first - 1]!;
  let i = first + 1;
  while (i < time.length && time[i]! - time[i - 1]! === distance) {
    i += 1;
  }
  return i;
}

/** The row indices in time order, rows of one time in file order, found in steps. */
export function* timeOrder(time: Float64Array): Steps<Uint32Array> {
  return newestFirst(time) ?? (yield* mergeRuns(time));
}

/** The indices 0, 1, 2, … */
export function countingUp(length: number): Uint32Array {
  const indices = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    indices[i] = i;
  }
  return indices;
}

/** Merges neighbouring runs of rising times until one is left: quick for files put together of sorted parts. */
function* mergeRuns(time: Float64Array): Steps<Uint32Array> {
  let order: Uint32Array = countingUp(time.length);
  let target: Uint32Array = new Uint32Array(time.length);
  let ends: readonly number[] = [...order.filter((i) => i > 0 && time[i]! < time[i - 1]!), time.length];
  while (ends.length > 1) {
    const merged: number[] = [];
    let from = 0;
    let moved = 0;
    for (let run = 0; run < ends.length; run += 2) {
      const middle = ends[run]!;
      const end = ends[run + 1] ?? middle;
      mergePair(time, order, target, from, middle, end);
      merged.push(end);
      moved += end - from;
      from = end;
      if (moved > movedAtOnce) {
        moved = 0;
        yield 1 / ends.length;
      }
    }
    ends = merged;
    [order, target] = [target, order];
  }
  return order;
}

function mergePair(time: Float64Array, order: Uint32Array, target: Uint32Array, from: number, middle: number, end: number): void {
  let left = from;
  let right = middle;
  for (let at = from; at < end; at++) {
    const takesLeft = left < middle && (right >= end || time[order[left]!]! <= time[order[right]!]!);
    target[at] = takesLeft ? order[left++]! : order[right++]!;
  }
}

/** The order that turns rows with the newest first around, in one pass; undefined for other rows. */
function newestFirst(time: Float64Array): Uint32Array | undefined {
  const order = new Uint32Array(time.length);
  let at = 0;
  for (let end = time.length; end > 0;) {
    let first = end - 1;
    while (first > 0 && time[first - 1] === time[first]) {
      first -= 1;
    }
    if (first > 0 && time[first - 1]! < time[first]!) {
      return undefined;
    }
    for (let i = first; i < end; i++) {
      order[at++] = i;
    }
    end = first;
  }
  return order;
}
