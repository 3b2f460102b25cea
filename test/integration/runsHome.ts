import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { executeRun } from '../../src/app/run/executeRun.ts';
import { openCandles } from '../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun, type RunChoices } from '../../src/app/run/prepareRun.ts';
import { createBudget } from '../../src/core/run/budget.ts';
import type { QuestionRecord } from '../../src/core/run/record.ts';
import { noAnswers } from '../../src/core/run/run.ts';
import type { Run } from '../../src/core/run/summary.ts';
import type { SignalProvider } from '../../src/core/signal/provider.ts';
import type { RunHome } from '../../src/host/runs/runHomes.ts';
import { createRulesProvider } from '../../src/providers/rules.ts';
import { recordedRun } from '../fixtures/recordedRuns.ts';

export const candles = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'SAMPLE_USDT-5m.csv').fsPath;

/** A place for runs outside the workspace, new for each test of a suite. */
export function temporaryHome() {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'llm-signals-home-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const folderOf = (id: string) => path.join(root, '.llm-signals', 'runs', id);
  return {
    home: (): RunHome => ({ root, home: path.join(root, '.llm-signals'), runs: [path.join(root, '.llm-signals', 'runs')] }),
    folderOf,
    /** Writes a run as if it had been recorded. */
    write: (id: string, changes: Partial<Run>, records: readonly QuestionRecord[] = []) => {
      mkdirSync(folderOf(id), { recursive: true });
      writeFileSync(path.join(folderOf(id), 'run.json'), JSON.stringify(recordedRun({ id, ...changes })));
      writeFileSync(path.join(folderOf(id), 'signals.jsonl'), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      return folderOf(id);
    },
    /** Records a run over the sample. */
    run: async (id: string, choices: Partial<RunChoices> = {}, provider: SignalProvider = createRulesProvider()) => {
      const prepared = await prepareRun(await openCandles(candles), { ...defaultChoices, ...choices });
      const limits = { abort: new AbortController().signal, pausing: new AbortController().signal, budget: createBudget(Infinity), answers: noAnswers, whenUnavailable: 'paused' as const };
      for await (const event of executeRun(prepared, provider, { id, folder: folderOf(id), file: candles, version: '0' }, limits)) {
        if (event.type === 'ended') {
          return folderOf(id);
        }
      }
      throw new Error('The run did not end');
    },
  };
}
