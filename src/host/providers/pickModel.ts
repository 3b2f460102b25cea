import * as vscode from 'vscode';
import { knownModels, pricingOf } from '../../core/models/models.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import { editorModelName } from './editorModels.ts';

type ModelItem = vscode.QuickPickItem & { readonly model?: string };

/** Lets the user choose among the models known of a provider, with their prices, or type another id. */
export async function pickModel(provider: string, title: string, { models, modelFacts }: ProviderSettings): Promise<string | undefined> {
  const current = models[provider] ?? '';
  const items: readonly ModelItem[] = [
    ...knownModels(provider).map((model) => ({ label: model, description: `${priceOf(model, modelFacts)}${model === current ? ', chosen now' : ''}`, model })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: 'Other Model Id…', iconPath: new vscode.ThemeIcon('edit') },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'Which model? Prices are in USD per million tokens.', matchOnDescription: true, ignoreFocusOut: true });
  return chosen === undefined ? undefined : (chosen.model ?? typeModel(title, current));
}

/** Lets the user type the id of a model. */
export async function typeModel(title: string, value: string): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({ title, prompt: 'The exact id of the model', value, ignoreFocusOut: true, validateInput: (text) => (text.trim() === '' ? 'Type an id, such as qwen3:14b.' : undefined) });
  return typed?.trim();
}

/** Lets the user choose among the language models of VS Code. Listing them asks for no consent. */
export async function pickEditorModel(title: string): Promise<string | undefined> {
  const items = vscode.lm.selectChatModels().then((models) => models.map((model) => ({ label: model.name, description: `${editorModelName(model)}, ${model.maxInputTokens.toLocaleString('en-US')} tokens`, model: editorModelName(model) })));
  if ((await items).length === 0) {
    await vscode.window.showQuickPick([], { title, placeHolder: 'VS Code has no language model. Sign in to an extension that offers some, such as GitHub Copilot Chat.' });
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Which language model of VS Code?', matchOnDescription: true, ignoreFocusOut: true }))?.model;
}

const perMillionFormat = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });

/** `$2.00 in, $10.00 out`; unknown is said. */
function priceOf(model: string, facts: ProviderSettings['modelFacts']): string {
  const { usd } = pricingOf(model, facts, new Date());
  const none = { input: 0, cachedInput: 0, cacheWrite: 0, cacheWriteHour: 0, output: 0 };
  // A small prompt, scaled: some models cost more above a length.
  const perMillion = (tokens: Partial<typeof none>) => {
    const price = usd({ ...none, ...tokens });
    return price === null ? null : perMillionFormat.format(price * 1000);
  };
  const [input, output] = [perMillion({ input: 1000 }), perMillion({ output: 1000 })];
  return input === null || output === null ? 'price unknown' : `${input} in, ${output} out`;
}
