import { latestRecords } from '../../core/run/latest.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import type { Run } from '../../core/run/summary.ts';
import type { BatchEvent } from '../batch/executeBatchRun.ts';
import type { PlannedRun } from './plannedRun.ts';
import { shellWord } from './shellWord.ts';
import { plainLine } from './table.ts';
import type { Terminal } from './terminal.ts';

const longestList = 400;

/** Follows a run to its end, with its progress on standard error. The records are one per question, of all that were ever asked in it. */
export async function followRun(events: AsyncIterable<BatchEvent>, { prepared: { gate, settings }, place: { before, folder } }: PlannedRun, terminal: Terminal): Promise<{ run: Run; records: readonly QuestionRecord[] }> {
  const records: QuestionRecord[] = [...(before?.records ?? [])];
  let settled = 0;
  let isWaiting = false;
  let run: Run | undefined;
  for await (const event of events) {
    if (event.type === 'settled') {
      records.push(event.record);
      settled += 1;
      const { usd, failed } = event.totals;
      const facts = [`${settled} of ${gate.asked.length * settings.repeats} questions`, ...(failed > 0 ? [`${failed} failed`] : []), ...(usd === 0 ? [] : [usd === null ? 'cost unknown' : `$${usd.toFixed(4)}`])];
      terminal.progress(facts.join(', '));
    } else if (event.type === 'started' || event.type === 'ended') {
      run = event.run;
    } else if (event.type === 'waiting') {
      if (!isWaiting) {
        terminal.tell('The batch is handed in. Ctrl+C leaves it running, to be picked up later.\n');
        isWaiting = true;
      }
      terminal.progress(event.words);
    } else if (event.type === 'forgotten') {
      terminal.tell(`The service does not know the batch ${plainLine(event.id, longestList)} any more. If that stays so: llm-signals run --resume ${shellWord(folder)} --give-up-batch\n`);
    } else if (event.type === 'unmatched') {
      terminal.tell(`Results that belong to no question of the run: ${plainLine(event.ids.join(', '), longestList)}\n`);
    }
  }
  terminal.progress('');
  if (run === undefined) {
    throw new TypeError('A run ended without having started');
  }
  return { run, records: [...latestRecords(records).values()] };
}
