import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FreqtradePrompts } from './userData.ts';

type ConfigItem = vscode.QuickPickItem & { readonly config: string };

/** What was chosen last in this workspace: the path of a configuration, or nothing for the simple account. */
const memoryKey = 'backtest.config';
const simple: ConfigItem = { label: 'Use a Simple Account', description: '100 of 1,000 a trade, one trade at a time', config: '' };

/**
 * The configurations to backtest with: the user's own, where one is found and the user picks it, or none for a simple
 * account. The last choice stands first. Undefined when the user stops.
 */
export async function pickConfig(userData: string | undefined, isContained: boolean, memory: vscode.Memento, { pick }: Pick<FreqtradePrompts, 'pick'>): Promise<readonly string[] | undefined> {
  const found = userData === undefined ? [] : configsNear(userData, isContained);
  if (found.length === 0) {
    return [];
  }
  const items = [...found.map((config): ConfigItem => ({ label: 'Use the Config of This Freqtrade', description: vscode.workspace.asRelativePath(config), config })), simple];
  const last = memory.get<string>(memoryKey);
  const chosen = await pick(items.sort((a, b) => Number(b.config === last) - Number(a.config === last)), { title: 'Backtest in Freqtrade', placeHolder: 'With which stake, fees and limits?' });
  if (chosen === undefined) {
    return undefined;
  }
  await memory.update(memoryKey, chosen.config);
  return chosen.config === '' ? [] : [chosen.config];
}

/** Where Freqtrade looks for its configuration: in user_data, and beside it, which a container does not see. */
function configsNear(userData: string, isContained: boolean): readonly string[] {
  const folders = isContained ? [userData] : [userData, path.dirname(userData)];
  return folders.map((folder) => path.join(folder, 'config.json')).filter((file) => existsSync(file));
}
