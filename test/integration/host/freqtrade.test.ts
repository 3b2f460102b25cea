import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { readBacktests } from '../../../src/app/backtest/keptBacktests.ts';
import { listRuns } from '../../../src/app/recorded/runsList.ts';
import { addGate } from '../../../src/host/freqtrade/addGate.ts';
import { createBacktests } from '../../../src/host/freqtrade/backtest.ts';
import { extensionId } from '../../../src/host/commandIds.ts';
import { exportSignals } from '../../../src/host/freqtrade/exportSignals.ts';
import { newStrategy } from '../../../src/host/freqtrade/newStrategy.ts';
import { factsOf } from '../../../src/host/runs/runNodes.ts';
import type { ReadableRun } from '../../../src/host/runs/runWords.ts';
import { createSession } from '../../../src/host/panel/session.ts';
import type { FreqtradePrompts } from '../../../src/host/freqtrade/userData.ts';
import type { ToWebview } from '../../../src/protocol/messages.ts';
import { temporaryHome } from '../runsHome.ts';

/** Takes Freqtrade's place: looks at what it is given, says so, and writes a result as older versions do. */
const standIn = `
const fs = require('node:fs');
const value = (name) => process.argv[process.argv.indexOf(name) + 1];
if (fs.existsSync('strategies/hang')) { console.log('hanging'); setInterval(() => 0, 1000); return; }
console.log('recordings: ' + fs.readdirSync('llm_signals') + ', candles: ' + fs.readdirSync('data') + ', cache: ' + value('--cache') + ', stake: ' + JSON.parse(fs.readFileSync('config.json')).stake_amount);
const trade = { open_timestamp: 1704206100000, close_timestamp: 1704216900000, open_rate: 114, close_rate: 115, stake_amount: 100, profit_abs: 1, profit_ratio: 0.01, is_short: false, enter_tag: 'llm BUY 0.70', exit_reason: 'llm SELL 0.70' };
const result = { trades: [trade], timeframe: '5m', backtest_start_ts: 1704187200000, backtest_end_ts: 1704666900000, stake_currency: 'USDT', starting_balance: 1000, final_balance: 1001, wins: 1, draws: 0, losses: 0, profit_total: 0.001, profit_total_abs: 1, max_drawdown_abs: 0, max_drawdown_account: 0 };
fs.mkdirSync('backtest_results');
fs.writeFileSync('backtest_results/result.json', JSON.stringify({ strategy: { [value('--strategy')]: result } }));
fs.writeFileSync('backtest_results/.last_result.json', JSON.stringify({ latest_backtest: 'result.json' }));
`;

const strategy = 'from freqtrade.strategy import IStrategy\n\n\nclass Mine(IStrategy):\n    def populate_entry_trend(self, dataframe, metadata):\n        return dataframe\n';

