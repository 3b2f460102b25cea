/** Renders strategies from the templates in media/freqtrade, which are working strategies themselves. Pure: texts in, texts out. */
import { pairInFileName, isFuture } from '../core/candles/freqtradeFiles.ts';
import { isPair } from '../core/candles/fileName.ts';
import { parseTimeframe } from '../core/candles/time/timeframe.ts';
import { AppError } from '../core/errors.ts';
import { columnsOf, type Condition } from '../core/gate/expression.ts';
import { formatCondition } from '../core/gate/format.ts';
import type { Gates } from '../core/gate/gate.ts';
import { gatePresets } from '../core/gate/presets.ts';
import { columnsOfSeries, resolveGates, type GateTexts } from '../core/gate/resolve.ts';
import { resolveColumn } from '../core/indicators/catalog.ts';
import { checkClassName } from './className.ts';
import { pythonCondition } from './pythonCondition.ts';
import { pythonIndicators } from './pythonIndicators.ts';
import { pythonString } from './pythonLiteral.ts';

/** The templates: their class, what they are for, and the gates to record with; null where the user says them. */
export const strategyTemplates = {
  momentum: { class: 'LLM_Momentum_Strategy', about: 'Buys oversold dips in an uptrend if the model agrees; thresholds for hyperopt, suggested stops and targets.', gates: gatePresets.momentum },
  gate: { class: 'LLM_Gate_Strategy', about: 'Your own entry and exit conditions; the model decides.', gates: null },
  veto: { class: 'LLM_Veto_Strategy', about: 'A strategy of your own whose entries the model may refuse.', gates: { entry: 'crosses_above(ema_20, ema_50) and volume > 0', exit: undefined } },
  consensus: { class: 'LLM_Consensus_Strategy', about: 'Several models vote, each recorded by itself.', gates: gatePresets.momentum },
  short: { class: 'LLM_Short_Strategy', about: 'Sells rallies in a downtrend short, on futures.', gates: { entry: 'rsi > 70 and close < ema_200 and volume > volume_mean', exit: 'crosses_below(rsi, 30) or crosses_above(close, ema_20)' } },
} as const;

export type TemplateName = keyof typeof strategyTemplates;
export const templateNames = Object.keys(strategyTemplates) as readonly TemplateName[];

export type StrategyChoices = {
  readonly name: string;
  readonly template: TemplateName;
  readonly pair: string;
  readonly timeframe: string;
  /** Gates of the template `gate`, which has none of its own. */
  readonly gates: GateTexts;
  /** The least confidence that trades. */
  readonly threshold: number;
};

/** A strategy and the gates its signals are to be recorded with, in the gate language. */
export type RenderedStrategy = { readonly text: string; readonly gates: GateTexts };

const examplePair = { spot: 'BTC_USDT-5m.jsonl', future: 'BTC_USDT_USDT-5m.jsonl' };

/**
 * A strategy's Python from the text of its template.
 * @throws AppError `strategy-invalid`, `pair-unknown`, `timeframe-unknown` or `gate-invalid` because a choice cannot be written.
 */
export function renderStrategy(choices: StrategyChoices, template: string): RenderedStrategy {
  const { name, template: kind, pair, timeframe, threshold } = choices;
  checkClassName(name);
  check(choices);
  const own = strategyTemplates[kind].gates;
  const gates = own === null ? gatesOf(choices) : undefined;
  const settings = [
    (text: string) => text.replaceAll(strategyTemplates[kind].class, name),
    replacing('timeframe = "5m"', `timeframe = ${pythonString(timeframe)}`),
    replacing('DecimalParameter(0.5, 0.9, default=0.7,', `DecimalParameter(${Math.min(0.5, threshold)}, ${Math.max(0.9, threshold)}, default=${threshold},`),
    replacing(kind === 'short' ? examplePair.future : examplePair.spot, `${pairInFileName(pair)}-${timeframe}.jsonl`),
    ...(gates === undefined ? [] : gateChanges(gates)),
  ];
  return { text: settings.reduce((text, change) => change(text), template), gates: own ?? textsOf(gates!) };
}

