import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { executeRun } from '../../../../src/app/run/executeRun.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun } from '../../../../src/app/run/prepareRun.ts';
import { readRun, readRunWithReplies } from '../../../../src/app/recorded/readRun.ts';
import { writeBundle } from '../../../../src/core/run/bundle.ts';
import { createBudget } from '../../../../src/core/run/budget.ts';
import { noAnswers } from '../../../../src/core/run/run.ts';
import { commandIds } from '../../../../src/host/commandIds.ts';
import { createRulesProvider } from '../../../../src/providers/rules.ts';

const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
const runs = path.join(folder, '.llm-signals', 'runs');

describe('a replay in the editor', () => {
  let elsewhere: string;
  beforeEach(() => {
    elsewhere = mkdtempSync(path.join(tmpdir(), 'llm-signals-replay-'));
  });
  afterEach(() => {
    rmSync(elsewhere, { recursive: true, force: true });
    rmSync(path.join(folder, '.llm-signals'), { recursive: true, force: true });
  });

  it('gives the signals of a bundle again, at no cost and with their own provider and model', async () => {
    const never = new AbortController().signal;
    const prepared = await prepareRun(await openCandles(path.join(folder, 'SAMPLE_USDT-5m.csv')), { ...defaultChoices, gates: { entry: 'every_nth(50)' } });
    const place = { id: 'first', folder: path.join(elsewhere, 'first'), file: 'SAMPLE_USDT-5m.csv', version: '0' };
    for await (const event of executeRun(prepared, createRulesProvider(), place, { abort: never, pausing: never, budget: createBudget(0), answers: noAnswers, whenUnavailable: 'stopped' })) {
      assert.ok(event.type);
    }
    const first = await readRunWithReplies(place.folder);
    const bundle = path.join(elsewhere, 'bundle.jsonl');
    writeFileSync(bundle, [...writeBundle(first.run, first.records)].join(""));
    await vscode.commands.executeCommand(commandIds.replayRun, vscode.Uri.file(bundle));
    const second = await readRun(path.join(runs, readdirSync(runs)[0]!));
    assert.deepEqual([second.run.state, second.run.settings.provider, second.run.totals.usd, second.run.totals.failed], ['finished', 'recording', 0, 0]);
    const signals = ({ records }: typeof second) => records.toSorted((a, b) => (a.time < b.time ? -1 : 1)).map(({ time, signal }) => ({ time, signal }));
    assert.deepEqual(signals(second), signals(first));
  });
});
