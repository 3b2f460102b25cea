import type { CandleSeries } from '../candles/series.ts';
import { AppError } from '../errors.ts';
import { columnNames, columnProblem, resolveColumn } from '../indicators/catalog.ts';
import { gateNames, type GateName } from '../run/record.ts';
import { columnsOf } from './expression.ts';
import type { Gates } from './gate.ts';
import { parseGate, type ColumnNames } from './parse.ts';
import { gatePresets, gateText } from './presets.ts';
import { nearestName } from './suggest.ts';

/** Each gate as the user wrote it: an expression or the name of a preset; a gate left out is not used. */
export type GateTexts = { readonly [name in GateName]?: string };

/** The columns a gate or a question may name for a series: indicators, and the numeric columns of the file itself. */
export function columnsOfSeries({ extras, timeframe }: Pick<CandleSeries, 'extras' | 'timeframe'>): ColumnNames {
  return {
    has: (name) => extras.has(name) || resolveColumn(name) !== undefined,
    problem: (name) => (extras.has(name) ? undefined : columnProblem(name, timeframe)),
    list: [...extras.keys(), ...columnNames],
  };
}

/** @throws AppError `gate-invalid` naming the gate and the position of the fault. */
export function resolveGates(texts: GateTexts, columns: ColumnNames): Gates {
  const used = gateNames.filter((name) => texts[name] !== undefined);
  return Object.fromEntries(used.map((name) => [name, parseNamed(name, texts[name]!, columns)]));
}

/** The columns that gates read, each once. */
export function columnsOfGates(gates: Gates): readonly string[] {
  return [...new Set(Object.values(gates).flatMap(columnsOf))];
}

function parseNamed(name: GateName, text: string, columns: ColumnNames) {
  try {
    return parseGate(gateText(name, text), columns);
  } catch (error) {
    const preset = nearestName(text.trim(), Object.keys(gatePresets));
    if (preset !== undefined) {
      throw new AppError('gate-invalid', `The ${name} gate: There is no preset "${text.trim()}".`, { hint: `Did you mean ${preset}?`, cause: error });
    }
    throw error instanceof AppError ? new AppError(error.code, `The ${name} gate: ${error.message}`, { hint: error.hint, cause: error }) : error;
  }
}
