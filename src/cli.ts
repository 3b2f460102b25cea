/** The front door of the terminal: arguments in, standard output and exit code out. */
import { Command, CommanderError, Help, Option } from 'commander';
import path from 'node:path';
import { version } from '../package.json';
import { defaultBackendHost, defaultBackendLimits, defaultBackendPort } from './app/backend.ts';
import { providerIds } from './app/provider/createProvider.ts';
import { defaultStrategy } from './app/backtest/backtestRun.ts';
import { defaultExchange } from './app/backtest/configuration.ts';
import { backtestInTerminal, type BacktestOptions } from './app/terminal/backtestCommand.ts';
import { compareInTerminal, type CompareOptions } from './app/terminal/compareCommand.ts';
import { askYesNo } from './app/terminal/confirm.ts';
import { exportFormats } from './app/recorded/exportRun.ts';
import { exitCodeOf, exitCodes } from './app/terminal/exitCode.ts';
import { exportInTerminal, type ExportOptions } from './app/terminal/exportCommand.ts';
import { estimateInTerminal, type EstimateOptions } from './app/terminal/estimateCommand.ts';
import { healthInTerminal, type HealthOptions } from './app/terminal/healthCommand.ts';
import { inspectInTerminal, type InspectOptions } from './app/terminal/inspectCommand.ts';
import { runInTerminal, type RunOptions } from './app/terminal/runCommand.ts';
import { scaffoldInTerminal, type ScaffoldOptions } from './app/terminal/scaffoldCommand.ts';
import { serveInTerminal, type ServeOptions } from './app/terminal/serveCommand.ts';
import type { Terminal } from './app/terminal/terminal.ts';
import { refuseStrayWeights, refuseUnused, type SaidFlags } from './app/terminal/unusedOptions.ts';
import { amount, candleOptions, gather, providerOptions, questionOptions, seconds, share, timeRange, wholeNumber } from './cliOptions.ts';
import { AppError, describeError } from './core/errors.ts';
import { strategyTemplates, templateNames } from './scaffold/renderStrategy.ts';

