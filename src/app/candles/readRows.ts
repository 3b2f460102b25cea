import { promisify } from 'node:util';
import { constants, gunzip, gunzipSync } from 'node:zlib';
import { parseCsv } from '../../core/candles/csv/csv.ts';
import { parseJson } from '../../core/candles/json.ts';
import type { ColumnMapping } from '../../core/candles/csv/mapping.ts';
import type { ParsedRows } from '../../core/candles/rows.ts';
import { readTypedTable } from '../../core/candles/columnar/typedTable.ts';
import { AppError } from '../../core/errors.ts';
import { candleText } from './candleText.ts';
import { runPaced, type Pause } from './pace.ts';

const mostUnpacked = 2 ** 30;
const headBytes = 256 * 1024;
const gzipMagic = '\x1f\x8b';

/**
 * The rows of a candle file of any format, told by what its first bytes are, not by its name.
 * @throws AppError `candles-unreadable` because it is empty, damaged or of another kind; see the readers for the rest.
 */
export async function readRows(packed: Uint8Array, mapping: ColumnMapping | undefined, pause: Pause): Promise<ParsedRows> {
  const bytes = startsWith(packed, gzipMagic) ? await unpack(packed) : packed;
  if (bytes.length === 0) {
    throw new AppError('candles-unreadable', 'The file is empty.');
  }
  if (startsWith(bytes, 'ARROW1')) {
    const { openFeather } = await import('../../core/candles/columnar/feather.ts');
    return readTypedTable('feather', () => openFeather(bytes), pause);
  }
  if (startsWith(bytes, 'PAR1')) {
    const { openParquet } = await import('../../core/candles/columnar/parquet.ts');
    return readTypedTable('parquet', () => openParquet(bytes), pause);
  }
  refuseOtherKinds(bytes);
  const text = candleText(bytes);
  if (/^\s*\[/.test(text.head)) {
    return runPaced(parseJson(text), pause);
  }
  const parsed = await runPaced(parseCsv(text, mapping), pause);
  return text.isWide && parsed.dialect === 'csv-header' ? { ...parsed, dialect: 'excel' } : parsed;
}

/** The first bytes of a file, unpacked. */
export function firstBytes(packed: Uint8Array): Uint8Array {
  const head = packed.subarray(0, headBytes);
  return startsWith(head, gzipMagic) ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostUnpacked }) : head;
}

async function unpack(packed: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: mostUnpacked });
  } catch (error) {
    throw new AppError('candles-unreadable', `The gzip cannot be unpacked: ${(error as Error).message}.`, { cause: error });
  }
}

function refuseOtherKinds(bytes: Uint8Array): void {
  const kinds = [
    ['PK\x03\x04', 'This is a zip archive or an Excel workbook.', 'Unpack it, or save the sheet as CSV.'],
    ['FEA1', 'This is a Feather file of version 1.', 'Write it again with version 2, as Freqtrade does.'],
    ['SQLite format 3', 'This is a database.', 'Export its candles as CSV.'],
  ] as const;
  for (const [magic, message, hint] of kinds) {
    if (startsWith(bytes, magic)) {
      throw new AppError('candles-unreadable', message, { hint });
    }
  }
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return bytes.length >= magic.length && [...magic].every((character, i) => bytes[i] === character.charCodeAt(0));
}
