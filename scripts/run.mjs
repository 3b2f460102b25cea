import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this repository. */
export const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a command to its end and returns its exit code; 1 when it cannot be started or dies of a signal.
 * Ctrl+C reaches the command from the terminal: it decides how to end, and we wait for it.
 */
export function run(command, args, { cwd = repository, env = process.env, stdio = 'inherit', shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio, shell });
    const wait = () => {};
    const forward = (signal) => child.kill(signal);
    const finish = (code) => {
      process.off('SIGINT', wait).off('SIGTERM', forward);
      resolve(code ?? 1);
    };
    process.on('SIGINT', wait).on('SIGTERM', forward);
    child.once('error', () => finish(1));
    child.once('close', finish);
  });
}

/** Runs a command that should work in silence. @throws with all it said, because it ended with something else than 0. */
export async function runQuietly(command, args, options = {}) {
  const said = [];
  const child = spawn(command, args, { cwd: repository, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (data) => said.push(data));
  child.stderr.on('data', (data) => said.push(data));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const output = Buffer.concat(said).toString();
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}\n${output}`);
  return output;
}

/** Runs npm without its chatter about engines and funding. @throws when it fails. */
export function npm(args, options) {
  return runQuietly('npm', [...args, '--loglevel=error'], { ...options, shell: process.platform === 'win32' });
}