const terminal: Terminal = {
  folder: process.cwd(),
  environment: process.env,
  assets: path.join(__dirname, '..'),
  version,
  print: (text) => process.stdout.write(text),
  tell: (text) => process.stderr.write(text),
  // On standard error, so that the result can be piped.
  confirm: process.stdin.isTTY ? (question, abort) => askYesNo(question, { input: process.stdin, output: process.stderr }, abort) : undefined,
  progress: (text) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text}`),
};

/** VS Code's own models answer only inside VS Code. */
const terminalProviders = providerIds.filter((id) => id !== 'vscode');

/** A backend that asks a backend could ask itself. */
const servedProviders = terminalProviders.filter((id) => id !== 'backend');

const program = new Command('llm-signals')
  .description('Trading signals for Freqtrade from a file of candles, each with its reasoning.')
  .version(version)
  .exitOverride()
  // What can be given again begins with nothing, which is no default worth saying.
  .configureHelp({ optionDescription: (option) => new Help().optionDescription(option).replace(/ ?\(default: \[\]\)/, '') })
  .showHelpAfterError('Run llm-signals --help to see what there is.');

questionOptions(providerOptions(candleOptions(program.command('run'), '[files...]')))
  .description('ask about the candles that pass the gates, record every answer, print the signals')
  .addOption(new Option('--provider <id>', 'who answers (default: rules)').choices([...terminalProviders, 'recording']))
  .option('--yes', 'accept the price of a paid run without being asked')
  .option('--batch', "send the questions through the provider's batch service (anthropic, openai): half the price, hours later")
  .option('--cancel-batch', 'with --resume: end the batches of the run early; what is answered by then stays')
  .option('--give-up-batch', 'with --resume: forget a batch that the service does not know any more, after saying what it may have cost')
  .option('--recording <run>', 'with --provider recording: the run or bundle to replay, with its own gates, question and range')
  .option('--resume <dir>', 'go on with a recorded run: ask what was not answered')
  .option('--out <dir>', "the run's own folder, absent or empty (default: a new one under .llm-signals/runs)")
  .option('--json', 'print JSON')
  .option('--report <file>', 'also write a self-contained HTML report')
  .action(async (files: readonly string[], options: RunOptions, command: Command) => {
    refuseUnused(saidFlags(command), files, options);
    process.exitCode = await runInTerminal(files, options, terminal, abortOnInterrupt());
  });

questionOptions(providerOptions(candleOptions(program.command('estimate'), '<files...>')))
  .description('say what a run would ask and cost; asks nobody and writes nothing')
  .addOption(new Option('--provider <id>', 'who would answer').choices(terminalProviders).default('rules'))
  .option('--json', 'print JSON')
  .action(async (files: readonly string[], options: EstimateOptions, command: Command) => {
    refuseUnused(saidFlags(command), files, options);
    process.exitCode = await estimateInTerminal(files, options, terminal, abortOnInterrupt());
  });

providerOptions(program.command('health'))
  .description('prove step by step that a provider works: reachable, key, answer, valid reply')
  .addOption(new Option('--provider <id>', 'who answers').choices(terminalProviders).default('rules'))
  .option('--no-ask', 'ask no question: find out what is free of charge')
  .option('--json', 'print JSON')
  .action(async (options: HealthOptions, command: Command) => {
    refuseUnused(saidFlags(command), [], options);
    process.exitCode = await healthInTerminal(options, terminal, abortOnInterrupt());
  });

candleOptions(program.command('inspect'), '<file>')
  .description('say what a file of candles holds and what is wrong with it')
  .option('--json', 'print JSON')
  .option('--indicators <file>', 'also write the indicators of every candle as CSV')
  .action(async (file: string, options: InspectOptions) => {
    process.exitCode = await inspectInTerminal(file, options, terminal);
  });

program
  .command('export')
  .description('write a recorded run as CSV, JSON, Markdown, a self-contained HTML report, or one bundle')
  .argument('<run>', 'the folder of a run, or a bundle')
  .addOption(new Option('--format <format>', 'the format (default: as the extension of --out says, else csv)').choices(exportFormats))
  .option('--out <file>', 'the file to write, or - for standard output', '-')
  .option('--candles <file>', 'where the candles of the run are, for the HTML report (default: where the run names them)')
  .option('--force', 'replace a file that is there already')
  .action(async (run: string, options: ExportOptions) => {
    process.exitCode = await exportInTerminal(run, options, terminal);
  });

program
  .command('compare')
  .description('show where runs over one series agree and where they differ, with their reasonings')
  .argument('<run>', 'the folder of a run, or a bundle')
  .argument('<others...>', 'the runs to compare it with')
  .option('--json', 'print JSON')
  .action(async (first: string, others: string[], options: CompareOptions) => {
    process.exitCode = await compareInTerminal([first, ...others], options, terminal);
  });

program
  .command('backtest')
  .description('trade a recorded run in the real Freqtrade, offline, and show what came of it')
  .argument('<run>', 'the folder of a run, or a bundle')
  .option('--freqtrade <path>', 'Freqtrade, its virtual environment, or a command such as "docker compose run --rm freqtrade" (default: of the active environment, else of PATH)')
  .option('--strategy <name>', 'the class of the strategy, of user_data or one of ours', defaultStrategy)
  .option('--userdir <dir>', 'the user_data folder whose strategies are used (default: user_data in the current folder, if there is one)')
  .option('--config <file>', 'your own configuration of Freqtrade; can be given again, the later over the earlier (default: a simple account)', gather, [])
  .option('--candles <file>', 'where the candles of the run are (default: where the run names them)')
  .addOption(new Option('--timerange <range>', 'the time to trade in, as Freqtrade writes it: 20240101-20240201').argParser(timeRange))
  .option('--exchange <name>', `the exchange whose rules apply; nothing is asked of it (default: of --config, else ${defaultExchange})`)
  .addOption(new Option('--fee <share>', 'the fee of each side, such as 0.001 (default: of --config, else as the exchange has it)').argParser(share))
  .option('--json', 'print JSON')
  .action(async (run: string, options: BacktestOptions) => {
    process.exitCode = await backtestInTerminal(run, options, terminal, abortOnInterrupt('SIGINT', 'SIGTERM'));
  });

program
  .command('scaffold')
  .description('write a new strategy, with the adapter that gives it signals')
  .argument('<name>', 'the name of its class and file')
  .addOption(new Option('--template <name>', `${templateNames.map((name) => `${name}: ${strategyTemplates[name].about}`).join(' ')} (default: momentum, with gates of your own gate)`).choices(templateNames))
  .option('--pair <pair>', 'the pair it trades', 'BTC/USDT')
  .option('--timeframe <timeframe>', 'the timeframe of its candles', '5m')
  .option('--entry <gate>', 'when to ask about an entry, such as "rsi < 30 and close > ema_200"')
  .option('--exit <gate>', 'when to ask about an exit, likewise')
  .addOption(new Option('--threshold <confidence>', 'the least confidence that trades').argParser(share).default(0.7))
  .option('--out <dir>', 'the folder of the strategies', 'user_data/strategies')
  .option('--force', 'replace files that are there already')
  .action(async (name: string, options: ScaffoldOptions) => {
    process.exitCode = await scaffoldInTerminal(name, options, terminal);
  });

providerOptions(program.command('serve'))
  .description('answer strategies over REST until stopped; the token is read from LLM_SIGNALS_TOKEN, or made and printed')
  .addOption(new Option('--provider <id>', 'who answers when a strategy names nobody').choices(servedProviders).default('rules'))
  .addOption(new Option('--port <port>', 'where to listen; 0 for any free port').argParser(wholeNumber(0, 65_535)).default(defaultBackendPort))
  .option('--host <address>', 'the address to listen on, such as 0.0.0.0 for other machines and containers', defaultBackendHost)
  .option('--allow-host <name>', 'a name beside localhost under which it is called; can be given again', gather, [])
  .addOption(new Option('--budget <usd>', 'what it may spend per day of UTC').argParser(amount).default(1))
  .addOption(new Option('--per-minute <n>', 'questions per minute about one pair; more get 429 (default: no limit)').argParser(wholeNumber(1, 1000)))
  .addOption(new Option('--answer-within <seconds>', 'how long a strategy waits for its answer at most').argParser(seconds).default(defaultBackendLimits.answerMs / 1000))
  .option('--allow-without-token', 'let every program on this machine ask, and spend, without the token')
  .action(async (options: ServeOptions) => {
    refuseStrayWeights(options);
    const { startBackend } = await import('./server/startBackend.ts');
    process.exitCode = await serveInTerminal(options, terminal, startBackend, abortOnInterrupt('SIGINT', 'SIGTERM'));
  });

function saidFlags(command: Command): SaidFlags {
  return new Set(command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli').map(({ long }) => long ?? ''));
}

/** The first interrupt lets the command come to its end, so that all is recorded; the second ends the process. */
function abortOnInterrupt(...signals: readonly NodeJS.Signals[]): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals.length === 0 ? ['SIGINT'] as const : signals) {
    process.on(signal, () => (controller.signal.aborted ? process.exit(exitCodes.cancelled) : controller.abort()));
  }
  return controller.signal;
}

// A reader such as `head` that closes the pipe early is no error, and no reason to stop: what is asked for still comes
// to its end. What nobody could write (a full disk) is said, where standard error still can.
for (const stream of [process.stdout, process.stderr]) {
  let isTold = false;
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isTold) {
      return;
    }
    isTold = true;
    process.stderr.write(`llm-signals: Cannot write to ${stream === process.stdout ? 'standard output' : 'standard error'}: ${code}.\n`);
    process.on('exit', (exitCode) => {
      process.exitCode = exitCode === exitCodes.done ? exitCodes.unusableInput : exitCode;
    });
  });
}

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    return;
  }
  process.stderr.write(`llm-signals: ${describeError(error)}\n`);
  process.exitCode = error instanceof AppError ? exitCodeOf[error.code] : exitCodes.unusableInput;
});
