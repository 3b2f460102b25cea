/** The reader of Arrow files, in a bundle of its own: it throws plain errors, and imports nothing of ours but types. */
import { CompressionType, DataType, RecordBatchReader, compressionRegistry, type Field, type RecordBatch } from 'apache-arrow';
import { decompress as decompressZstd } from 'fzstd';
import { decompress } from 'lz4js';
import type { TypedColumn, TypedPart, TypedTable } from './typedTable.ts';

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => decompress(bytes) });
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => aligned(decompressZstd(bytes)) });

/** Opens a Feather file, which is what Freqtrade writes unless told otherwise: Arrow with LZ4. Zstandard and none will do too. */
export function openFeather(bytes: Uint8Array): TypedTable {
  const reader = RecordBatchReader.from(aligned(bytes)).open();
  const { fields } = reader.schema;
  return { columns: fields.map(describeField), parts: parts(reader, fields) };
}

/** Arrow puts arrays of doubles over the bytes, which must start where a double may. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}

function describeField({ name, type }: Field): TypedColumn {
  return {
    name,
    isNumeric: DataType.isFloat(type) || DataType.isInt(type),
    zone: DataType.isTimestamp(type) && (type.timezone ?? '') === '' ? 'assumed-utc' : 'utc',
  };
}

function* parts(batches: Iterable<RecordBatch>, fields: readonly Field[]): Iterable<TypedPart> {
  for (const batch of batches) {
    const columns = fields.map(({ type }, index) => {
      const column = batch.getChildAt(index);
      const isInstant = DataType.isTimestamp(type) || DataType.isDate(type);
      return (row: number): unknown => {
        const value: unknown = column?.get(row);
        return isInstant && typeof value === 'number' ? new Date(value) : value;
      };
    });
    yield { length: batch.numRows, valueAt: (column, row) => columns[column]!(row) };
  }
}
