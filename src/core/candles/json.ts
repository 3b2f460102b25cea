import { AppError } from '../errors.ts';
import { createRecords, parsedRecords, takeRecord, type Records } from './csv/records.ts';
import type { ParsedRows, Steps } from './rows.ts';
import type { Zone } from './series.ts';
import type { TextPieces } from './csv/table.ts';
import { parseTime } from './time/time.ts';

const names = ['date', 'open', 'high', 'low', 'close', 'volume'];

/** The records so far, and how a row of the file gives the value at an index of them. */
type Taking = { readonly records: Records; readonly valueOf: (row: object, index: number) => unknown; readonly zone: Zone };

/**
 * Reads Freqtrade's JSON, `[[epoch, open, high, low, close, volume], …]`, in steps. Klines as Binance's API sends
 * them begin in the same way; rows may be objects too, `[{"date": …, "open": …}, …]`, alike and without others inside.
 * @throws AppError `candles-unreadable` because the text is no JSON, `candles-unusable` because it is not such rows.
 */
export function* parseJson({ pieces, count }: TextPieces): Steps<ParsedRows> {
  let taking: Taking | undefined;
  let rest = '';
  let done = 0;
  // A text without the end of a row is looked through again only when as much again has come.
  let waiting = 0;
  for (const piece of pieces()) {
    rest += done === 0 ? piece.replace(/^\uFEFF?\s*\[/, '') : piece;
    done += 1;
    const cut = rest.length < waiting ? -1 : lastRowEnd(rest);
    waiting = cut < 0 ? Math.max(waiting, 2 * rest.length) : 0;
    if (cut >= 0) {
      taking = takeRows(taking, rest.slice(0, cut + 1));
      rest = rest.slice(cut + 1).replace(/^\s*,/, '');
    }
    yield Math.min(1, done / count);
  }
  const end = /\]\s*$/.exec(rest);
  if (end === null) {
    throw new AppError('candles-unreadable', 'The JSON ends in the middle.');
  }
  const { records, zone } = takeRows(taking, rest.slice(0, end.index)) ?? startTaking([]);
  return parsedRecords(records, 'json', zone);
}

/** Where the last row ends that another one follows. */
function lastRowEnd(text: string): number {
  return text.lastIndexOf(text.trimStart().startsWith('{') ? '},' : '],');
}

function takeRows(before: Taking | undefined, text: string): Taking | undefined {
  let taking = before;
  for (const row of parseArray(text)) {
    if (typeof row !== 'object' || row === null) {
      throw new AppError('candles-unusable', 'The JSON holds no rows of candles.', { hint: 'Freqtrade writes [[epoch, open, high, low, close, volume], …].' });
    }
    taking ??= startTaking(row);
    const { records, valueOf } = taking;
    takeRecord(records, (index) => valueOf(row, index));
  }
  return taking;
}

/** The first row says how all are written. */
function startTaking(first: object): Taking {
  if (Array.isArray(first)) {
    return { records: createRecords(names, []), valueOf: (row, index) => (row as readonly unknown[])[index], zone: 'utc' };
  }
  const keys = Object.keys(first);
  const valueOf = (row: object, index: number) => (row as Readonly<Record<string, unknown>>)[keys[index]!];
  const records = createRecords(keys, keys.filter((_, index) => typeof valueOf(first, index) === 'number'));
  const time = valueOf(first, records.columns.time.index);
  return { records, valueOf, zone: typeof time === 'string' ? (parseTime(time)?.zone ?? 'utc') : 'utc' };
}

function parseArray(text: string): readonly unknown[] {
  try {
    return JSON.parse(`[${text}]`) as readonly unknown[];
  } catch (error) {
    throw new AppError('candles-unreadable', `The JSON cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}
