import * as vscode from 'vscode';
import { apiOrigin } from '../../app/provider/apiOrigins.ts';
import { checkHealth } from '../../app/provider/health.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import { describeError } from '../../core/errors.ts';
import { commandIds } from '../commandIds.ts';
import type { Keys } from './keys.ts';
import type { ProviderAccess } from './providerAccess.ts';

/** A provider whose API takes a key, and the one origin that gets it. */
type Door = { readonly provider: string; readonly origin: string };

const keyed = ['anthropic', 'openai', 'openai-compatible', 'backend'] as const;
const title = 'Set API Key';
const checkMs = 15_000;

/**
 * Takes a key, or removes one; `provider` says for whom when that is known. A new key is tried at once, free of charge.
 * @throws AppError as `access.open` does.
 */
export async function setApiKey(keys: Keys, access: ProviderAccess, settings: ProviderSettings, provider: string | undefined, log: vscode.LogOutputChannel): Promise<void> {
  const door = await chooseDoor(keys, settings, provider);
  if (door === undefined || !(await askKey(keys, door, log))) {
    return;
  }
  const result = await tryKey(access, { ...settings, provider: door.provider });
  tell(result, door, settings, log);
}

async function chooseDoor(keys: Keys, settings: ProviderSettings, provider: string | undefined): Promise<Door | undefined> {
  const doors = keyed.flatMap((id): Door[] => {
    const origin = apiOrigin(id, settings);
    return origin === undefined ? [] : [{ provider: id, origin }];
  });
  const known = doors.find((door) => door.provider === provider);
  if (known !== undefined) {
    return known;
  }
  const items = Promise.all(doors.map(async (door) => ({ label: door.provider, iconPath: new vscode.ThemeIcon('key'), description: `${new URL(door.origin).host}, ${await describeSource(keys, door)}`, door })));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Whose key?', matchOnDescription: true, ignoreFocusOut: true }))?.door;
}

async function describeSource(keys: Keys, { origin }: Door): Promise<string> {
  const source = await keys.sourceOf(origin);
  return { stored: 'key set', environment: 'key from the environment', none: 'no key' }[source.type];
}

/** Whether there is a new key. */
async function askKey(keys: Keys, { provider, origin }: Door, log: vscode.LogOutputChannel): Promise<boolean> {
  const { host } = new URL(origin);
  if ((await keys.sourceOf(origin)).type === 'stored') {
    const replace = { label: 'Replace Key…', iconPath: new vscode.ThemeIcon('edit') };
    const remove = { label: 'Remove Key', iconPath: new vscode.ThemeIcon('trash') };
    const chosen = await vscode.window.showQuickPick([replace, remove], { title: `${title}: ${provider}`, placeHolder: `A key for ${host} is set.`, ignoreFocusOut: true });
    if (chosen === remove) {
      await keys.remove(origin);
      log.info(`The key for ${origin} was removed`);
    }
    if (chosen !== replace) {
      return false;
    }
  }
  const typed = await vscode.window.showInputBox({
    title: `${title}: ${provider}`,
    prompt: `Kept in the secret storage of VS Code and sent to ${host} only.`,
    placeHolder: `The key for ${host}`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/^[\x21-\x7e]*$/.test(text.trim()) ? undefined : 'A key has no spaces and no special characters.'),
  });
  const key = typed?.trim() ?? '';
  if (key === '') {
    return false;
  }
  await keys.store(origin, key);
  log.info(`A key for ${origin} was set`);
  return true;
}

type Trial = { readonly accepted: boolean | null; readonly error: string | null };

async function tryKey(access: ProviderAccess, settings: ProviderSettings): Promise<Trial> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `Checking the key of ${settings.provider}` }, async () => {
    try {
      const { checks, error } = await checkHealth(await access.open(settings), AbortSignal.timeout(checkMs), { ask: false });
      return { accepted: checks.key, error };
    } catch (error) {
      return { accepted: null, error: describeError(error) };
    }
  });
}

/** Says what came of the key. Does not wait for the answer. */
function tell({ accepted, error }: Trial, { provider, origin }: Door, settings: ProviderSettings, log: vscode.LogOutputChannel): void {
  const { host } = new URL(origin);
  const again = 'Set API Key…';
  const choose = 'Choose Provider…';
  const told =
    error !== null
      ? vscode.window.showWarningMessage(accepted === false ? `${host} did not accept the key. ${error}` : `The key for ${host} is set, but could not be checked. ${error}`, again)
      : vscode.window.showInformationMessage(accepted === true ? `${host} accepts the key.` : `The key for ${host} is set.`, ...(settings.provider === provider ? [] : [choose]));
  told.then(
    (chosen) => (chosen === again ? vscode.commands.executeCommand(commandIds.setApiKey, provider) : chosen === choose ? vscode.commands.executeCommand(commandIds.chooseProvider) : undefined),
    (failure: unknown) => log.error(String(failure)),
  );
}
