import type { Steps } from '../candles/rows.ts';
import type { CandleSeries } from '../candles/series.ts';
import type { IndicatorFrame } from '../indicators/frame.ts';
import { gateNames, type GateName } from '../run/record.ts';
import type { Funnel, GateFunnel } from '../run/summary.ts';
import { evaluateCondition, verdicts } from './evaluate.ts';
import { flattenAnd, type Condition } from './expression.ts';
import { formatCondition } from './format.ts';
import { candleStates, passedAll } from './states.ts';

/** The technical pre-conditions of a run; a candle is asked about when either gate lets it through. */
export type Gates = { readonly [name in GateName]?: Condition };

/** Which candles may be asked about, by open time: `from` inclusive, `to` exclusive; null is open-ended. */
export type TimeRange = { readonly from: number | null; readonly to: number | null };

/** One gate over all candles: `stops` holds per judged candle the index of the first condition it failed, or `passedAll`. */
export type GateChain = { readonly name: GateName; readonly conditions: readonly string[]; readonly stops: Uint8Array };

/** A candle to ask about and the gates it passed. */
export type AskedCandle = { readonly index: number; readonly gates: readonly GateName[] };

export type GateResult = {
  /** Per candle one of `candleStates`. */
  readonly states: Uint8Array;
  readonly chains: readonly GateChain[];
  readonly asked: readonly AskedCandle[];
  readonly funnel: Funnel;
};

// Small blocks give way often, and their loops are compiled early.
const candlesAtOnce = 16_384;

/**
 * Judges every candle in the range, in steps of so many candles. A candle is warming up while any value that any
 * gate needs is unknown; a filled candle is never asked about.
 * @throws RangeError because a gate reads a column that the frame lacks.
 */
export function* applyGates(series: CandleSeries, frame: IndicatorFrame, gates: Gates, range: TimeRange): Steps<GateResult> {
  const chains = gateNames.flatMap((name) => {
    const condition = gates[name];
    return condition === undefined ? [] : [startChain(name, condition, series.length)];
  });
  const states = new Uint8Array(series.length);
  const asked: AskedCandle[] = [];
  const sets = gateSets(chains);
  const candleNumber = countCandles(series);
  for (let from = 0; from < series.length; from += candlesAtOnce) {
    const to = Math.min(series.length, from + candlesAtOnce);
    const seen = judgeBlock(chains, frame, from, to, candleNumber);
    placeStates(states, seen, series, range, from);
    findAsked(states.subarray(from, to), chains, sets, from, asked);
    yield to / series.length;
  }
  return { states, chains, asked, funnel: countFunnel(states, chains, asked.length) };
}

type JudgedChain = GateChain & { readonly parts: readonly Condition[] };

function startChain(name: GateName, condition: Condition, length: number): JudgedChain {
  const parts = flattenAnd(condition);
  return { name, parts, conditions: parts.map(formatCondition), stops: new Uint8Array(length).fill(passedAll) };
}

/** Notes where each gate stops the candles of a block; returns all verdicts on each, one upon the other: at least `unknown` where one of them is. */
function judgeBlock(chains: readonly JudgedChain[], frame: IndicatorFrame, from: number, to: number, candleNumber: (index: number) => number): Uint8Array {
  // A crossing looks at the candle before.
  const first = Math.max(0, from - 1);
  const columnOf = (name: string) => {
    const column = frame.get(name);
    if (column === undefined) {
      throw new RangeError(`Expected a column of the frame, got "${name}"`);
    }
    return column.subarray(first, to);
  };
  const seen = new Uint8Array(to - from);
  for (const { parts, stops } of chains) {
    // From the last condition to the first, so that the first one that stops a candle is what remains.
    for (let at = parts.length - 1; at >= 0; at--) {
      const found = evaluateCondition(parts[at]!, columnOf, to - first, (index) => candleNumber(first + index));
      addVerdicts(found.subarray(from - first), at, stops.subarray(from, to), seen);
    }
  }
  return seen;
}

