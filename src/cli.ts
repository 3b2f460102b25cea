/** The front door of the terminal: arguments in, standard output and exit code out. */
import { Command, CommanderError, Option } from 'commander';
import path from 'node:path';
import { version } from '../package.json';
import { providerIds } from './app/createProvider.ts';
import { exitCodeOf, exitCodes } from './app/terminal/exitCode.ts';
import { inspectInTerminal, type InspectOptions } from './app/terminal/inspectCommand.ts';
import { runInTerminal, type RunOptions } from './app/terminal/runCommand.ts';
import type { Terminal } from './app/terminal/terminal.ts';
import { gapModes } from './core/candles/clean.ts';
import { parseColumnMapping } from './core/candles/mapping.ts';
import { defaultPreset, gatePresets } from './core/gate/presets.ts';
import { AppError, describeError } from './core/errors.ts';

const terminal: Terminal = {
  folder: process.cwd(),
  assets: path.join(__dirname, '..'),
  version,
  print: (text) => process.stdout.write(text),
  progress: (text) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text}`),
};

const program = new Command('llm-signals')
  .description('Trading signals for Freqtrade from a file of candles, each with its reasoning.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('Run llm-signals --help to see what there is.');

candleCommand('run')
  .description('ask about the candles that pass the gates, record every answer, print the signals')
  .addOption(new Option('--provider <id>', 'who answers').choices(providerIds).default('rules'))
  .option('--entry <gate>', `when to ask about an entry: a preset (${Object.keys(gatePresets).join(', ')}) or conditions such as "rsi < 30 and close > ema_200"`, defaultPreset)
  .option('--exit <gate>', 'when to ask about an exit, likewise', defaultPreset)
  .addOption(new Option('--gates <which>', 'which of the two gates to use').choices(['entry', 'exit', 'both']).default('both'))
  .option('--market-data <name=column>', 'one more value for the question, such as atr=atr_14; can be given again', (text: string, before: readonly string[]) => [...before, text], [])
  .option('--from <time>', 'ask about candles opened at or after this time')
  .option('--to <time>', 'ask about candles opened before this time')
  .option('--out <dir>', "the run's own folder, absent or empty (default: a new one under .llm-signals/runs)")
  .option('--json', 'print JSON')
  .option('--report <file>', 'also write a self-contained HTML report')
  .action(async (file: string, options: RunOptions) => {
    process.exitCode = await runInTerminal(file, options, terminal, abortOnInterrupt());
  });

candleCommand('inspect')
  .description('say what a file of candles holds and what is wrong with it')
  .option('--json', 'print JSON')
  .option('--indicators <file>', 'also write the indicators of every candle as CSV')
  .action(async (file: string, options: InspectOptions) => {
    process.exitCode = await inspectInTerminal(file, options, terminal);
  });

function candleCommand(name: string): Command {
  return program
    .command(name)
    .argument('<file>', 'candles: CSV of any common dialect, or Freqtrade\'s .feather, .json, .json.gz, .parquet')
    .option('--pair <pair>', 'the pair, such as BTC/USDT (default: from the file name)')
    .addOption(new Option('--columns <mapping>', 'where the columns stand if the file does not say it: time=0,open=1,high=2,low=3,close=4,volume=5 by index or header; time=0:dmy for the order of day and month').argParser(parseColumnMapping))
    .option('--timeframe <timeframe>', 'the timeframe, such as 5m; labels, never resamples (default: from the spacing)')
    .addOption(new Option('--gaps <mode>', 'what to do with missing candles').choices(gapModes).default('fill'));
}

/** The first interrupt cancels the run, so that it can be recorded; the second ends the process. */
function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    process.once('SIGINT', () => process.exit(exitCodes.cancelled));
  });
  return controller.signal;
}

// A reader such as `head` that closes the pipe early is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.unusableInput);
});

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    return;
  }
  process.stderr.write(`llm-signals: ${describeError(error)}\n`);
  process.exitCode = error instanceof AppError ? exitCodeOf[error.code] : exitCodes.unusableInput;
});
