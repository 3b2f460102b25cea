import * as vscode from 'vscode';
import { describeCandleColumns } from '../app/openCandles.ts';
import { candleFields } from '../core/candles/header.ts';

type ColumnItem = vscode.QuickPickItem & { readonly index: number };

/** Asks for one column after another, as `time=0,open=1,…`; undefined when the user stops. */
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
  return candleFields.map((field, at) => `${field}=${chosen[at]}`).join(',');
}
