import * as vscode from 'vscode';
import { hasBatches } from '../../app/batch/createBatch.ts';
import { parseRangeEnd } from '../../app/run/prepareRun.ts';
import { parseGate, type ColumnNames } from '../../core/gate/parse.ts';
import { gatePresets, gateText, type GatePreset } from '../../core/gate/presets.ts';
import { describeError } from '../../core/errors.ts';
import type { Keys } from '../providers/keys.ts';
import { pickProvider } from '../providers/pickProvider.ts';
import { withChoice } from '../providers/providerChoice.ts';
import type { FormRow, RunForm } from './runForm.ts';

/** The editor's prompts, passed in so that a test can answer them. */
export type Prompts = {
  readonly pick: <Item extends vscode.QuickPickItem>(items: readonly Item[], options: vscode.QuickPickOptions) => Thenable<Item | undefined>;
  readonly input: (options: vscode.InputBoxOptions) => Thenable<string | undefined>;
};

const title = 'Run Signals with Options';

/** Lets the user change one part of the form; the form as it was when they stop. Gates may name the columns of the first file. */
export async function editRunForm(form: RunForm, part: Exclude<FormRow['choice'], 'ask' | undefined>, { pick, input }: Prompts, keys: Keys, columns: ColumnNames): Promise<RunForm> {
  switch (part) {
    case 'range': {
      const from = await askTime(input, 'From, inclusive', form.from);
      const to = from === undefined ? undefined : await askTime(input, 'To, exclusive', form.to);
      return from === undefined || to === undefined ? form : { ...form, from, to };
    }
    case 'gates':
      return { ...form, gates: (await askGates(form.gates, { pick, input }, columns)) ?? form.gates };
    case 'provider': {
      const choice = await pickProvider(title, form.answers, keys);
      return choice === undefined ? form : { ...form, answers: withChoice(form.answers, choice), batch: form.batch && hasBatches(choice.provider) };
    }
    case 'prompt': {
      const items = [{ label: 'Prompt of the Workspace', description: '.llm-signals/prompt.md', own: true }, { label: 'Default Prompt', own: false }];
      const chosen = await pick(items, { title, placeHolder: 'Which instructions does the model get?', ignoreFocusOut: true });
      return chosen === undefined ? form : { ...form, ownPrompt: chosen.own };
    }
    case 'repeats':
      return { ...form, repeats: (await askNumber(input, 'How often is each question asked?', form.repeats, 1, 100)) ?? form.repeats };
    case 'batch':
      return { ...form, batch: !form.batch };
    case 'concurrency':
      return { ...form, concurrency: (await askNumber(input, 'How many questions are in flight at once?', form.concurrency, 1, 64)) ?? form.concurrency };
    case 'budget': {
      const typed = await input({ title, prompt: 'Budget in USD. A run stops before it would cost more.', value: String(form.budgetUsd), ignoreFocusOut: true, validateInput: (text) => (/^\d+(\.\d+)?$/.test(text.trim()) ? undefined : 'Write it in USD, such as 2.50.') });
      return typed === undefined ? form : { ...form, budgetUsd: Number(typed) };
    }
  }
}

async function askTime(input: Prompts['input'], prompt: string, value: string): Promise<string | undefined> {
  const typed = await input({ title, prompt: `${prompt}, UTC. Empty for all of the file.`, placeHolder: '2018-01-16 or 2018-01-16T08:30Z', value, ignoreFocusOut: true, validateInput: (text) => problemOf(() => parseRangeEnd(text.trim() === '' ? undefined : text.trim())) });
  return typed?.trim();
}

async function askNumber(input: Prompts['input'], prompt: string, value: number, least: number, most: number): Promise<number | undefined> {
  const isValid = (text: string) => /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
  const typed = await input({ title, prompt, value: String(value), ignoreFocusOut: true, validateInput: (text) => (isValid(text) ? undefined : `Write a whole number from ${least} to ${most}.`) });
  return typed === undefined ? undefined : Number(typed);
}

async function askGates(gates: RunForm['gates'], { pick, input }: Prompts, columns: ColumnNames): Promise<RunForm['gates'] | undefined> {
  const presets = Object.keys(gatePresets).map((preset) => ({ label: preset, detail: Object.entries(gatePresets[preset as GatePreset]).map(([name, text]) => `${name}: ${text}`).join('; '), preset: preset as GatePreset | undefined }));
  const chosen = await pick([...presets, { label: 'Own Conditions…', detail: 'Such as rsi < 30 and close > ema_200', preset: undefined }], { title, placeHolder: 'When is a candle asked about?', matchOnDetail: true, ignoreFocusOut: true });
  if (chosen === undefined || chosen.preset !== undefined) {
    return chosen === undefined ? undefined : { entry: chosen.preset!, exit: chosen.preset! };
  }
  const entry = await askGate(input, 'entry', gates.entry, columns);
  const exit = entry === undefined ? undefined : await askGate(input, 'exit', gates.exit, columns);
  return entry === undefined || exit === undefined ? undefined : { entry, exit };
}

async function askGate(input: Prompts['input'], name: 'entry' | 'exit', value: string, columns: ColumnNames): Promise<string | undefined> {
  const validateInput = (text: string) => problemOf(() => text.trim() !== '' && parseGate(gateText(name, text), columns));
  return input({ title, prompt: `Conditions of an ${name}. Empty: not asked about ${name === 'entry' ? 'entries' : 'exits'}.`, value: gateText(name, value), ignoreFocusOut: true, validateInput });
}

function problemOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}
