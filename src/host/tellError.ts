import * as vscode from 'vscode';
import { AppError, type ErrorCode } from '../core/errors.ts';
import { commandIds } from './commandIds.ts';
import { describeInEditor } from './editorWords.ts';
import { settingKeys, settingsSection } from './settings.ts';

/** A command that helps, and what it is called with. */
type Remedy = { readonly title: string; readonly call: readonly [command: string, ...given: unknown[]] };

const setKey: Remedy = { title: 'Set API Key…', call: [commandIds.setApiKey] };
const choose: Remedy = { title: 'Choose Provider…', call: [commandIds.chooseProvider] };
const showLog: Remedy = { title: 'Show Log', call: [commandIds.showLog] };

/** Where the settings are that only a machine may have: on the machine that the window works on. */
const machineSettings = vscode.env.remoteName === undefined ? 'workbench.action.openSettings' : 'workbench.action.openRemoteSettings';

/** What helps after an error, where something does. */
const remedies: { readonly [code in ErrorCode]?: Remedy } = {
  'provider-no-key': setKey,
  'provider-key-rejected': setKey,
  'provider-unknown': choose,
  'provider-misconfigured': choose,
  'provider-not-found': choose,
  'freqtrade-not-found': { title: 'Open Settings', call: [machineSettings, { query: `${settingsSection}.${settingKeys.freqtradePath}` }] },
};

/** Tells the user what failed and what to do, and where to read more. Does not wait for the answer. */
export function tellError(error: unknown, log: vscode.LogOutputChannel): void {
  log.error(error instanceof Error ? error : String(error));
  const remedy = error instanceof AppError ? remedies[error.code] : undefined;
  const offered = remedy === undefined ? [showLog] : [remedy, showLog];
  vscode.window.showErrorMessage(describeInEditor(error), ...offered.map(({ title }) => title)).then(
    (chosen) => {
      const wanted = offered.find(({ title }) => title === chosen);
      return wanted === undefined ? undefined : vscode.commands.executeCommand(...wanted.call);
    },
    (failure: unknown) => log.error(String(failure)),
  );
}
