import type { Steps } from './rows.ts';

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
