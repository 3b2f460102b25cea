/** The REST backend that this window runs: its token, its start and its stop. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { backendUrlWithToken, type Backend } from '../../app/backend.ts';
import { commandIds } from '../commandIds.ts';
import type { Settings } from '../settings.ts';
import type { BackendStatus } from '../status/status.ts';

export type OwnBackendDeps = {
  readonly secrets: vscode.SecretStorage;
  readonly settings: () => Settings;
  /** Starts one with what the settings say; `token` is undefined where none is asked for. */
  readonly start: (settings: Settings, token: string | undefined) => Promise<Backend>;
  readonly show: (status: BackendStatus | null) => void;
  readonly log: vscode.LogOutputChannel;
};

export type OwnBackend = {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** One that runs is started anew, as the settings or keys it was started with changed. */
  readonly changed: () => Promise<void>;
};

const tokenName = 'backend-token';
const graceMs = 5000;

export function createOwnBackend({ secrets, settings, start, show, log }: OwnBackendDeps): OwnBackend {
  const inTurn = createTurns();
  let running: { readonly backend: Backend; readonly token: string | undefined } | undefined;

  const setRunning = async (next: typeof running) => {
    running = next;
    show(next === undefined ? null : { address: new URL(next.backend.url).host, needsToken: next.token !== undefined });
    await vscode.commands.executeCommand('setContext', 'llmSignals.isBackendRunning', next !== undefined);
  };

  const tellStarted = ({ backend, token }: NonNullable<typeof running>) => {
    const copy = 'Copy URL';
    const stop = 'Stop Backend';
    const message = `The backend listens at ${backend.url}, on this machine only. Give its URL to your strategy as DJANGO_API_URL.`;
    const told =
      token === undefined
        ? vscode.window.showWarningMessage(`${message} It asks for no token: every program on this machine can ask at your expense.`, copy, stop)
        : vscode.window.showInformationMessage(message, copy, stop);
    told.then(
      (chosen) => (chosen === copy ? vscode.env.clipboard.writeText(backendUrlWithToken(backend.url, token)) : chosen === stop ? vscode.commands.executeCommand(commandIds.stopBackend) : undefined),
      (failure: unknown) => log.error(String(failure)),
    );
  };

  const startNow = async () => {
    const now = settings();
    const token = now.ownBackend.allowWithoutToken ? undefined : await tokenIn(secrets);
    const started = { backend: await start(now, token), token };
    await setRunning(started);
    log.info(`The backend listens at ${started.backend.url}${token === undefined ? ', without a token' : ''}`);
    return started;
  };

  const stop = async () => {
    if (running !== undefined) {
      const { backend } = running;
      await setRunning(undefined);
      await backend.stop(graceMs);
      log.info('The backend stopped');
    }
  };

  return {
    start: () => inTurn(async () => {
        tellStarted(running ?? (await startNow()));
      }),
    stop: () => inTurn(stop),
    changed: () =>
      inTurn(async () => {
        if (running !== undefined) {
          await stop();
          await startNow();
        }
      }),
  };
}

/** Runs one step after the other: a start waits for the stop before it. */
function createTurns(): (step: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (step) => {
    const done = last.then(step);
    last = done.catch(() => undefined);
    return done;
  };
}

/** The token that strategies know already; made the first time. */
async function tokenIn(secrets: vscode.SecretStorage): Promise<string> {
  const known = await secrets.get(tokenName);
  if (known !== undefined) {
    return known;
  }
  const made = randomBytes(24).toString('base64url');
  await secrets.store(tokenName, made);
  return made;
}
