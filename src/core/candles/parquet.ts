/** The reader of Parquet files, in a bundle of its own: it throws plain errors, and imports nothing of ours but types. */
import { parquetMetadata, parquetRead, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { TypedColumn, TypedPart, TypedTable } from './typedTable.ts';

const numericTypes: readonly (string | undefined)[] = ['INT32', 'INT64', 'FLOAT', 'DOUBLE'];

// Milliseconds as numbers: a million Dates cost more than the rest of the file.
const parsers = {
  timestampFromMilliseconds: (value: bigint | number) => Number(value),
  timestampFromMicroseconds: (value: bigint | number) => Number(value) / 1e3,
  timestampFromNanoseconds: (value: bigint | number) => Number(BigInt(value) / 1000n) / 1e3,
};

/** Opens a Parquet file; its row groups are the parts. */
export function openParquet(bytes: Uint8Array): TypedTable {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const fields = metadata.schema.filter(({ num_children }) => num_children === undefined);
  const isInstant = fields.map(({ logical_type, converted_type, type }) => logical_type?.type === 'TIMESTAMP' || /^TIMESTAMP/.test(converted_type ?? '') || type === 'INT96');
  const columns = fields.map(({ name, type, logical_type }, index): TypedColumn => ({
    name,
    isNumeric: numericTypes.includes(type) && isInstant[index] !== true,
    zone: logical_type?.type === 'TIMESTAMP' && !logical_type.isAdjustedToUTC ? 'assumed-utc' : 'utc',
  }));
  return { columns, rows: Number(metadata.num_rows), parts: rowGroups(file, metadata, fields.map(({ name }) => name), isInstant) };
}

async function* rowGroups(file: ArrayBuffer, metadata: FileMetaData, names: readonly string[], isInstant: readonly boolean[]): AsyncIterable<TypedPart> {
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const length = Number(group.num_rows);
    const columns: ArrayLike<unknown>[] = [];
    for (const name of names) {
      columns.push(await readColumn(file, metadata, name, rowStart, rowStart + length));
      // A part without rows: the reader may pause between columns.
      yield { length: 0, valueAt: () => undefined };
    }
    yield {
      length,
      valueAt: (column, row) => {
        const value = columns[column]?.[row];
        return isInstant[column] === true && typeof value === 'number' ? new Date(value) : value;
      },
    };
    rowStart += length;
  }
}

async function readColumn(file: ArrayBuffer, metadata: FileMetaData, name: string, rowStart: number, rowEnd: number): Promise<ArrayLike<unknown>> {
  let values: ArrayLike<unknown> = [];
  await parquetRead({
    file, metadata, compressors, parsers, columns: [name], rowStart, rowEnd,
    onChunk: ({ columnData }) => {
      values = values.length === 0 ? columnData : Array.from<unknown>(values).concat(Array.from<unknown>(columnData));
    },
  });
  return values;
}
