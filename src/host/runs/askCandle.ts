import * as vscode from 'vscode';
import { isoTime } from '../../core/candles/time/time.ts';
import { planQuestions, type PlannedQuestion } from '../../core/run/plan.ts';
import { noAnswers } from '../../core/run/run.ts';
import { AppError } from '../../core/errors.ts';
import type { PreparedRun } from '../../app/run/prepareRun.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import { agreeOnPrice } from './agreeOnPrice.ts';
import type { Keys } from '../providers/keys.ts';
import { pickProvider } from '../providers/pickProvider.ts';
import type { ProviderAccess } from '../providers/providerAccess.ts';
import { withChoice } from '../providers/providerChoice.ts';
import { answersOf, settingsOf } from './resumeRun.ts';
import type { Session } from '../panel/session.ts';
import type { ShownRun } from '../panel/shownRun.ts';
import { readSettings } from '../settings.ts';

/** A question by the open time of its candle, epoch ms. */
export type AskedQuestion = { readonly time: number; readonly repeat?: number | undefined };

export type AskCandle = {
  /** Asks the provider of the run that is shown about a candle, whether it was asked before or not. */
  readonly again: (asked: AskedQuestion) => Promise<void>;
  /** Asks a model that the user picks for this question. */
  readonly another: (asked: AskedQuestion) => Promise<void>;
};

export type AskCandleDeps = { readonly session: Session; readonly access: Pick<ProviderAccess, 'open'>; readonly keys: Keys; readonly sayBusy: () => void };

/** Asks single questions in the folder of the run that is shown. */
export function createAskCandle({ session, access, keys, sayBusy }: AskCandleDeps): AskCandle {
  // Prices are agreed on once for each run and model.
  const agreed = new Set<string>();

  const ask = async (shown: ShownRun, asked: AskedQuestion, answers: ProviderSettings) => {
    const { prepared, folder, run } = shown;
    if (prepared.opened.sha256 !== run.series.sha256) {
      throw new AppError('run-differs', `${run.series.file} changed since this run, so nothing can be added to it.`, { hint: 'Run again to ask about the candles as they are now.' });
    }
    const candle = candleAt(prepared, asked.time);
    const uri = vscode.Uri.file(prepared.opened.file);
    const provider = await access.open(answers, uri);
    const consent = `${folder} ${provider.id} ${provider.model}`;
    const alone: PreparedRun = { ...prepared, gate: { ...prepared.gate, asked: [candle] }, settings: { ...prepared.settings, repeats: 1 } };
    const agreement = await agreeOnPrice({ prepared: alone, provider, records: [], known: noAnswers, settings: { answers, budgetUsd: readSettings(uri).budgetUsd }, isAgreed: agreed.has(consent) });
    if (agreement === undefined || session.isRunning()) {
      return;
    }
    if (session.shown()?.folder !== folder) {
      throw new AppError('run-differs', 'Another run is shown by now, so nothing was asked.', { hint: 'Open the run of the question, and ask again.' });
    }
    agreed.add(consent);
    await session.askOne(provider, planOf(alone, candle, asked.repeat ?? 1), agreement.limitUsd);
  };

  /** The run to ask in; undefined, and told, when one is going on. */
  const idle = (): ShownRun | undefined => {
    if (session.isRunning()) {
      sayBusy();
      return undefined;
    }
    return session.shown();
  };

  return {
    again: async (asked) => {
      const shown = idle();
      if (shown !== undefined) {
        await ask(shown, asked, await answersOf(shown.run, keys));
      }
    },
    another: async (asked) => {
      const shown = idle();
      const choice = shown === undefined ? undefined : await pickProvider('Ask Another Model', settingsOf(shown.run), keys);
      if (shown !== undefined && choice !== undefined) {
        await ask(shown, asked, withChoice(readSettings().answers, choice));
      }
    },
  };
}

type Asked = PreparedRun['gate']['asked'][number];

/** The candle with the gates it passed; none where no gate let it through. @throws AppError `range-invalid` */
function candleAt({ opened: { series }, gate }: PreparedRun, time: number): Asked {
  const index = series.time.indexOf(time);
  if (index < 0 || series.filled[index] === 1) {
    throw new AppError('range-invalid', index < 0 ? `No candle opens at ${isoTime(time)}.` : `The candle at ${isoTime(time)} only fills a gap, so there is nothing to ask about.`);
  }
  return gate.asked.find((asked) => asked.index === index) ?? { index, gates: [] };
}

function planOf({ opened: { series }, frame, pair, marketData }: PreparedRun, candle: Asked, repeat: number): PlannedQuestion {
  const [planned] = planQuestions(series, frame, pair, [candle], marketData);
  return { ...planned!, repeat };
}
