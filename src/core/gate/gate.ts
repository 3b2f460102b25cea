import { countOf } from '../countOf.ts';
import type { CandleSeries } from '../candles/series.ts';
import type { IndicatorFrame } from '../indicators/frame.ts';
import { gateNames, type GateName } from '../run/record.ts';
import type { Funnel, GateFunnel } from '../run/summary.ts';
import type { Gates } from './defaults.ts';
import { compileCondition, type Judge } from './evaluate.ts';
import { flattenAnd, formatCondition } from './expression.ts';
import { candleStates, passedAll } from './states.ts';

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

/**
 * Judges every candle in the range. A candle is warming up while any value that any gate needs is unknown;
 * a filled candle is never asked about.
 */
export function applyGates(series: CandleSeries, frame: IndicatorFrame, gates: Gates, range: TimeRange): GateResult {
  const chains = gateNames.flatMap((name) => {
    const condition = gates[name];
    return condition === undefined ? [] : [openChain(name, flattenAnd(condition).map((part) => [formatCondition(part), compileCondition(part, frame)] as const), series.length)];
  });
  const states = new Uint8Array(series.length);
  const asked: AskedCandle[] = [];
  for (let i = 0; i < series.length; i++) {
    const time = series.time[i]!;
    if ((range.from !== null && time < range.from) || (range.to !== null && time >= range.to)) {
      continue;
    }
    const verdicts = chains.map((chain) => firstFailure(chain.judges, i));
    states[i] = verdicts.includes(undefined) ? candleStates.warmup : series.filled[i] === 1 ? candleStates.filled : candleStates.judged;
    if (states[i] !== candleStates.judged) {
      continue;
    }
    chains.forEach((chain, at) => {
      chain.stops[i] = verdicts[at]!;
    });
    const passed = chains.filter((_, at) => verdicts[at] === passedAll).map((chain) => chain.name);
    if (passed.length > 0) {
      asked.push({ index: i, gates: passed });
    }
  }
  return { states, chains: chains.map(({ name, conditions, stops }) => ({ name, conditions, stops })), asked, funnel: countFunnel(states, chains, asked.length) };
}

type OpenChain = GateChain & { readonly judges: readonly Judge[] };

function openChain(name: GateName, parts: readonly (readonly [string, Judge])[], length: number): OpenChain {
  return { name, conditions: parts.map(([text]) => text), judges: parts.map(([, judge]) => judge), stops: new Uint8Array(length) };
}

/** The index of the first condition a candle fails, `passedAll`, or undefined while any of them is unknown. */
function firstFailure(judges: readonly Judge[], index: number): number | undefined {
  let first: number = passedAll;
  for (let at = judges.length - 1; at >= 0; at--) {
    const holds = judges[at]!(index);
    if (holds === undefined) {
      return undefined;
    }
    first = holds ? first : at;
  }
  return first;
}

function countFunnel(states: Uint8Array, chains: readonly GateChain[], asked: number): Funnel {
  const count = (wanted: number) => countOf(states, wanted);
  const gates = Object.fromEntries(chains.map((chain) => [chain.name, countChain(states, chain)]));
  return { candles: states.length - count(candleStates.outside), warmup: count(candleStates.warmup), filled: count(candleStates.filled), asked, ...gates };
}

function countChain(states: Uint8Array, chain: GateChain): GateFunnel {
  const stopped: Record<string, number> = {};
  let left = countOf(states, candleStates.judged);
  for (const { text, survivors } of countSurvivors(states, chain)) {
    // A condition written twice stops candles at its first place only.
    stopped[text] = (stopped[text] ?? 0) + left - survivors;
    left = survivors;
  }
  return { passed: left, stopped };
}

/** For each condition of a gate, the number of judged candles that passed it and all before it. */
export function countSurvivors(states: Uint8Array, { conditions, stops }: GateChain): { text: string; survivors: number }[] {
  const stoppedAt = (at: number) => stops.reduce((count, stop, i) => count + (states[i] === candleStates.judged && stop === at ? 1 : 0), 0);
  let left = countOf(states, candleStates.judged);
  return conditions.map((text, at) => {
    left -= stoppedAt(at);
    return { text, survivors: left };
  });
}
