import * as vscode from 'vscode';
import { describeCandleColumns } from '../app/openCandles.ts';
import { candleFields } from '../core/candles/header.ts';

type ColumnItem = vscode.QuickPickItem & { readonly index: number };

/** Asks for one column after another, and for the order of day and month where it matters, as `time=0:dmy,open=1,…`; undefined when the user stops. */
export async function askColumns(fileName: string, bytes: Uint8Array): Promise<string | undefined> {
  const { columns } = describeCandleColumns(bytes);
  const chosen: number[] = [];
  for (const field of candleFields) {
    const items = columns
      .filter(({ index }) => !chosen.includes(index))
      .map(({ index, name, sample }): ColumnItem => ({ label: name ?? `Column ${index}`, description: sample, index }));
    const item = await vscode.window.showQuickPick(items, {
      title: `Columns of ${fileName} (${chosen.length + 1}/${candleFields.length})`,
      placeHolder: `Which column holds the ${field}?`,
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (item === undefined) {
      return undefined;
    }
    chosen.push(item.index);
  }
  const order = await askDateOrder(fileName, columns.find(({ index }) => index === chosen[0])?.sample ?? '');
  return order === undefined ? undefined : candleFields.map((field, at) => `${field}=${chosen[at]}${field === 'time' ? order : ''}`).join(',');
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