function addVerdicts(found: Uint8Array, at: number, stops: Uint8Array, seen: Uint8Array): void {
  const { no } = verdicts;
  for (let i = 0; i < found.length; i++) {
    const verdict = found[i]!;
    const stop = stops[i]!;
    // Without a branch, for no processor could guess the verdict.
    stops[i] = stop + (at - stop) * Number(verdict === no);
    seen[i] = seen[i]! | verdict;
  }
}

function placeStates(states: Uint8Array, seen: Uint8Array, { time, filled }: CandleSeries, { from, to }: TimeRange, block: number): void {
  const [first, end] = [from ?? -Infinity, to ?? Infinity];
  const { unknown } = verdicts;
  const { outside, warmup, judged } = candleStates;
  for (let i = 0; i < seen.length; i++) {
    const at = block + i;
    const isOutside = time[at]! < first || time[at]! >= end;
    states[at] = isOutside ? outside : seen[i]! >= unknown ? warmup : filled[at] === 1 ? candleStates.filled : judged;
  }
}

/** For every set of gates their names, at the sum of their bits: a long file has many candles, but few such sets. */
function gateSets(chains: readonly GateChain[]): readonly (readonly GateName[])[] {
  return Array.from({ length: 2 ** chains.length }, (_, bits) => chains.filter((_, at) => (bits & (1 << at)) !== 0).map(({ name }) => name));
}

/** Adds the judged candles of a block that at least one gate lets through. */
function findAsked(states: Uint8Array, chains: readonly GateChain[], sets: readonly (readonly GateName[])[], from: number, asked: AskedCandle[]): void {
  const passed = new Uint8Array(states.length);
  for (const [at, { stops }] of chains.entries()) {
    addPassed(passed, stops.subarray(from, from + states.length), 1 << at);
  }
  for (let i = 0; i < passed.length; i++) {
    if (passed[i] !== 0 && states[i] === candleStates.judged) {
      asked.push({ index: from + i, gates: sets[passed[i]!]! });
    }
  }
}

function addPassed(passed: Uint8Array, stops: Uint8Array, bit: number): void {
  for (let i = 0; i < passed.length; i++) {
    passed[i] = passed[i]! | (bit * Number(stops[i] === passedAll));
  }
}

/** The number of each candle on a grid that began in 1970, so that it does not depend on where the file starts. */
function countCandles({ time }: CandleSeries): (index: number) => number {
  const spacing = time.length > 1 ? Math.min(time[1]! - time[0]!, time[time.length - 1]! - time[time.length - 2]!) : 1;
  return (index) => Math.round(time[index]! / spacing);
}

function countFunnel(states: Uint8Array, chains: readonly GateChain[], asked: number): Funnel {
  const gates = Object.fromEntries(chains.map((chain) => [chain.name, countChain(states, chain)]));
  const counts = countEach(states);
  return {
    candles: states.length - counts[candleStates.outside]!,
    warmup: counts[candleStates.warmup]!,
    filled: counts[candleStates.filled]!,
    asked,
    ...gates,
  };
}

/** How often each value of a byte occurs. */
function countEach(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < bytes.length; i++) {
    counts[bytes[i]!]!++;
  }
  return counts;
}

function countChain(states: Uint8Array, chain: GateChain): GateFunnel {
  const counts = countStops(states, chain);
  const stopped: Record<string, number> = {};
  chain.conditions.forEach((text, at) => {
    // A condition written twice stops candles at its first place only.
    stopped[text] = (stopped[text] ?? 0) + counts[at]!;
  });
  return { passed: counts[passedAll]!, stopped };
}

/** For each condition of a gate, the number of judged candles that passed it and all before it. */
export function countSurvivors(states: Uint8Array, chain: GateChain): { text: string; survivors: number }[] {
  const counts = countStops(states, chain);
  let left = counts.reduce((sum, count) => sum + count, 0);
  return chain.conditions.map((text, at) => {
    left -= counts[at]!;
    return { text, survivors: left };
  });
}

/** How many judged candles each condition stopped first, and at `passedAll` how many none stopped. */
function countStops(states: Uint8Array, { stops }: GateChain): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < stops.length; i++) {
    if (states[i] === candleStates.judged) {
      counts[stops[i]!]!++;
    }
  }
  return counts;
}
