import type { QuestionRecord } from '../core/run/record.ts';
import type { ToWebview } from '../protocol/messages.ts';

const flushAfterMs = 60;

/** Collects records and posts them at most every 60 ms, so that a fast run does not flood the webview. */
export function batchRecords(afterFlush: () => void, post: (message: ToWebview) => void) {
  let pending: QuestionRecord[] = [];
  let from = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = () => {
    stop();
    if (pending.length > 0) {
      post({ type: 'records', from, records: pending });
      from += pending.length;
      pending = [];
    }
    afterFlush();
  };
  const schedule = () => {
    timer ??= setTimeout(flush, flushAfterMs);
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
