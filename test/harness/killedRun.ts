// A process to be killed: runs on the sample, or goes on with its run, and says on standard output what it asks and what
// it was shown. Answers take a few milliseconds.
//   node out/harness/killedRun.js FOLDER
import { existsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { executeRun } from '../../src/app/run/executeRun.ts';
import { openCandles } from '../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun } from '../../src/app/run/prepareRun.ts';
import { readRun } from '../../src/app/recorded/readRun.ts';
import { createBudget } from '../../src/core/run/budget.ts';
import { noAnswers } from '../../src/core/run/run.ts';
import { questionText } from '../../src/core/signal/prompt.ts';
import { createRulesProvider } from '../../src/providers/rules.ts';
import { sampleFile } from '../fixtures/folders.ts';

async function run(folder: string): Promise<void> {
  const say = (line: string) => writeSync(1, `${line}\n`);
  const rules = createRulesProvider();
  const prepared = await prepareRun(await openCandles(sampleFile), { ...defaultChoices, gates: { entry: 'every_nth(1)' } });
  const before = existsSync(path.join(folder, 'run.json')) ? await readRun(folder) : undefined;
  const provider: typeof rules = {
    ...rules,
    ask: async (question, abort) => {
      say(`asked ${questionText(question)}`);
      await sleep(1 + (Math.round(question.current_price * 1000) % 5));
      return rules.ask(question, abort);
    },
  };
  const never = new AbortController().signal;
  say('ready');
  for await (const event of executeRun(prepared, provider, { id: 'run', folder, file: 'x', version: '0', before }, { abort: never, pausing: never, budget: createBudget(Infinity), answers: noAnswers, whenUnavailable: 'stopped' })) {
    if (event.type === 'settled') {
      say(`shown ${event.record.time}`);
    }
  }
  say('ended');
}

run(process.argv[2]!).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
