import path from 'node:path';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import { indexAnswers } from '../../app/answers/answers.ts';
import { hasBatches } from '../../app/batch/createBatch.ts';
import { givenUpUsd, openBatches, refuseWhileOut, wasBatched } from '../../app/batch/ledger.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import { goOnWhere, rememberedServer } from '../../app/provider/providerSetup.ts';
import { readRun } from '../../app/recorded/readRun.ts';
import { AppError } from '../../core/errors.ts';
import { createBudget } from '../../core/run/budget.ts';
import type { Run } from '../../core/run/summary.ts';
import { agreeOnPrice } from './agreeOnPrice.ts';
import type { HandedIn, HandIn } from '../batch/handInBatches.ts';
import type { Keys } from '../providers/keys.ts';
import type { Prompts } from './editRunForm.ts';
import { tellEnd, waitingOf } from './pausedRun.ts';
import { pickProvider } from '../providers/pickProvider.ts';
import type { ProviderAccess } from '../providers/providerAccess.ts';
import { withChoice } from '../providers/providerChoice.ts';
import type { Session } from '../panel/session.ts';
import { sayBusy } from './runCommand.ts';
import type { ShownRun } from '../panel/shownRun.ts';
import { addressKeys, readSettings, settingsSection } from '../settings.ts';

export type ResumeRun = {
  /**
   * Asks what the run that is shown did not answer, of the provider it asked before; collects its batches where some are
   * out. What was sent as a batch can be again.
   */
  readonly resume: () => Promise<void>;
  /** Asks it of a provider that the user picks for this run; the settings stay. */
  readonly askAnother: () => Promise<void>;
};

export type ResumeRunDeps = {
  readonly session: Session;
  readonly access: ProviderAccess;
  readonly keys: Keys;
  readonly handIn: HandIn;
  /** Shows a run that was handed in, and waits for its batches. */
  readonly follow: (folder: string, handedIn: HandedIn) => Promise<void>;
  readonly showPanel: () => void;
  readonly collect: (folder: string) => Promise<void>;
  readonly pick: Prompts['pick'];
  readonly log: vscode.LogOutputChannel;
};

/** Goes on with the run that is shown, in its own folder. */
export function createResumeRun({ session, access, keys, handIn, follow, showPanel, collect, pick, log }: ResumeRunDeps): ResumeRun {
  const goOn = async (shown: ShownRun, answers: ProviderSettings, isAgreed: boolean) => {
    const { prepared, folder, run } = shown;
    if (prepared.opened.sha256 !== run.series.sha256) {
      throw new AppError('run-differs', `${run.series.file} changed since this run, so it cannot go on.`, { hint: 'Run again to ask about the candles as they are now.' });
    }
    const uri = vscode.Uri.file(prepared.opened.file);
    const { budgetUsd } = readSettings(uri);
    const provider = await access.open(answers, uri);
    const batch = hasBatches(answers.provider) && (await wasBatched(folder)) ? await access.openBatch(answers, uri) : undefined;
    const before = await readRun(folder);
    // Runs lie side by side.
    const known = await indexAnswers({ runs: [path.dirname(folder)], answers: [path.resolve(folder, '..', '..', 'answers')] });
    const agreement = await agreeOnPrice({ prepared, provider, batch, records: before.records, known, settings: { answers, budgetUsd }, isAgreed, pick });
    if (agreement === undefined || session.isRunning()) {
      return;
    }
    const { limitUsd, isBatch } = agreement;
    const place = { id: run.id, folder, file: run.series.file, version, before };
    if (batch !== undefined && isBatch) {
      const budget = createBudget(limitUsd ?? Infinity, (before.run.totals.usd ?? 0) + (await givenUpUsd(folder)));
      await follow(folder, await handIn(prepared, batch, place, { budget, known }));
      return;
    }
    showPanel();
    tellEnd(await session.start(prepared, provider, place, { limitUsd, known }), log);
  };

  /** The run to go on with; undefined, and told, when there is none. */
  const unfinished = (): ShownRun | undefined => {
    if (session.isRunning()) {
      sayBusy();
      return undefined;
    }
    const shown = session.shown();
    // One that broke off after its last answer still has to be brought to its end.
    if (shown === undefined || (shown.run.state === 'finished' && waitingOf(shown) === 0)) {
      vscode.window.showInformationMessage('Every question of this run is answered, so there is nothing to resume.').then(undefined, (failure: unknown) => log.error(String(failure)));
      return undefined;
    }
    return shown;
  };

  return {
    resume: async () => {
      const shown = unfinished();
      if (shown !== undefined && (await openBatches(shown.folder)).length > 0) {
        await collect(shown.folder);
      } else if (shown !== undefined) {
        // The price was agreed on when the run began in this window.
        await goOn(shown, await answersOf(shown.run, keys), shown.budget !== null);
      }
    },
    askAnother: async () => {
      const shown = unfinished();
      if (shown !== undefined) {
        await refuseWhileOut(shown.folder, 'asking now would pay twice');
      }
      const choice = shown === undefined ? undefined : await pickProvider('Ask Another Provider', settingsOf(shown.run), keys);
      if (shown !== undefined && choice !== undefined) {
        await goOn(shown, withChoice(readSettings().answers, choice), false);
      }
    },
  };
}

/** The settings as they are, with the provider that the run asked, and its model, server, members and weights. */
export function settingsOf({ settings: { provider, model, setup } }: Run): ProviderSettings {
  const { answers } = readSettings();
  const asked: ProviderSettings = { ...answers, provider, models: { ...answers.models, [provider]: model } };
  if (setup === null) {
    return asked;
  }
  const { openaiCompatible, backend, consensus } = answers;
  const { members, backend_provider } = setup;
  const { preset = openaiCompatible.preset, structured = openaiCompatible.structuredMode } = rememberedServer(setup);
  return {
    ...asked,
    models: { ...asked.models, ...Object.fromEntries(members.flatMap((each) => (each.model === null ? [] : [[each.provider, each.model]]))) },
    openaiCompatible: { ...openaiCompatible, preset, structuredMode: structured },
    backend: { ...backend, provider: backend_provider ?? backend.provider },
    consensus: provider === 'consensus' ? { members: members.map((each) => each.provider), weights: Object.fromEntries(members.map((each) => [each.provider, each.weight])) } : consensus,
  };
}

/**
 * The settings to go on with where the run asked.
 * @throws AppError `provider-misconfigured` because the user's settings name another address.
 */
export async function answersOf(run: Run, keys: Keys): Promise<ProviderSettings> {
  const { setup } = run.settings;
  const answers = settingsOf(run);
  return setup === null ? answers : goOnWhere(answers, setup, [], (_provider, origin) => keys.keyFor(origin), (id) => `To go on there, set ${settingsSection}.${addressKeys[id]}; or choose Ask Another Provider….`);
}
