import type { CandleColumns, Problem, Zone } from './series.ts';

/** Rows of a candle file as read, before cleaning, in columns of one length. */
export type CandleRows = CandleColumns & {
  readonly length: number;
  /** 1-based line in the file; the row's number in formats that have no lines. */
  readonly line: Uint32Array;
  /** Other numeric columns by their header names; NaN where there is no number. */
  readonly extras: ReadonlyMap<string, Float64Array>;
};

/** What a reader of any format hands to cleaning: the usable rows in file order, and what was dropped. */
export type ParsedRows = {
  readonly dialect: string;
  readonly zone: Zone;
  /** Rows of data read, usable or not. */
  readonly read: number;
  readonly rows: CandleRows;
  readonly problems: readonly Problem[];
};

/** Work in steps, so that whoever runs it can pause, report and stop in between: each step yields the share done, 0 to 1. */
export type Steps<Result> = Generator<number, Result, void>;

/** Runs all steps at once. */
export function runToEnd<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

/** The number columns of a row, in the order of `numbers` in a row buffer. */
export const numberFields = ['open', 'high', 'low', 'close', 'volume'] as const;

/** Columns that grow while a file is read. */
export type RowBuffer = {
  length: number;
  line: Uint32Array;
  time: Float64Array;
  /** Open, high, low, close, volume, then the extra columns. */
  readonly numbers: Float64Array[];
  readonly extraNames: readonly string[];
};

export function createRowBuffer(extraNames: readonly string[], capacity: number): RowBuffer {
  const room = Math.max(16, Math.ceil(capacity));
  return {
    length: 0,
    line: new Uint32Array(room),
    time: new Float64Array(room),
    numbers: [...numberFields, ...extraNames].map(() => new Float64Array(room)),
    extraNames,
  };
}

/** Makes room for at least so many more rows. */
export function growRowBuffer(buffer: RowBuffer, rows = 1): void {
  if (buffer.length + rows <= buffer.time.length) {
    return;
  }
  const room = Math.max(Math.ceil(buffer.time.length * 1.5), buffer.length + rows);
  const grown = (values: Float64Array) => {
    const copy = new Float64Array(room);
    copy.set(values);
    return copy;
  };
  const line = new Uint32Array(room);
  line.set(buffer.line);
  buffer.line = line;
  buffer.time = grown(buffer.time);
  buffer.numbers.forEach((values, i) => {
    buffer.numbers[i] = grown(values);
  });
}

/** The rows of a buffer; an extra column without a single number is left out. */
export function rowsOfBuffer({ length, line, time, numbers, extraNames }: RowBuffer): CandleRows {
  const column = (at: number) => numbers[at]!.subarray(0, length);
  const extras = extraNames.map((name, i) => [name, column(numberFields.length + i)] as const);
  return {
    length,
    line: line.subarray(0, length),
    time: time.subarray(0, length),
    open: column(0), high: column(1), low: column(2), close: column(3), volume: column(4),
    extras: new Map(extras.filter(([, values]) => values.some((value) => !Number.isNaN(value)))),
  };
}

/** The rows at `indices`, in that order. */
export function pickRows(rows: CandleRows, indices: Uint32Array): CandleRows {
  const pick = (values: Float64Array) => {
    const picked = new Float64Array(indices.length);
    for (let i = 0; i < indices.length; i++) {
      picked[i] = values[indices[i]!]!;
    }
    return picked;
  };
  return {
    length: indices.length,
    line: indices.map((index) => rows.line[index]!),
    time: pick(rows.time),
    open: pick(rows.open), high: pick(rows.high), low: pick(rows.low), close: pick(rows.close), volume: pick(rows.volume),
    extras: new Map([...rows.extras].map(([name, values]) => [name, pick(values)])),
  };
}
