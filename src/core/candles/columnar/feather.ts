/** The reader of Arrow files, in a bundle of its own: it throws plain errors, and so does what it imports. */
import { CompressionType, DataType, RecordBatchReader, compressionRegistry, type Data, type Field, type RecordBatch } from 'apache-arrow';
import { decompress as decompressZstd } from 'fzstd';
import { decompress } from 'lz4js';
import { instantsOf, numbersOf } from './typedNumbers.ts';
import type { TypedColumn, TypedPart, TypedTable } from './typedTable.ts';

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => decompress(bytes) });
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => aligned(decompressZstd(bytes)) });

/** Opens a Feather file, which is what Freqtrade writes unless told otherwise: Arrow with LZ4. Zstandard and none will do too. */
export function openFeather(bytes: Uint8Array): TypedTable {
  const reader = RecordBatchReader.from(aligned(bytes)).open();
  const first = reader.next();
  return {
    columns: reader.schema.fields.map(describeField),
    // Files are written in batches of one length, the last shorter.
    rows: first.done === true ? 0 : first.value.numRows * reader.numRecordBatches,
    parts: function* (wanted) {
      for (let batch = first; batch.done !== true; batch = reader.next()) {
        yield partOf(batch.value, wanted);
      }
    },
  };
}

/** Arrow puts arrays of doubles over the bytes, which must start where a double may. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}

function describeField({ name, type }: Field): TypedColumn {
  return {
    name,
    isInstant: DataType.isTimestamp(type) || DataType.isDate(type),
    isNumeric: DataType.isFloat(type) || DataType.isInt(type),
    zone: DataType.isTimestamp(type) && (type.timezone ?? '') === '' ? 'assumed-utc' : 'utc',
  };
}

function partOf(batch: RecordBatch, wanted: readonly number[]): TypedPart {
  const columns = batch.schema.fields.map((_, index) => batch.getChildAt(index));
  const numbers: (Float64Array | undefined)[] = [];
  for (const index of wanted) {
    const data = batch.data.children[index]!;
    // What a damaged file says about its length is not to be believed.
    const { values, valueOffsets } = data as { readonly values?: ArrayLike<unknown>; readonly valueOffsets?: ArrayLike<unknown> };
    if (Math.max(values?.length ?? 0, (valueOffsets?.length ?? 1) - 1) < batch.numRows) {
      throw new RangeError(`Expected column ${batch.schema.fields[index]?.name} to have ${batch.numRows} rows in a batch`);
    }
    numbers[index] = numbersOfData(data);
  }
  return {
    length: batch.numRows,
    numbers,
    valueAt: (column, row) => columns[column]?.get(row) as unknown,
  };
}

/** A column without gaps as doubles, timestamps in milliseconds. */
function numbersOfData(data: Data): Float64Array | undefined {
  if (data.nullCount > 0) {
    return undefined;
  }
  const { type } = data;
  const values: unknown = (data.values as Float64Array | undefined)?.subarray(0, data.length);
  if (DataType.isTimestamp(type)) {
    return values instanceof BigInt64Array ? instantsOf(values, (['s', 'ms', 'us', 'ns'] as const)[type.unit]) : undefined;
  }
  return DataType.isFloat(type) || DataType.isInt(type) ? numbersOf(values) : undefined;
}
