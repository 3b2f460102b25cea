import { createOrderFinder, parseDate } from '../time/dates.ts';
import { candleFields, type CandleField } from './header.ts';
import type { Layout } from './layout.ts';
import type { DateOrder } from './mapping.ts';
import { readNumber, readVolume } from './numbers.ts';
import { parseSerialDate } from '../time/serialDates.ts';
import { createRowBuffer, growRowBuffer, numberFields, rowsOfBuffer, type CandleRows, type Steps } from '../rows.ts';
import type { Problem, ProblemRule, Zone } from '../series.ts';
import { readTable, type TableRow, type TextPieces } from './table.ts';
import { AppError } from '../../errors.ts';
import { parseTime, type TimeCell } from '../time/time.ts';

/** The rows of a table, how many there were, and what became of the rest. */
export type CsvRows = { readonly read: number; readonly rows: CandleRows; readonly zones: ReadonlySet<Zone>; readonly problems: readonly Problem[] };

const mostShown = 80;

/**
 * Reads a table cell by cell, in steps. A row that cannot be read is left out and named.
 * @throws AppError `candles-unusable` because the order of day and month stays ambiguous.
 */
export function* readCsvRows(text: TextPieces, layout: Layout): Steps<CsvRows> {
  const problems: Problem[] = [];
  const order = layout.order ?? (yield* findOrder(text, layout, problems));
  const buffer = createRowBuffer(layout.extras.map(({ header }) => header), 1024);
  const zones = new Set<Zone>();
  let read = 0;
  yield* readTable(text, layout.delimiter, (row) => {
    if (row.line < layout.dataLine) {
      return;
    }
    read += 1;
    const problem = readRow(row);
    if (problem !== undefined) {
      problems.push(problem);
    }
  });
  return { read, rows: rowsOfBuffer(buffer), zones, problems };

  function readRow({ line, cells }: TableRow): Problem | undefined {
    const empty = candleFields.find((field) => cellOf(cells, layout, field) === '');
    if (empty !== undefined) {
      return dropped(line, empty, cells, 'missing-cell', `There is no ${empty}.`);
    }
    const cell = cellOf(cells, layout, 'time');
    const time = readTime(cell, order, layout);
    if (time === undefined) {
      return dropped(line, 'time', cells, 'not-a-time', `"${shorten(cell)}" is no date or epoch.`);
    }
    growRowBuffer(buffer);
    const row = buffer.length;
    for (const [i, field] of numberFields.entries()) {
      const text = cellOf(cells, layout, field);
      const value = field === 'volume' ? readVolume(text, layout.numbers) : readNumber(text, layout.numbers);
      if (Number.isNaN(value)) {
        return dropped(line, field, cells, 'not-a-number', `The ${field} "${shorten(text)}" is not a finite number.`);
      }
      buffer.numbers[i]![row] = value;
    }
    const [, high, low] = buffer.numbers;
    if (low![row]! > high![row]!) {
      return dropped(line, 'low', cells, 'low-above-high', `Low ${low![row]!} is above high ${high![row]!}.`);
    }
    for (const [i, { index }] of layout.extras.entries()) {
      buffer.numbers[numberFields.length + i]![row] = readNumber((cells[index] ?? '').trim(), layout.numbers);
    }
    zones.add(time.zone);
    buffer.line[row] = line;
    buffer.time[row] = time.ms;
    buffer.length += 1;
    return undefined;
  }

  function dropped(line: number, field: CandleField, cells: readonly string[], rule: ProblemRule, what: string): Problem {
    const { header, index } = layout.columns[field];
    const breaks = cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
    const reach = breaks === 0 ? '' : ` It reaches to line ${line + breaks}, because of a quote.`;
    return { line, column: header, value: shorten(cells[index] ?? ''), rule, effect: 'dropped', message: `${what} The row is left out.${reach}` };
  }
}

/** The order of day and month in the times of the whole table; `ymd` when all of them say it themselves. */
function* findOrder(text: TextPieces, layout: Layout, problems: Problem[]): Steps<DateOrder> {
  if (layout.sample.every((cells) => readTime(cellOf(cells, layout, 'time'), 'ymd', layout) !== undefined)) {
    return 'ymd';
  }
  const finder = createOrderFinder();
  yield* readTable(text, layout.delimiter, ({ line, cells }) => {
    if (line >= layout.dataLine) {
      finder.look(cellOf(cells, layout, 'time'));
    }
  });
  const choice = finder.decide();
  const { header, index } = layout.columns.time;
  if ('ambiguous' in choice) {
    throw new AppError('candles-unusable', `Column ${index} "${header}" does not say whether the day or the month comes first: "${choice.ambiguous}" can be both, in every row.`, {
      hint: `Say which: --columns time=${index}:dmy or --columns time=${index}:mdy.`,
    });
  }
  if (choice.isAssumed) {
    problems.push({ line: null, column: header, value: choice.example, rule: 'date-order', effect: 'kept', message: 'No date has a day above 12; with dots the day is taken to come first.' });
  }
  return choice.order;
}

function readTime(cell: string, order: DateOrder, { serial }: Layout): TimeCell | undefined {
  return parseTime(cell) ?? parseDate(cell, order) ?? (serial === undefined ? undefined : parseSerialDate(cell, serial));
}

/** A cell without blanks around it; date and time of day together where they are apart. */
function cellOf(cells: readonly string[], { columns, clock }: Layout, field: CandleField): string {
  const cell = cells[columns[field].index]?.trim() ?? '';
  return field === 'time' && clock !== undefined && cell !== '' ? `${cell} ${cells[clock.index]?.trim() ?? ''}`.trim() : cell;
}

function shorten(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}
