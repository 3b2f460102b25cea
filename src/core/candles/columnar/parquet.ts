/** The reader of Parquet files, in a bundle of its own: it throws plain errors, and so does what it imports. */
import { parquetMetadata, parquetSchema, type RowGroup, type SchemaElement, type SchemaTree } from 'hyparquet';
import { readPages, type Page } from './parquetPages.ts';
import type { TypedPart, TypedTable } from './typedTable.ts';

const numericTypes: readonly (string | undefined)[] = ['INT32', 'INT64', 'FLOAT', 'DOUBLE'];

/** A column of the file. */
type Leaf = { readonly element: SchemaElement; readonly isInstant: boolean; readonly isList: boolean };

/** Opens a Parquet file; its rows come page by page. */
export function openParquet(bytes: Uint8Array): TypedTable {
  const metadata = parquetMetadata(bytes);
  const leaves = leavesOf(parquetSchema(metadata), false);
  return {
    columns: leaves.map(({ element: { name, type, logical_type }, isInstant, isList }) => ({
      name,
      isNumeric: numericTypes.includes(type) && !isInstant && !isList,
      isInstant,
      zone: logical_type?.type === 'TIMESTAMP' && !logical_type.isAdjustedToUTC ? 'assumed-utc' : 'utc',
    })),
    rows: Number(metadata.num_rows),
    parts: function* (wanted) {
      for (const group of metadata.row_groups) {
        yield* readGroup(bytes, metadata.schema, leaves, group, wanted);
      }
    },
  };
}

function leavesOf({ element, children }: SchemaTree, isInList: boolean): readonly Leaf[] {
  const isList = isInList || element.repetition_type === 'REPEATED';
  const { type, logical_type, converted_type } = element;
  const isInstant = logical_type?.type === 'TIMESTAMP' || /^TIMESTAMP/.test(converted_type ?? '') || type === 'INT96';
  return children.length === 0 ? [{ element, isInstant, isList }] : children.flatMap((child) => leavesOf(child, isList));
}

/** The rows of a group, each part as long as the pages of all columns reach, so that no more than one page of each is unpacked. */
function* readGroup(bytes: Uint8Array, schema: SchemaElement[], leaves: readonly Leaf[], group: RowGroup, wanted: readonly number[]): Iterable<TypedPart> {
  const rows = Number(group.num_rows);
  const readers = wanted.map((column) => ({ column, pages: readPages(bytes, schema, group.columns[column], rows) }));
  const current: Page[] = [];
  for (let start = 0; start < rows;) {
    for (const { column, pages } of readers) {
      while ((current[column]?.end ?? 0) <= start) {
        const next = pages.next();
        if (next.done === true) {
          throw new RangeError(`Expected column ${leaves[column]!.element.name} to have ${rows} rows in a group`);
        }
        current[column] = next.value;
        // A part without rows: the reader may pause between pages.
        yield { length: 0, numbers: [], valueAt: () => undefined };
      }
    }
    const from = start;
    const end = Math.min(...readers.map(({ column }) => current[column]!.end));
    yield {
      length: end - from,
      numbers: current.map((page) => (page.values instanceof Float64Array ? page.values.subarray(from - page.start, end - page.start) : undefined)),
      valueAt: (column, row) => current[column]!.values[from + row - current[column]!.start],
    };
    start = end;
  }
}