describe('Freqtrade from VS Code', () => {
  const log = vscode.window.createOutputChannel('Test of Freqtrade', { log: true });
  const { extensionUri } = vscode.extensions.getExtension(extensionId)!;
  const { run } = temporaryHome();
  const userData = path.join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'user_data');
  const tools = mkdtempSync(path.join(tmpdir(), 'llm-signals-stand-in-'));
  const asked: string[] = [];
  let says = true;

  /** Answers inputs with the given texts, or their default, and picks by label. */
  const prompts = (answers: readonly string[] = []): FreqtradePrompts => {
    const left = [...answers];
    return {
      input: (options) => Promise.resolve(left.shift() ?? options?.value),
      pick: ((items: readonly vscode.QuickPickItem[]) => {
        const wanted = left.shift();
        return Promise.resolve(items.find(({ label }) => label === wanted) ?? items[0]);
      }) as unknown as typeof vscode.window.showQuickPick,
      confirm: (message) => Promise.resolve((asked.push(message), says)),
    };
  };
  beforeEach(() => {
    mkdirSync(path.join(userData, 'strategies'), { recursive: true });
    asked.length = 0;
    says = true;
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(userData, { recursive: true, force: true });
  });
  before(() => writeFileSync(path.join(tools, 'freqtrade.js'), standIn));
  after(() => {
    log.dispose();
    rmSync(tools, { recursive: true });
  });

  it('exports signals where strategies look for them, and replaces none unasked', async () => {
    const folder = await run('one');
    const file = await exportSignals(folder, prompts(), log);
    assert.equal(file, path.join(userData, 'llm_signals', 'SAMPLE_USDT-5m.jsonl'));
    assert.equal((JSON.parse(readFileSync(file, 'utf8').split('\n')[0]!) as { format: number }).format, 1);
    assert.deepEqual(asked, []);
    writeFileSync(file, 'mine');
    says = false;
    assert.equal(await exportSignals(folder, prompts(), log), undefined);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    says = true;
    await exportSignals(folder, prompts(), log);
    assert.deepEqual(asked, ['Replace SAMPLE_USDT-5m.jsonl?', 'Replace SAMPLE_USDT-5m.jsonl?']);
    assert.match(readFileSync(file, 'utf8'), /^\{"format":1/);
  });

  it('writes a new strategy, opens it, and replaces none unasked', async () => {
    const answers = ['Dips', 'gate', 'Another Pair…', 'ETH/USDT', '15m', 'rsi < 25', 'rsi > 75', '0.8'];
    const file = await newStrategy(extensionUri, prompts(answers));
    assert.equal(file, path.join(userData, 'strategies', 'Dips.py'));
    const text = vscode.window.activeTextEditor?.document.getText();
    assert.match(text ?? '', /class Dips\(IStrategy\)[^]+timeframe = "15m"[^]+default=0\.8[^]+\(dataframe\["rsi"\] < 25\)/);
    assert.ok(existsSync(path.join(userData, 'strategies', 'llm_signal_provider.py')) && existsSync(path.join(userData, 'strategies', '.env.example')));
    writeFileSync(file, '# mine\n');
    says = false;
    assert.equal(await newStrategy(extensionUri, prompts(answers)), undefined);
    assert.deepEqual([asked, readFileSync(file, 'utf8')], [['Replace Dips.py?'], '# mine\n']);
  });

  it('offers the markets of the candle files there are', async () => {
    const file = await newStrategy(extensionUri, prompts(['Sampled', 'momentum', 'SAMPLE/USDT 5m']));
    assert.match(readFileSync(file!, 'utf8'), /llm_signals\/SAMPLE_USDT-5m\.jsonl[^]+class Sampled\(IStrategy\)/);
  });

  it('replaces an adapter of another version only if told to', async () => {
    const adapter = path.join(userData, 'strategies', 'llm_signal_provider.py');
    writeFileSync(adapter, '# of another version\n');
    says = false;
    await newStrategy(extensionUri, prompts(['First', 'momentum', 'SAMPLE/USDT 5m']));
    assert.deepEqual([asked, readFileSync(adapter, 'utf8')], [['Replace llm_signal_provider.py?'], '# of another version\n']);
    says = true;
    await newStrategy(extensionUri, prompts(['Second', 'momentum', 'SAMPLE/USDT 5m']));
    assert.match(readFileSync(adapter, 'utf8'), /^def fingerprint/m);
    assert.equal(asked.length, 2);
  });

  it('adds a gate to the open strategy, which can be undone', async () => {
    const file = path.join(userData, 'strategies', 'Mine.py');
    writeFileSync(file, strategy);
    const { document } = await vscode.window.showTextDocument(vscode.Uri.file(file));
    await addGate(extensionUri, prompts().confirm);
    assert.match(document.getText(), /return self\.llm_gate\(dataframe, metadata\)[^]+def llm_gate/);
    assert.ok(existsSync(path.join(userData, 'strategies', 'llm_signal_provider.py')));
    await assert.rejects(() => addGate(extensionUri, prompts().confirm), { code: 'strategy-invalid', message: 'Mine has an LLM gate already.' });
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), strategy);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('backtests a run in a task, and shows its trades', async () => {
    const folder = await run('one');
    const { backtest: trade, shown } = backtestsOf();
    const ended = new Promise<number | undefined>((resolve) => {
      const listening = vscode.tasks.onDidEndTask(({ execution }) => (listening.dispose(), resolve(execution.task.name.length)));
    });
    const backtest = await trade(folder);
    assert.deepEqual([backtest?.strategy, backtest?.metrics.trades, backtest?.configs], ['LLM_Momentum_Strategy', 1, []]);
    assert.deepEqual(shown, [folder]);
    assert.deepEqual(await readBacktests(folder), [backtest]);
    assert.equal(await ended, 'Backtest LLM_Momentum_Strategy'.length);
  });

  it('takes the only strategy that reads signals, and asks which one where there are more', async () => {
    writeFileSync(path.join(userData, 'strategies', 'Mine.py'), `${strategy}# llm_signal_provider\n`);
    const folder = await run('one');
    assert.equal((await backtestsOf().backtest(folder))?.strategy, 'Mine');
    writeFileSync(path.join(userData, 'strategies', 'Another.py'), strategy.replace('Mine', 'Another'));
    assert.equal((await backtestsOf().backtest(folder))?.strategy, 'Mine');
    assert.equal((await backtestsOf('Another').backtest(folder))?.strategy, 'Another');
  });

  it('ends a backtest with its task', async () => {
    writeFileSync(path.join(userData, 'strategies', 'hang'), '');
    const folder = await run('one');
    const { backtest, shown } = backtestsOf();
    const listening = vscode.tasks.onDidStartTask(({ execution }) => execution.terminate());
    assert.equal(await backtest(folder), undefined);
    listening.dispose();
    assert.deepEqual([shown, await readBacktests(folder)], [[], []]);
  });

  it("takes the user's configuration when told to, and remembers that", async () => {
    const config = path.join(userData, 'config.json');
    writeFileSync(config, '{}');
    const folder = await run('one');
    const { backtest, titles } = backtestsOf('Use the Config of This Freqtrade');
    assert.deepEqual((await backtest(folder))?.configs, ['config.json']);
    assert.deepEqual((await backtest(folder))?.configs, ['config.json']);
    assert.deepEqual(titles, [['Use the Config of This Freqtrade', 'Use a Simple Account'], ['Use the Config of This Freqtrade', 'Use a Simple Account']]);
    const other = backtestsOf('Use a Simple Account');
    assert.deepEqual((await other.backtest(folder))?.configs, []);
    await other.backtest(folder);
    assert.deepEqual(other.titles[1], ['Use a Simple Account', 'Use the Config of This Freqtrade']);
  });

  it('shows what came of a run again when it is opened again, in another window too', async () => {
    const folder = await run('one');
    const backtest = await backtestsOf().backtest(folder);
    const posted: ToWebview[] = [];
    const session = createSession({ arrived: () => Promise.resolve(), post: (message) => posted.push(message), setTitle: () => undefined, setRun: () => undefined, afterRun: () => undefined, beforeShow: () => undefined, log });
    await session.open(folder);
    assert.deepEqual(posted.find(({ type }) => type === 'backtests'), { type: 'backtests', backtests: [backtest] });
    assert.deepEqual(session.snapshot().find(({ type }) => type === 'backtests'), { type: 'backtests', backtests: [backtest] });
    const newer = await backtestsOf().backtest(folder);
    await session.showBacktests(folder);
    assert.deepEqual(posted.at(-1), { type: 'backtests', backtests: [newer, backtest] });
    session.dispose();
    const [summary] = await listRuns([path.dirname(folder)], () => Promise.resolve(false));
    const facts = await factsOf(summary as ReadableRun);
    assert.equal(facts.map((node) => (node.type === 'fact' && node.label === 'Backtest' ? node.description : '')).join(''), 'LLM_Momentum_Strategy, 1 trade, +0.10%');
  });

  /** Backtests with a memory of their own, and picks by label. */
  function backtestsOf(picked?: string) {
    const shown: string[] = [];
    const titles: string[][] = [];
    const pick = ((items: readonly vscode.QuickPickItem[]) => {
      titles.push(items.map(({ label }) => label));
      return Promise.resolve(items.find(({ label }) => label === picked) ?? items[0]);
    }) as unknown as typeof vscode.window.showQuickPick;
    const memory = new Map<string, unknown>();
    const backtest = createBacktests({
      extensionUri, prompts: { ...prompts(), pick }, show: (folder) => Promise.resolve(void shown.push(folder)), log,
      memory: { keys: () => [...memory.keys()], get: <Value>(key: string) => memory.get(key) as Value, update: (key, value) => Promise.resolve(void memory.set(key, value)) },
      python: () => Promise.resolve({ command: [process.execPath, path.join(tools, 'freqtrade.js')], isContained: false }),
    });
    return { backtest, shown, titles };
  }
});
