import path from 'node:path';
import * as vscode from 'vscode';
import { adapterName } from '../../app/scaffoldStrategy.ts';
import type { FreqtradePrompts } from './userData.ts';

/**
 * Puts the adapter into a folder of strategies. What is there under its name, and differs, may be of another version that
 * lacks what new strategies import: it is replaced if the user says so, and stays otherwise.
 */
export async function putAdapter(extensionUri: vscode.Uri, folder: vscode.Uri, confirm: FreqtradePrompts['confirm']): Promise<void> {
  const { fs } = vscode.workspace;
  const ours = vscode.Uri.file(path.join(extensionUri.fsPath, 'media', 'freqtrade', adapterName));
  const target = vscode.Uri.joinPath(folder, adapterName);
  const found = await fs.readFile(target).then((bytes) => bytes, () => undefined);
  if (found !== undefined && Buffer.compare(found, await fs.readFile(ours)) === 0) {
    return;
  }
  if (found === undefined || (await confirm(`Replace ${adapterName}?`, `Another version of the adapter is there, which may lack what the strategy imports: ${target.fsPath}`, 'Replace'))) {
    await fs.copy(ours, target, { overwrite: true });
  }
}
