/** Unpacks the pages of a Parquet file one at a time: hyparquet's own way through a column makes one array of all its pages. */
import type { ColumnChunk, DataReader, DecodedArray, Encoding, PageHeader, SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS, convert } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js';
import { countOf } from '../../countOf.ts';
import { readRleBitPacked } from './rleBitPacked.ts';
import { instantsOf, numbersOf } from './typedNumbers.ts';

/** Values of a column from row `start` of a row group to `end`. Timestamps are epoch milliseconds; what is nothing but numbers is a Float64Array. */
export type Page = { readonly start: number; readonly end: number; readonly values: Values };

type Values = Float64Array | ArrayLike<unknown>;
type Decoder = Parameters<typeof readDataPage>[2];

/** The pages of one column of a group of `rows`, each unpacked when it is asked for, straight from the bytes of the file. */
export function* readPages(bytes: Uint8Array, schema: SchemaElement[], chunk: ColumnChunk | undefined, rows: number): Generator<Page, void> {
  const column = chunk?.meta_data;
  if (column === undefined || (chunk?.file_path ?? '') !== '') {
    throw new RangeError('Expected all columns to be in this file');
  }
  const schemaPath = getSchemaPath(schema, column.path_in_schema);
  if (getMaxRepetitionLevel(schemaPath) > 0 || column.type === 'BOOLEAN') {
    throw new RangeError(`Expected column ${column.path_in_schema.join('.')} to hold numbers or texts`);
  }
  const parsers = { ...DEFAULT_PARSERS, timestampFromNanoseconds: (value: bigint) => Number(value / 1_000_000n) };
  const decoder = { ...column, pathInSchema: column.path_in_schema, element: schemaPath.at(-1)!.element, schemaPath, compressors, parsers };
  // Some writers say 0 when there is no dictionary.
  const first = Number(column.dictionary_page_offset) || Number(column.data_page_offset);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + first, Number(column.total_compressed_size)), offset: 0 };
  let dictionary: Values = [];
  for (let start = 0; start < rows && reader.offset < reader.view.byteLength;) {
    const header = parquetHeader(reader);
    if (header.type === 'DICTIONARY_PAGE') {
      dictionary = valuesOf(readPage(reader, header, decoder, undefined, undefined, 0).data ?? [], decoder);
      continue;
    }
    const end = start + (header.data_page_header ?? header.data_page_header_v2)!.num_values;
    if (end > rows) {
      throw new RangeError(`Expected column ${column.path_in_schema.join('.')} to have ${rows} rows in a group`);
    }
    yield { start, end, values: readValues(reader, header, decoder, dictionary) };
    start = end;
  }
}

/** The values of a data page, undefined where there is none. */
function readValues(reader: DataReader, header: PageHeader, decoder: Decoder, dictionary: Values): Values {
  const packed = new Uint8Array(reader.view.buffer, reader.view.byteOffset + reader.offset, header.compressed_page_size);
  reader.offset += packed.length;
  const { count, encoding, levels, bytes } = header.data_page_header_v2 === undefined ? openFirstKind(packed, header, decoder) : openSecondKind(packed, header, decoder);
  const defined = getMaxDefinitionLevel(decoder.schemaPath);
  const depths = defined === 0 ? undefined : readRleBitPacked(levels, 32 - Math.clz32(defined), count);
  const present = depths === undefined ? count : countOf(depths, defined);
  const values = encoding.endsWith('_DICTIONARY')
    ? lookUp(dictionary, readRleBitPacked(bytes.subarray(1), bytes[0] ?? 0, present))
    : valuesOf(readDataPage(bytes, { num_values: present, encoding, definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' }, { ...decoder, schemaPath: [] }).dataPage, decoder);
  let at = 0;
  return present < count ? Array.from(depths!, (depth) => (depth === defined ? values[at++] : undefined)) : values;
}

/** How many values a data page has, how they are packed, the levels that say which are missing, and the others. */
type OpenPage = { readonly count: number; readonly encoding: Encoding; readonly levels: Uint8Array; readonly bytes: Uint8Array };

/** A page whose levels are compressed with the values, behind their length. */
function openFirstKind(packed: Uint8Array, { data_page_header, uncompressed_page_size }: PageHeader, { codec, compressors, schemaPath }: Decoder): OpenPage {
  const { num_values, encoding } = data_page_header!;
  const page = decompressPage(packed, uncompressed_page_size, codec, compressors);
  const isOptional = getMaxDefinitionLevel(schemaPath) > 0;
  const end = isOptional ? 4 + new DataView(page.buffer, page.byteOffset, page.length).getUint32(0, true) : 0;
  return { count: num_values, encoding, levels: page.subarray(4, end), bytes: page.subarray(end) };
}

/** A page whose levels lie before the compressed values. */
function openSecondKind(packed: Uint8Array, { data_page_header_v2, uncompressed_page_size }: PageHeader, { codec, compressors }: Decoder): OpenPage {
  const { num_values, encoding, definition_levels_byte_length: length, repetition_levels_byte_length: start, is_compressed } = data_page_header_v2!;
  const values = packed.subarray(start + length);
  return {
    count: num_values,
    encoding,
    levels: packed.subarray(start, start + length),
    bytes: is_compressed === false ? values : decompressPage(values, uncompressed_page_size - start - length, codec, compressors),
  };
}

function lookUp(dictionary: Values, indices: Uint32Array): Values {
  if (!(dictionary instanceof Float64Array)) {
    return Array.from(indices, (index) => dictionary[index]);
  }
  const values = new Float64Array(indices.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = dictionary[indices[i]!] ?? NaN;
  }
  return values;
}

function valuesOf(raw: DecodedArray, decoder: Decoder): Values {
  const { logical_type, converted_type } = decoder.element;
  const unit = logical_type?.type === 'TIMESTAMP' ? logical_type.unit : /^TIMESTAMP_(.*)/.exec(converted_type ?? '')?.[1];
  if (raw instanceof BigInt64Array && unit !== undefined) {
    return instantsOf(raw, unit === 'MILLIS' ? 'ms' : unit === 'MICROS' ? 'us' : 'ns');
  }
  const values = convert(raw, decoder);
  return numbersOf(values) ?? values;
}
