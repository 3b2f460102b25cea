import { isoTime } from '../../core/candles/time/time.ts';
import type { Intent } from '../panel/panel.ts';
import type { Session } from '../panel/session.ts';
import type { Comparison } from './comparison.ts';
import { pickRun, runsOf } from './pickRuns.ts';
import type { QuestionPlace } from './recordDocuments.ts';
import type { RunsView } from './runsView.ts';

/** An intent about one question. */
export type QuestionIntent = Extract<Intent, { type: 'ask-again' | 'ask-another-model' | 'ask-candle' | 'show-prompt' | 'show-reply' | 'show-line' }>;

/** Which run a command or an intent is about. */
export type RunMeant = {
  /** Works on the run of the Runs view that a command is called on, else the one that is shown, else one that the user picks. */
  readonly withRun: (node: unknown, title: string, work: (folder: string) => Promise<unknown>) => Promise<void>;
  /** Asks in the run that a question is of; where runs are compared, they are afterwards, with the new answer. */
  readonly inRunOf: (question: QuestionIntent, ask: (question: QuestionIntent) => Promise<void>) => Promise<void>;
  readonly placeOf: (question: QuestionIntent) => QuestionPlace;
};

export type RunMeantDeps = { readonly session: Session; readonly comparison: Comparison; readonly view: Pick<RunsView, 'list'> };

export function createRunMeant({ session, comparison, view }: RunMeantDeps): RunMeant {
  const isShown = ({ folder }: QuestionIntent) => folder === undefined || folder === session.shown()?.folder;
  return {
    withRun: async (node, title, work) => {
      const folder = runsOf(node, undefined)[0]?.folder ?? session.shown()?.folder ?? (await pickRun(await view.list(), title))?.folder;
      if (folder !== undefined) {
        await work(folder);
      }
    },
    inRunOf: async (question, ask) => {
      const compared = comparison.folders();
      if (question.folder !== undefined && !isShown(question) && !session.isRunning()) {
        await session.open(question.folder);
      }
      // While a run is going on, that is told instead.
      if (!isShown(question) && !session.isRunning()) {
        return;
      }
      await ask(question);
      if (compared.length > 0) {
        await comparison.show(compared);
      }
    },
    placeOf: ({ time, repeat, folder }) => ({ folder: folder ?? session.shown()?.folder ?? '', time: isoTime(time), repeat: repeat ?? 1 }),
  };
}
