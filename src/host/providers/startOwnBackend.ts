import path from 'node:path';
import * as vscode from 'vscode';
import { defaultBackendHost, defaultBackendLimits, type Backend } from '../../app/backend.ts';
import { openBackendRecords, spentToday } from '../../app/backendRecords.ts';
import { AppError } from '../../core/errors.ts';
import { createDailyBudget } from '../../core/run/dailyBudget.ts';
import { createConsensusProvider } from '../../providers/consensus.ts';
import { startBackend } from '../../server/startBackend.ts';
import type { ProviderAccess } from './providerAccess.ts';
import { settingKeys, settingsSection, type Settings } from '../settings.ts';

/**
 * Starts the backend as the settings say, for this machine only. Its answers are recorded beside those of runs.
 * @throws AppError `port-taken`, or `backend-misconfigured` because it would ask itself.
 */
export async function startOwnBackend(settings: Settings, token: string | undefined, access: ProviderAccess, storage: vscode.Uri, log: vscode.LogOutputChannel): Promise<Backend> {
  const { answers, budgetUsd, ownBackend: { port, perMinute } } = settings;
  checkNotItself(settings);
  const home = path.join(recordsRoot(storage), '.llm-signals');
  const clock = () => Date.now();
  const spent = await spentToday(home, clock());
  if (spent.unreadable > 0) {
    log.warn(`${spent.unreadable} records of today cannot be read; what they cost is not counted in the budget of the backend`);
  }
  const records = await openBackendRecords(home);
  try {
    const backend = await startBackend({
      host: defaultBackendHost, port, allowHosts: [], token, allowWithoutToken: token === undefined,
      limits: { ...defaultBackendLimits, perMinute },
      provider: answers.provider,
      createProvider: (provider) => access.open({ ...answers, provider }),
      consensus: answers.consensus,
      createConsensus: (members) => createConsensusProvider(members, { clock }),
      record: records.append,
      budget: createDailyBudget(budgetUsd, spent.usd, clock),
      clock,
      log: (line) => log.info(`Backend: ${line}`),
    });
    return { ...backend, stop: (graceMs) => backend.stop(graceMs).finally(() => records.close()) };
  } catch (error) {
    await records.close();
    throw error instanceof AppError && error.code === 'port-taken' ? new AppError('port-taken', error.message, { hint: `Stop what uses it, or change ${settingsSection}.${settingKeys.backendPort}.`, cause: error }) : error;
  }
}

function checkNotItself({ answers: { provider, backend }, ownBackend: { port } }: Settings): void {
  const target = URL.canParse(backend.url) ? new URL(backend.url) : undefined;
  if (provider === 'backend' && target !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(target.hostname) && target.port === String(port)) {
    throw new AppError('backend-misconfigured', 'The backend would ask itself.', { hint: 'Choose the provider that is to answer.' });
  }
}

/** The workspace folder, or the extension's own storage. */
function recordsRoot(storage: vscode.Uri): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : storage.fsPath;
}
