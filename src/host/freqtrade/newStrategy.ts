import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { templatesIn } from '../../app/backtest/backtestRun.ts';
import { scaffoldStrategy, strategyFile } from '../../app/scaffoldStrategy.ts';
import { isPair } from '../../core/candles/fileName.ts';
import { isFuture } from '../../core/candles/freqtradeFiles.ts';
import { parseTimeframe } from '../../core/candles/time/timeframe.ts';
import { describeError } from '../../core/errors.ts';
import { columnsOfSeries, resolveGates, type GateTexts } from '../../core/gate/resolve.ts';
import type { GateName } from '../../core/run/record.ts';
import { classNameProblem } from '../../scaffold/className.ts';
import { strategyTemplates, templateNames, type StrategyChoices } from '../../scaffold/renderStrategy.ts';
import { listMarkets } from '../candles/pickCandles.ts';
import { putAdapter } from './putAdapter.ts';
import { readSettings } from '../settings.ts';
import { chooseUserData, type FreqtradePrompts } from './userData.ts';

const title = 'New LLM Strategy';

/** New LLM Strategy…: asks for name, template, pair, timeframe, gates and confidence, writes the files and opens the strategy. */
export async function newStrategy(extensionUri: vscode.Uri, prompts: FreqtradePrompts): Promise<string | undefined> {
  const choices = await askChoices(prompts);
  const userData = choices && (await chooseUserData(title, prompts));
  if (choices === undefined || userData === undefined) {
    return undefined;
  }
  const folder = path.join(userData, 'strategies');
  const file = strategyFile(folder, choices.name);
  const isThere = existsSync(file);
  if (isThere && !(await prompts.confirm(`Replace ${choices.name}.py?`, `There is a strategy of this name already: ${file}`, 'Replace'))) {
    return undefined;
  }
  await scaffoldStrategy(choices, { folder, templates: templatesIn(extensionUri.fsPath) }, isThere ? 'strategy' : 'nothing');
  await putAdapter(extensionUri, vscode.Uri.file(folder), prompts.confirm);
  await vscode.window.showTextDocument(vscode.Uri.file(file));
  return file;
}

/** One question after the other; undefined as soon as the user stops. */
async function askChoices({ pick, input }: FreqtradePrompts): Promise<StrategyChoices | undefined> {
  const items = templateNames.map((name) => ({ label: name, detail: strategyTemplates[name].about }));
  const name = await input({ title, prompt: 'The name of its class and file.', value: 'MyLLMStrategy', validateInput: classNameProblem });
  const template = name === undefined ? undefined : ((await pick(items, { title, placeHolder: 'Which template?', matchOnDetail: true }))?.label);
  if (name === undefined || template === undefined) {
    return undefined;
  }
  const market = await askMarket({ pick, input }, template === 'short');
  if (market === undefined) {
    return undefined;
  }
  const { pair, timeframe } = market;
  const gates = strategyTemplates[template].gates === null ? await askGates(input, timeframe) : {};
  const threshold = gates && (await input({ title, prompt: 'The least confidence that trades, from 0 to 1.', value: '0.7', validateInput: (text) => (/^(0(\.\d{1,2})?|1)$/.test(text) ? undefined : 'Write it as 0.75.') }));
  return gates === undefined || threshold === undefined ? undefined : { name, template, pair, timeframe, gates, threshold: Number(threshold) };
}

/** One of the markets the workspace has candles of, or one that the user writes. */
async function askMarket({ pick, input }: Pick<FreqtradePrompts, 'pick' | 'input'>, isShort: boolean): Promise<Pick<StrategyChoices, 'pair' | 'timeframe'> | undefined> {
  const markets = (await listMarkets()).filter(({ pair }) => isPair(pair) && isFuture(pair) === isShort);
  if (markets.length > 0) {
    const items = markets.map(({ pair, timeframe, file }) => ({ label: `${pair} ${timeframe}`, description: vscode.workspace.asRelativePath(file), market: { pair, timeframe } }));
    const chosen = await pick<vscode.QuickPickItem & { readonly market?: Pick<StrategyChoices, 'pair' | 'timeframe'> }>([...items, { label: 'Another Pair…' }], { title, placeHolder: 'Which candles does it trade?', matchOnDescription: true });
    if (chosen === undefined || chosen.market !== undefined) {
      return chosen?.market;
    }
  }
  const wrongPair = isShort ? 'Write a future as BTC/USDT:USDT.' : 'Write it as BTC/USDT.';
  const pair = await input({ title, prompt: 'The pair it trades.', value: isShort ? 'BTC/USDT:USDT' : 'BTC/USDT', validateInput: (text) => (isPair(text) && isFuture(text) === isShort ? undefined : wrongPair) });
  const timeframe = pair && (await input({ title, prompt: 'The timeframe of its candles.', value: '5m', validateInput: (text) => (parseTimeframe(text) === undefined ? 'Write it as Freqtrade does, such as 5m or 1h.' : undefined) }));
  return !pair || !timeframe ? undefined : { pair, timeframe };
}

async function askGates(input: FreqtradePrompts['input'], timeframe: string): Promise<GateTexts | undefined> {
  const known = columnsOfSeries({ extras: new Map(), timeframe });
  const ask = (name: GateName, prompt: string) => input({ title, prompt, value: readSettings().gates[name], validateInput: (text) => gateProblem(name, text) });
  const gateProblem = (name: GateName, text: string): string | undefined => {
    try {
      resolveGates({ [name]: text }, known);
      return undefined;
    } catch (error) {
      return describeError(error);
    }
  };
  const entry = await ask('entry', 'When to ask about an entry: a preset or conditions.');
  const exit = entry === undefined ? undefined : await ask('exit', 'When to ask about an exit, likewise.');
  return entry === undefined || exit === undefined ? undefined : { entry, exit };
}
