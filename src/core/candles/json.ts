import { AppError } from '../errors.ts';
import { createRecords, parsedRecords, takeRecord, type Records } from './records.ts';
import type { ParsedRows, Steps } from './rows.ts';
import type { TextPieces } from './table.ts';

const names = ['date', 'open', 'high', 'low', 'close', 'volume'];

/**
 * Reads Freqtrade's JSON, `[[epoch, open, high, low, close, volume], …]`, in steps. Klines as Binance's API sends
 * them begin in the same way.
 * @throws AppError `candles-unreadable` because the text is no JSON, `candles-unusable` because it is not such rows.
 */
export function* parseJson({ pieces, count }: TextPieces): Steps<ParsedRows> {
  const records = createRecords(names, []);
  let rest = '';
  let done = 0;
  // A text without the end of a row is looked through again only when as much again has come.
  let waiting = 0;
  for (const piece of pieces()) {
    rest += done === 0 ? piece.replace(/^\uFEFF?\s*\[/, '') : piece;
    done += 1;
    const cut = rest.length < waiting ? -1 : rest.lastIndexOf('],');
    waiting = cut < 0 ? Math.max(waiting, 2 * rest.length) : 0;
    if (cut >= 0) {
      takeRows(records, rest.slice(0, cut + 1));
      rest = rest.slice(cut + 2);
    }
    yield Math.min(1, done / count);
  }
  const end = /\]\s*$/.exec(rest);
  if (end === null) {
    throw new AppError('candles-unreadable', 'The JSON ends in the middle.');
  }
  takeRows(records, rest.slice(0, end.index));
  return parsedRecords(records, 'json', 'utc');
}

function takeRows(records: Records, text: string): void {
  for (const row of parseArray(text)) {
    if (!Array.isArray(row)) {
      throw new AppError('candles-unusable', 'The JSON holds no rows of candles.', { hint: 'Freqtrade writes [[epoch, open, high, low, close, volume], …].' });
    }
    takeRecord(records, (index) => (row as readonly unknown[])[index]);
  }
}

function parseArray(text: string): readonly unknown[] {
  try {
    return JSON.parse(`[${text}]`) as readonly unknown[];
  } catch (error) {
    throw new AppError('candles-unreadable', `The JSON cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}