function check({ template, pair, timeframe, threshold, gates }: StrategyChoices): void {
  if (!isPair(pair)) {
    throw new AppError('pair-unknown', `"${pair}" is no pair.`, { hint: 'Write it as Freqtrade does, such as BTC/USDT.' });
  }
  if (isFuture(pair) !== (template === 'short')) {
    throw new AppError('strategy-invalid', template === 'short' ? `Selling short needs a future, and ${pair} is none.` : `${pair} is a future; only the template short trades one.`, { hint: 'A future is written BTC/USDT:USDT.' });
  }
  if (parseTimeframe(timeframe) === undefined) {
    throw new AppError('timeframe-unknown', `"${timeframe}" is no timeframe.`, { hint: 'Write it as Freqtrade does, such as 5m.' });
  }
  if (!(threshold >= 0 && threshold <= 1) || Math.round(threshold * 100) / 100 !== threshold) {
    throw new AppError('strategy-invalid', 'The confidence is a number from 0 to 1 with two digits, such as 0.75.');
  }
  if (strategyTemplates[template].gates !== null && Object.values(gates).some((text) => text !== undefined)) {
    throw new AppError('gate-invalid', `The template ${template} has gates of its own.`, { hint: 'The template gate takes yours.' });
  }
}

function gatesOf({ gates, timeframe }: StrategyChoices): Gates & { readonly entry: NonNullable<Gates['entry']> } {
  const { entry, exit } = resolveGates(gates, columnsOfSeries({ extras: new Map(), timeframe }));
  if (entry === undefined) {
    throw new AppError('gate-invalid', 'A strategy needs an entry gate.');
  }
  return exit === undefined ? { entry } : { entry, exit };
}

function textsOf({ entry, exit }: Gates): GateTexts {
  return { ...(entry === undefined ? {} : { entry: formatCondition(entry) }), ...(exit === undefined ? {} : { exit: formatCondition(exit) }) };
}

type Change = (text: string) => string;

/** The gates in the docstring, in the two methods, and what they need computed. */
function gateChanges({ entry, exit }: ReturnType<typeof gatesOf>): readonly Change[] {
  const columns = [...new Set([...columnsOf(entry), ...(exit === undefined ? [] : columnsOf(exit))])];
  const crossing = [...new Set([...crossingColumns(entry), ...(exit === undefined ? [] : crossingColumns(exit))])];
  const computed = pythonIndicators(columns);
  const warmup = Math.max(199, ...columns.map((name) => resolveColumn(name)?.warmup ?? 0));
  const exitBody = exit === undefined ? ['return dataframe["close"].isna()'] : pythonCondition(exit);
  return [
    replacing(gatePresets.momentum.entry, formatCondition(entry)),
    exit === undefined ? replacing(`\n    exit   ${gatePresets.momentum.exit}`, '') : replacing(gatePresets.momentum.exit, formatCondition(exit)),
    replacing('startup_candle_count = 400', `startup_candle_count = ${2 * (warmup + 1)}`),
    replacing('        return self.llm_provider.add_signals(', [...computed.map((line) => `        ${line}`), ...(computed.length === 0 ? [] : ['']), '        return self.llm_provider.add_signals('].join('\n')),
    replacing('columns = ["rsi", "close", "ema_200", "volume", "volume_mean", "ema_20"]', `columns = [${columns.map(pythonString).join(', ')}]`),
    replacing('crossing = ["rsi", "close", "ema_20"]', `crossing = [${crossing.map(pythonString).join(', ')}]`),
    replacingBody('entry_conditions', pythonCondition(entry)),
    replacingBody('exit_conditions', exitBody),
    dropUnused,
  ];
}

/** The columns whose value at the candle before counts too. */
function crossingColumns(condition: Condition): readonly string[] {
  switch (condition.type) {
    case 'crosses':
      return columnsOf(condition);
    case 'not':
      return crossingColumns(condition.condition);
    case 'and':
    case 'or':
      return [...crossingColumns(condition.left), ...crossingColumns(condition.right)];
    case 'comparison':
    case 'every-nth':
      return [];
  }
}

/** Replaces a text that a template is known to have. */
function replacing(from: string, to: string): Change {
  return (text) => {
    if (!text.includes(from)) {
      throw new Error(`The template has no ${from}`);
    }
    return text.split(from).join(to);
  };
}

function replacingBody(method: string, body: readonly string[]): Change {
  return (text) => {
    const start = text.indexOf('\n', text.indexOf(`    def ${method}(`)) + 1;
    const end = text.indexOf('\n\n', start);
    return `${text.slice(0, start)}${body.map((line) => `        ${line}`).join('\n')}${text.slice(end)}`;
  };
}

/** Leaves out the imports that these gates do not use. */
function dropUnused(text: string): string {
  const used = ['crossed_above', 'crossed_below'].filter((name) => text.includes(`${name}(`));
  return text.replace('from technical.qtpylib import crossed_above, crossed_below\n', used.length === 0 ? '' : `from technical.qtpylib import ${used.join(', ')}\n`);
}
