import * as vscode from 'vscode';
import { describeCandleColumns } from '../../app/candles/openCandles.ts';
import type { ColumnDescription } from '../../core/candles/csv/describeColumns.ts';
import { candleFields } from '../../core/candles/csv/header.ts';

type ColumnItem = vscode.QuickPickItem & { readonly description: string; readonly index: number };

/**
 * Asks for one column after another, for the time of day where the date stands alone, and for the order of day and month where
 * it matters, as `time=0+1:dmy,open=2,…`; undefined when the user stops.
 */
export async function askColumns(fileName: string, bytes: Uint8Array): Promise<string | undefined> {
  const { columns } = describeCandleColumns(bytes);
  const chosen: { readonly index: number; readonly sample: string }[] = [];
  let clock: number | null = null;
  const left = () => columns.filter(({ index }) => index !== clock && chosen.every((column) => column.index !== index));
  for (const field of candleFields) {
    const item = await vscode.window.showQuickPick(left().map(itemOf), {
      title: `Columns of ${fileName} (${chosen.length + 1}/${candleFields.length})`,
      placeHolder: `Which column holds the ${field}?`,
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (item === undefined) {
      return undefined;
    }
    chosen.push({ index: item.index, sample: item.description });
    const answer: number | null | undefined = field === 'time' ? await askClock(fileName, item.description, left()) : clock;
    if (answer === undefined) {
      return undefined;
    }
    clock = answer;
  }
  const order = await askDateOrder(fileName, chosen[0]?.sample ?? '');
  const suffix = `${clock === null ? '' : `+${clock}`}${order ?? ''}`;
  return order === undefined ? undefined : candleFields.map((field, at) => `${field}=${chosen[at]!.index}${field === 'time' ? suffix : ''}`).join(',');
}

function itemOf({ index, name, sample }: ColumnDescription): ColumnItem {
  return { label: name ?? `Column ${index}`, description: sample, index };
}

/** The column of the time of day for dates without one; null where there is none, undefined when the user stops. */
async function askClock(fileName: string, date: string, columns: readonly ColumnDescription[]): Promise<number | null | undefined> {
  const clocks = columns.filter(({ sample }) => /^\d{1,2}:\d\d/.test(sample));
  if (clocks.length === 0 || /\d:\d\d|^\d{9,}/.test(date)) {
    return null;
  }
  const none = { label: 'None', description: 'The dates stand alone.', index: null };
  const item = await vscode.window.showQuickPick([...clocks.map(itemOf), none], { title: `Times of ${fileName}`, placeHolder: 'Which column holds the time of day?', ignoreFocusOut: true });
  return item?.index;
}

/** `:dmy` or `:mdy` where a date can be read both ways, else nothing; undefined when the user stops. */
async function askDateOrder(fileName: string, sample: string): Promise<string | undefined> {
  if (!/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/.test(sample)) {
    return '';
  }
  const items = [
    { label: 'Day first', description: `${sample} as day, month, year`, order: ':dmy' },
    { label: 'Month first', description: `${sample} as month, day, year`, order: ':mdy' },
  ];
  const item = await vscode.window.showQuickPick(items, { title: `Dates of ${fileName}`, placeHolder: 'How are its dates written?', ignoreFocusOut: true });
  return item?.order;
}
