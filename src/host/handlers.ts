import type * as vscode from 'vscode';
import type { Intent } from './panel/panel.ts';
import { tellError } from './tellError.ts';

/** Calls a handler by name; whatever it throws is told to the user. */
export function callByName<Name extends string>(handlers: Record<Name, (...given: unknown[]) => unknown>, log: vscode.LogOutputChannel): (name: Name, ...given: readonly unknown[]) => Promise<void> {
  return async (name, ...given) => {
    try {
      await handlers[name](...given);
    } catch (error) {
      tellError(error, log);
    }
  };
}

/** Calls the handler of an intent, as `callByName` does. */
export function answerIntents(handlers: { readonly [Type in Intent['type']]: (intent: Extract<Intent, { type: Type }>) => unknown }, log: vscode.LogOutputChannel): (intent: Intent) => Promise<void> {
  const call = callByName(handlers as Record<Intent['type'], (intent: unknown) => unknown>, log);
  return (intent) => call(intent.type, intent);
}
