import { AppError } from '../errors.ts';
import { describeUnknown } from '../gate/suggest.ts';
import type { ColumnNames } from '../gate/parse.ts';

/** Names of `market_data` and the columns they carry. */
export type MarketDataMap = { readonly [name: string]: string };

/** The documented names and the columns they carry. */
export const documentedMarketData: MarketDataMap = {
  rsi: 'rsi',
  ema_short: 'ema_20',
  ema_long: 'ema_50',
  macd: 'macd',
  macd_signal: 'macdsignal',
  bb_upper: 'bb_upperband',
  bb_middle: 'bb_middleband',
  bb_lower: 'bb_lowerband',
  volume: 'volume',
};

const reserved = ['recent_candles', 'price_change_24h'];

/**
 * The documented names with the user's own added or put in their place.
 * @throws AppError `market-data-invalid` because a name is no identifier or reserved, or a column does not exist.
 */
export function resolveMarketData(custom: MarketDataMap, columns: ColumnNames): MarketDataMap {
  for (const [name, column] of Object.entries(custom)) {
    if (!/^[A-Za-z_]\w{0,63}$/.test(name) || reserved.includes(name)) {
      throw new AppError('market-data-invalid', `"${name}" cannot name a value of the question.`, { hint: `Use letters, digits and _, but not ${reserved.join(' or ')}.` });
    }
    if (!columns.has(column)) {
      throw new AppError('market-data-invalid', `There is no column "${column}" for ${name}.`, { hint: describeUnknown(column, columns.list) });
    }
    const problem = columns.problem(column);
    if (problem !== undefined) {
      throw new AppError('market-data-invalid', `There is no column "${column}" for ${name}.`, { hint: problem });
    }
  }
  return { ...documentedMarketData, ...custom };
}

/**
 * Reads `name=column` as written on the command line.
 * @throws AppError `market-data-invalid` because it is not of that form.
 */
export function parseMarketDataOption(text: string): readonly [name: string, column: string] {
  const [, name, column] = /^([^=]+)=(.+)$/.exec(text.trim()) ?? [];
  if (name === undefined || column === undefined) {
    throw new AppError('market-data-invalid', `Expected name=column, got "${text}".`);
  }
  return [name.trim(), column.trim()];
}
