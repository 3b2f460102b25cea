import { spawn } from 'node:child_process';
import { AppError } from '../../core/errors.ts';
import type { FreqtradePython } from './freqtradeCommand.ts';

const patienceMs = 10_000;

/**
 * Runs Freqtrade's Python to its end and hands on all it prints. An abort interrupts it, as Ctrl+C would, and ends it
 * when it does not listen.
 * @throws AppError `cancelled` after an abort, `freqtrade-not-found` because it cannot be started, `freqtrade-failed` because it failed.
 */
export async function runFreqtrade(python: FreqtradePython, args: readonly string[], folder: string, write: (text: string) => void, abort: AbortSignal): Promise<void> {
  const [program, ...first] = python.command;
  if (abort.aborted) {
    throw new AppError('cancelled', 'The backtest was cancelled.');
  }
  const child = spawn(program, [...first, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // A pipe has no width: Freqtrade's tables would be cut at 80 columns.
    env: { ...withoutSettings(process.env), COLUMNS: process.env['COLUMNS'] ?? '150', PYTHONUNBUFFERED: '1' },
  });
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    child.kill('SIGINT');
    timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', write);
  }
  abort.addEventListener('abort', interrupt, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    }).catch((error: NodeJS.ErrnoException) => {
      throw new AppError('freqtrade-not-found', `Cannot start ${program}: ${error.code ?? error.message}.`, { cause: error });
    });
    if (abort.aborted) {
      throw new AppError('cancelled', 'The backtest was cancelled.');
    }
    if (code !== 0) {
      throw new AppError('freqtrade-failed', `Freqtrade ended with ${code === null ? 'a signal' : `exit code ${code}`}.`, { hint: 'What it printed says why.' });
    }
  } finally {
    clearTimeout(timer);
    abort.removeEventListener('abort', interrupt);
  }
}

/** Freqtrade puts `FREQTRADE__…` variables over all configurations, those of the run too. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('FREQTRADE__')));
}
