/** Groups of options that commands of the terminal share. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { defaultModels } from './app/provider/providerSettings.ts';
import { parseWeight } from './app/terminal/providerOptions.ts';
import { gapModes } from './core/candles/clean.ts';
import { parseColumnMapping } from './core/candles/csv/mapping.ts';
import { defaultPreset, gatePresets } from './core/gate/presets.ts';
import { compatiblePresets, structuredModes } from './core/signal/compatible.ts';

/** What says how a file of candles is read. */
export function candleOptions(command: Command, argument: string): Command {
  return command
    .argument(argument, 'candles: CSV of any common dialect, or Freqtrade\'s .feather, .json, .json.gz, .parquet')
    .option('--pair <pair>', 'the pair, such as BTC/USDT (default: from the file name)')
    .addOption(new Option('--columns <mapping>', 'where the columns stand if the file does not say it: time=0,open=1,high=2,low=3,close=4,volume=5 by index or header; time=0:dmy for the order of day and month').argParser(parseColumnMapping))
    .option('--timeframe <timeframe>', 'the timeframe, such as 5m; labels, never resamples (default: from the spacing)')
    .addOption(new Option('--gaps <mode>', 'what to do with missing candles').choices(gapModes).default('fill'));
}

/** What says which questions are asked, and how many at what cost. */
export function questionOptions(command: Command): Command {
  return command
    .option('--entry <gate>', `when to ask about an entry: a preset (${Object.keys(gatePresets).join(', ')}) or conditions such as "rsi < 30 and close > ema_200"`, defaultPreset)
    .option('--exit <gate>', 'when to ask about an exit, likewise', defaultPreset)
    .addOption(new Option('--gates <which>', 'which of the two gates to use').choices(['entry', 'exit', 'both']).default('both'))
    .option('--market-data <name=column>', 'one more value for the question, such as atr=atr_14; can be given again', gather, [])
    .option('--from <time>', 'ask about candles opened at or after this time')
    .option('--to <time>', 'ask about candles opened before this time')
    .addOption(new Option('--concurrency <n>', 'how many questions may be in flight at once').argParser(wholeNumber(1, 1000)).default(4))
    .addOption(new Option('--repeat <n>', 'how often each question is asked; each answer is kept').argParser(wholeNumber(1, 100)).default(1))
    .addOption(new Option('--budget <usd>', 'what may be spent at most; nothing is asked that could pass it').argParser(amount).default(1));
}

/** What says who answers and how. */
export function providerOptions(command: Command): Command {
  return command
    .option('--model <id>', `exact id of the model, or provider=id such as one for each member of a consensus (default: ${Object.entries(defaultModels).map((entry) => entry.join(' ')).join(', ')})`, gather, [])
    .option('--base-url <url>', 'where the API of the provider is, if not at its public address')
    .addOption(new Option('--preset <name>', 'the server of openai-compatible (default: custom)').choices(Object.keys(compatiblePresets)))
    .addOption(new Option('--structured <mode>', 'how openai-compatible is held to the form of the reply (default: as the preset says)').choices(structuredModes))
    .option('--backend-provider <id>', 'which provider a backend is told to ask')
    .option('--member <id>', 'a provider that votes in a consensus; give at least two', gather, [])
    .option('--weight <id=number>', 'the weight of a vote, such as anthropic=2', (text: string, before: readonly (readonly [string, number])[]) => [...before, parseWeight(text)], [])
    .addOption(new Option('--timeout <seconds>', 'how long one try may take').argParser(seconds).default(60))
    .addOption(new Option('--rpm <n>', 'questions a minute at most').argParser(wholeNumber(1, 1_000_000)))
    .addOption(new Option('--tpm <n>', 'tokens a minute at most').argParser(wholeNumber(1, 1_000_000_000)))
    .option('--models <file>', 'a JSON file with prices of models, laid over the built-in ones');
}

/** Collects an option that can be given again. */
export function gather(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** A parser of whole numbers in a range. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** A day. What no timer of the runtime can wait, 24 days, would be over at once. */
const mostSeconds = 86_400;

/** Parses a time in seconds. */
export function seconds(text: string): number {
  const value = amount(text);
  if (value > mostSeconds) {
    throw new InvalidArgumentError(`Expected at most ${mostSeconds} seconds.`);
  }
  return value;
}

/** Parses a number above 0. */
export function amount(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) <= 0) {
    throw new InvalidArgumentError('Expected a number above 0, such as 2.50.');
  }
  return Number(text);
}

/** A share of one. */
export function share(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) >= 1) {
    throw new InvalidArgumentError('Expected a share from 0 to below 1, such as 0.001.');
  }
  return Number(text);
}

/** When to trade, as Freqtrade writes it. */
export function timeRange(text: string): string {
  if (!/^(\d{8,13})?-(\d{8,13})?$/.test(text) || text === '-') {
    throw new InvalidArgumentError('Expected days or times as 20240101-20240201.');
  }
  return text;
}
