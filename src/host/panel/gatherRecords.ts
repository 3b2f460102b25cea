import { setTimeout as wait } from 'node:timers/promises';
import type { QuestionRecord } from '../../core/run/record.ts';
import type { ToWebview } from '../../protocol/messages.ts';

const flushAfterMs = 60;
/** A webview that is hidden may never take what was posted to it. */
const longestArrivalMs = 1000;

/**
 * Collects records and posts them at most every 60 ms, and none before the ones posted last have arrived, so that a fast
 * run floods neither the webview nor the editor: what waits there would show the run as it was long ago. `arrived`
 * resolves when what was posted so far has arrived.
 */
export function gatherRecords(afterFlush: () => void, post: (message: ToWebview) => void, arrived: () => Promise<void>) {
  let pending: QuestionRecord[] = [];
  let from = 0;
  let timer: NodeJS.Timeout | undefined;
  let isArriving = false;
  let isDue = false;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    isDue = false;
  };
  const goOn = () => {
    isArriving = false;
    if (isDue) {
      isDue = false;
      schedule();
    }
  };
  const flush = () => {
    stop();
    if (pending.length > 0) {
      post({ type: 'records', from, records: pending });
      from += pending.length;
      pending = [];
    }
    afterFlush();
    isArriving = true;
    Promise.race([arrived(), wait(longestArrivalMs, undefined, { ref: false })]).then(goOn, goOn);
  };
  const schedule = () => {
    if (isArriving) {
      isDue = true;
    } else {
      timer ??= setTimeout(flush, flushAfterMs);
    }
  };
  return {
    add: (record: QuestionRecord) => {
      pending.push(record);
      schedule();
    },
    /** Something else changed that `afterFlush` posts. */
    schedule,
    flush,
    /** Forgets what is pending; the next record has this index. */
    restart: (index: number) => {
      stop();
      pending = [];
      from = index;
    },
    dispose: stop,
  };
}
