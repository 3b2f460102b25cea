import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readRun } from '../../../../src/app/recorded/readRun.ts';
import { createCandleFiles } from '../../../../src/host/candles/candleFiles.ts';
import { createProblemDiagnostics } from '../../../../src/host/candles/diagnostics.ts';
import type { Prompts } from '../../../../src/host/runs/editRunForm.ts';
import { createKeys } from '../../../../src/host/providers/keys.ts';
import { createRunWithOptions } from '../../../../src/host/runs/runWithOptions.ts';
import { estimateSeconds, type FormRow } from '../../../../src/host/runs/runForm.ts';
import { createSession } from '../../../../src/host/panel/session.ts';
import type { ToWebview } from '../../../../src/protocol/messages.ts';
import { createRulesProvider } from '../../../../src/providers/rules.ts';
import type { SignalProvider } from '../../../../src/core/signal/provider.ts';
import { answer, quarterEstimate, scriptedProvider } from '../../../fixtures/providers.ts';
import { recordedRun } from '../../../fixtures/recordedRuns.ts';
import { noTotals } from '../../../../src/core/run/totals.ts';
import { memorySecrets } from '../../memorySecrets.ts';

const workspace = vscode.workspace.workspaceFolders![0]!.uri;
const candles = vscode.Uri.joinPath(workspace, 'SAMPLE_USDT-5m.csv');
const second = vscode.Uri.joinPath(workspace, 'OTHER_USDT-5m.csv');
const runs = path.join(workspace.fsPath, '.llm-signals', 'runs');

describe('Run Signals with Options…', () => {
  const log = vscode.window.createOutputChannel('Test of options', { log: true });
  const diagnostics = createProblemDiagnostics();
  let posted: ToWebview[] = [];
  let shown: FormRow[][] = [];
  afterEach(() => {
    rmSync(path.join(workspace.fsPath, '.llm-signals'), { recursive: true, force: true });
    rmSync(second.fsPath, { force: true });
  });
  after(() => {
    log.dispose();
    diagnostics.dispose();
  });

  /** Answers the prompts: which row or item by its label's beginning, and what is typed. */
  const start = async (provider: SignalProvider, picks: readonly string[], typed: readonly string[], files: readonly vscode.Uri[] = [candles]) => {
    posted = [];
    shown = [];
    const nextPick = [...picks];
    const nextText = [...typed];
    const prompts: Prompts = {
      pick: (items) => {
        shown.push(items as readonly FormRow[] as FormRow[]);
        const wanted = nextPick.shift();
        return Promise.resolve(items.find(({ label }) => wanted !== undefined && label.startsWith(wanted)));
      },
      input: (options) => {
        const text = nextText.shift()!;
        assert.equal(options.validateInput?.(text), undefined);
        return Promise.resolve(text);
      },
    };
    const memory = { get: () => undefined, update: () => Promise.resolve(), keys: () => [] } as unknown as vscode.Memento;
    const session = createSession({ arrived: () => Promise.resolve(), post: (message) => posted.push(message), setTitle: () => undefined, setRun: () => undefined, afterRun: () => undefined, beforeShow: () => undefined, log });
    const access = { open: () => Promise.resolve(provider), connection: () => Promise.reject(new Error('Not asked for')), openBatch: () => Promise.reject(new Error('Not asked for')) };
    const context = { extensionUri: workspace, globalStorageUri: workspace } as vscode.ExtensionContext;
    const run = createRunWithOptions(context, { session, files: createCandleFiles(memory, diagnostics), access, keys: createKeys(memorySecrets().secrets, {}), runs: () => Promise.resolve([]), handIn: () => Promise.reject(new Error('Not asked for')), follow: () => Promise.resolve(), showPanel: () => undefined, log }, prompts);
    await run(files[0], files);
  };
  const recorded = async () => Promise.all(readdirSync(runs).sort().map((id) => readRun(path.join(runs, id))));

  it('asks for the price it shows, with what was chosen', async () => {
    await start(createRulesProvider(), ['Gates', 'Own', 'Repeats', 'At Once', 'Range', 'Ask'], ['rsi < 40', '', '2', '3', '', '2017-01-01']);
    const first = shown[0]![0]!;
    assert.match(first.label, /^Ask \d+ Questions, free$/);
    assert.match(first.detail ?? '', /Time unknown/);
    assert.equal(shown.at(-1)![0]!.label, 'No Questions to Ask');
    await start(createRulesProvider(), ['Gates', 'Own', 'Repeats', 'At Once', 'Ask'], ['rsi < 40', '', '2', '3']);
    const [{ run, records }] = (await recorded()) as [Awaited<ReturnType<typeof readRun>>];
    assert.deepEqual([run.settings.gates, run.settings.repeats, run.settings.concurrency, run.state], [{ entry: 'rsi < 40', exit: null }, 2, 3, 'finished']);
    assert.equal(shown.at(-1)![0]!.label, `Ask ${records.length} Questions, free`);
  });

  it('asks nothing when the user stops, and says what is wrong in the form', async () => {
    await start(createRulesProvider(), ['Gates', 'Own', 'nothing'], ['', '']);
    assert.match(shown[0]![0]!.label, /^Ask/);
    assert.deepEqual([shown.at(-1)![0]!.label, shown.at(-1)![0]!.detail], ['Nothing Can Be Asked', 'Both gates are empty, so no candle would be asked about. Set llmSignals.gate.entry or llmSignals.gate.exit.']);
    assert.throws(() => readdirSync(runs), { code: 'ENOENT' });
  });

  it('shows no form for a file whose columns are not understood', async () => {
    const people = vscode.Uri.joinPath(workspace, 'people.csv');
    writeFileSync(people.fsPath, 'name,city\nAda,London\n');
    try {
      await start(createRulesProvider(), ['Ask'], [], [people]);
      assert.deepEqual(shown, []);
    } finally {
      rmSync(people.fsPath);
    }
  });

  it('runs each file on its own, one after the other, under one budget', async () => {
    copyFileSync(candles.fsPath, second.fsPath);
    const provider = { ...scriptedProvider(Array.from({ length: 1000 }, () => answer())), estimate: () => quarterEstimate };
    await start(provider, ['Budget', 'At Once', 'Ask'], ['1000', '1'], [candles, second]);
    const both = await recorded();
    assert.deepEqual(both.map(({ run }) => run.state), ['finished', 'finished']);
    assert.deepEqual(posted.flatMap((message) => (message.type === 'run' && message.file !== undefined ? [message.file.number] : [])).filter((number, at, all) => number !== all[at - 1]), [1, 2]);
    rmSync(runs, { recursive: true });
    const questions = both[0]!.records.length;
    // Enough for the first file and four questions of the second.
    await start(provider, ['Budget', 'At Once', 'Ask'], [String((questions + 4) / 4), '1'], [candles, second]);
    assert.deepEqual((await recorded()).map(({ run }) => [run.state, run.totals.answered]).sort((a, b) => Number(b[1]) - Number(a[1])), [['finished', questions], ['stopped', 4]]);
  });

  it('knows how long a question takes from the last run of the model', () => {
    const last = { folder: '', bytes: 0, state: 'finished' as const, run: recordedRun({ totals: { ...noTotals, answered: 12, cached: 2, duration_ms: 5000 } }) };
    const asked = { provider: 'anthropic', model: 'model-1', concurrency: 8 };
    assert.equal(estimateSeconds(100, asked, [last]), 25);
    assert.equal(estimateSeconds(100, { ...asked, model: 'other' }, [last]), null);
  });
});
