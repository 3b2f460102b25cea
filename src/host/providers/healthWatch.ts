/**
 * Watches the chosen provider. What it does of its own accord costs nothing and asks for no consent: it connects and
 * shows the key. Only the user's Check Health asks a question.
 */
import * as vscode from 'vscode';
import { checkHealth, probe } from '../../app/provider/health.ts';
import { AppError, describeError } from '../../core/errors.ts';
import type { Health, SignalProvider } from '../../core/signal/provider.ts';
import type { HealthStatus } from '../status/status.ts';

export type Connection = {
  readonly id: string;
  /** Where its key comes from, when that is not the secret storage. */
  readonly keyFrom: string | null;
  readonly open: () => Promise<SignalProvider>;
};

export type HealthWatchDeps = {
  /** The provider as it is chosen now. */
  readonly connect: () => Promise<Connection>;
  readonly show: (status: HealthStatus) => void;
  /** Milliseconds between checks: while it is well, and from the first to the last while it is unavailable. */
  readonly delays: { readonly steady: number; readonly first: number; readonly last: number };
  readonly log: vscode.LogOutputChannel;
};

export type HealthWatch = vscode.Disposable & {
  /** Checks now, free of charge, and goes on watching. */
  readonly check: () => Promise<HealthStatus>;
  /** Asks one question too. */
  readonly ask: () => Promise<HealthStatus>;
  /** Another provider, address or key is in use: what was known counts no more. */
  readonly changed: () => Promise<HealthStatus>;
  /** Why the last question of a run failed; null when it was answered. */
  readonly noteAnswer: (error: string | null) => void;
};

export const usualDelays = { steady: 5 * 60_000, first: 5000, last: 60_000 };
const timeoutMs = 30_000;

export function createHealthWatch({ connect, show, delays, log }: HealthWatchDeps): HealthWatch {
  let latest: HealthStatus | undefined;
  let lastError: string | null = null;
  /** Only the newest check may show its result. */
  let newest = 0;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;

  const check = async (ask: boolean): Promise<HealthStatus> => {
    clearTimeout(timer);
    const mine = ++newest;
    const connection = await connect().catch((error: unknown) => {
      if (mine === newest) {
        schedule(delays.steady, true);
      }
      throw error;
    });
    if (mine === newest && (ask || latest?.provider !== connection.id)) {
      show({ type: 'checking', provider: connection.id });
    }
    const judged = await judge(connection, ask, lastError, (usd) => mine === newest && show({ type: 'checking', provider: connection.id, usd }));
    if (mine !== newest) {
      return judged;
    }
    // An answer that failed before the provider went away, or before one that came, says nothing any more.
    if (judged.type === 'unavailable' || (ask && judged.type === 'ready')) {
      lastError = null;
    }
    const status = settle(judged);
    if (status.type !== latest?.type || status.provider !== latest.provider || ask) {
      log.info(status.type === 'ready' ? `${status.provider} is ready` : `${status.provider} is ${status.type}: ${'error' in status ? status.error : ''}`);
    }
    latest = status;
    show(status);
    return status;
  };

  /** Keeps since when it is unavailable, and arranges the next check. */
  const settle = (judged: HealthStatus): HealthStatus => {
    if (judged.type !== 'unavailable') {
      failures = 0;
      schedule(delays.steady, true);
      return judged;
    }
    const delay = Math.min(delays.first * 2 ** failures, delays.last);
    failures++;
    schedule(delay, false);
    const since = latest?.type === 'unavailable' && latest.provider === judged.provider ? latest.since : judged.since;
    return { ...judged, since, nextCheck: new Date(Date.now() + delay) };
  };

  const schedule = (delay: number, onlyFocused: boolean) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (onlyFocused && !vscode.window.state.focused) {
        isDue = true;
      } else {
        checkQuietly();
      }
    }, delay);
    // It must not keep the extension host alive.
    timer.unref();
  };

  const checkQuietly = () => {
    isDue = false;
    check(false).catch((error: unknown) => log.error(String(error)));
  };

  const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused && isDue) {
      checkQuietly();
    }
  });

  return {
    check: () => check(false),
    ask: () => check(true),
    changed: () => {
      latest = undefined;
      lastError = null;
      failures = 0;
      return check(false);
    },
    noteAnswer: (error) => {
      lastError = error;
    },
    dispose: () => {
      // What is being checked arranges nothing more.
      newest++;
      clearTimeout(timer);
      focus.dispose();
    },
  };
}

async function judge({ id, keyFrom, open }: Connection, ask: boolean, lastError: string | null, onAsking: (usd: number | null) => void): Promise<HealthStatus> {
  const known = { provider: id, keyFrom };
  try {
    const provider = await open();
    if (ask) {
      onAsking(provider.estimate(probe).usd);
    }
    const health = await checkHealth(provider, AbortSignal.timeout(timeoutMs), { ask });
    return judgeHealth(health, known, ask ? null : lastError);
  } catch (error) {
    if (error instanceof AppError && error.code === 'provider-no-key') {
      return { ...known, type: 'degraded', health: null, at: new Date(), error: describeError(error), lacksKey: true };
    }
    return { type: 'unavailable', provider: id, health: null, error: describeError(error), since: new Date(), nextCheck: null };
  }
}

function judgeHealth(health: Health, known: { readonly provider: string; readonly keyFrom: string | null }, lastError: string | null): HealthStatus {
  const { checks, error } = health;
  const at = new Date();
  if (error === null && lastError === null) {
    return { ...known, type: 'ready', health, at };
  }
  // What answers is there; what it says may still be wrong.
  const isThere = error === null || checks.reachable === true;
  if (isThere && checks.answers !== false) {
    return { ...known, type: 'degraded', health, at, error: error ?? `The last question failed: ${lastError}`, lacksKey: checks.key === false };
  }
  return { type: 'unavailable', provider: known.provider, health, error: error ?? '', since: at, nextCheck: null };
}
