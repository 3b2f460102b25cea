/** Writes a new strategy with the adapter it imports. What the user has already stays, unless it is to be replaced. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { GateTexts } from '../core/gate/resolve.ts';
import { envExample } from '../scaffold/envExample.ts';
import { renderStrategy, strategyTemplates, type StrategyChoices } from '../scaffold/renderStrategy.ts';
import { writeExport } from './recorded/exportRun.ts';

export const adapterName = 'llm_signal_provider.py';

export type NewStrategy = {
  /** The file of the strategy. */
  readonly file: string;
  /** All that was written. */
  readonly written: readonly string[];
  /** What was there already, differs, and was kept. */
  readonly kept: readonly string[];
  /** The gates to record signals with. */
  readonly gates: GateTexts;
};

/** A strategies folder in use, such as user_data/strategies, and the templates of the package. */
export type StrategyPlaces = { readonly folder: string; readonly templates: string };

/** The file that a strategy of this name gets. */
export function strategyFile(folder: string, name: string): string {
  return path.join(folder, `${name}.py`);
}

/** What of the files that are there may be replaced. */
export type Replacing = 'nothing' | 'strategy' | 'all';

/**
 * Writes the strategy, the adapter and `.env.example`.
 * @throws AppError `file-unwritable` because the strategy is there already; see `renderStrategy` for the rest.
 */
export async function scaffoldStrategy(choices: StrategyChoices, { folder, templates }: StrategyPlaces, replacing: Replacing): Promise<NewStrategy> {
  const template = await readFile(path.join(templates, `${strategyTemplates[choices.template].class}.py`), 'utf8');
  const { text, gates } = renderStrategy(choices, template);
  const file = strategyFile(folder, choices.name);
  await writeExport(file, [text], replacing !== 'nothing');
  const beside = [[path.join(folder, adapterName), await readFile(path.join(templates, adapterName), 'utf8')], [path.join(folder, '.env.example'), envExample]] as const;
  const written = [file];
  const kept: string[] = [];
  for (const [place, content] of beside) {
    const before = existsSync(place) ? await readFile(place, 'utf8') : undefined;
    if (before !== undefined && before !== content && replacing !== 'all') {
      kept.push(place);
    } else if (before !== content) {
      await writeExport(place, [content], true);
      written.push(place);
    }
  }
  return { file, written, kept, gates };
}
