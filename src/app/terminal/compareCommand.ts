import path from 'node:path';
import { compareRuns, type ComparedCandle, type Comparison } from '../../core/run/compare.ts';
import type { Bundle } from '../../core/run/bundle.ts';
import type { Repeats } from '../../core/run/repeats.ts';
import { decisions } from '../../core/signal/signal.ts';
import { readRecorded } from '../recorded/readBundle.ts';
import { describeComparison, letterOf } from './describeComparison.ts';
import { exitCodes, type ExitCode } from './exitCode.ts';
import { tellTorn } from './tellTorn.ts';
import type { Terminal } from './terminal.ts';

export type CompareOptions = { readonly json?: boolean };

/** `llm-signals compare`: where runs over one series agree and where they differ. */
export async function compareInTerminal(names: readonly string[], { json }: CompareOptions, terminal: Terminal): Promise<ExitCode> {
  const runs: Bundle[] = [];
  for (const name of names) {
    const recorded = await readRecorded(path.resolve(terminal.folder, name));
    tellTorn(recorded, name, terminal);
    runs.push(recorded);
  }
  const comparison = compareRuns(runs);
  terminal.print(json === true ? `${JSON.stringify(comparisonFacts(names, runs, comparison), null, 2)}\n` : describeComparison(names, runs, comparison));
  return exitCodes.done;
}

/** The whole of `compare --json`. */
function comparisonFacts(names: readonly string[], runs: readonly Bundle[], { answered, agreed, share, pairs, candles, notes }: Comparison): object {
  const [{ run }] = runs as readonly [Bundle, ...Bundle[]];
  return {
    pair: run.series.pair,
    timeframe: run.series.timeframe,
    runs: runs.map(({ run: { id, state, settings, series, totals, started } }, at) => ({
      letter: letterOf(at), run: names[at], id, state, provider: settings.provider, model: settings.model, file: series.file, sha256: series.sha256, totals, started,
    })),
    notes,
    answered_by_all: answered,
    agreed,
    share,
    pairs: pairs.map((pair) => ({
      rows: letterOf(pair.first), columns: letterOf(pair.second), answered_by_both: pair.answered, agreed: pair.agreed, share: pair.share,
      opposite: pair.opposite, failed: pair.failed, only_rows: pair.onlyFirst, only_columns: pair.onlySecond,
      confusion: Object.fromEntries(decisions.map((decision) => [decision, pair.confusion[decision]])),
    })),
    candles: candles.map(candleFacts),
  };
}

function candleFacts({ time, price, agrees, answers }: ComparedCandle): object {
  return { time, price, agrees, answers: answers.map(answerFacts) };
}

function answerFacts(answer: Repeats | null): object | null {
  if (answer === null) {
    return null;
  }
  const { outcome, signal, error } = answer.record;
  return {
    outcome, decision: signal?.decision ?? null, confidence: signal?.confidence ?? null, reasoning: signal?.reasoning ?? null,
    error, flip_rate: answer.flipRate ?? null,
  };
}
