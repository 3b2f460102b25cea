import { existsSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './run.mjs';

const compilers = ['gcc', 'g++', 'make', 'python3'];
const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path of Chromium. Installs it, and the compilers of native modules when they are needed, where apt can.
 * @throws with a line naming what is missing, because apt is not there, is not allowed or failed.
 */
export async function ensureSystemTools({ compilersNeeded }) {
  const missing = missingTools(compilersNeeded);
  if (missing.length > 0) await install(missing);
  return findChromium();
}

/** A Python that can make virtual environments; installed where apt can. @throws like `ensureSystemTools`. */
export async function ensurePython() {
  const python = process.platform === 'win32' ? 'python' : 'python3';
  // Debian's python3 comes without ensurepip: that is in python3-venv.
  const isReady = () => runQuietly(python, ['-c', 'import ensurepip, venv']).then(() => true, () => false);
  if (!(await isReady())) await install(['python3', 'python3-venv']);
  return python;
}

function missingTools(compilersNeeded) {
  const missing = compilersNeeded ? compilers.filter((name) => findInPath(name) === undefined) : [];
  return findChromium() === undefined ? ['chromium', ...missing] : missing;
}

/** `LLM_SIGNALS_CHROMIUM` names one that is not in the PATH. */
function findChromium() {
  return process.env.LLM_SIGNALS_CHROMIUM ?? chromiumNames.map(findInPath).find((file) => file !== undefined);
}

async function install(tools) {
  const apt = await aptCommand();
  if (apt === undefined) throw new Error(missingLine(tools));
  // Screenshots look alike everywhere only with the same font.
  const packages = tools.flatMap((tool) => (tool === 'chromium' ? ['chromium', 'fonts-liberation'] : [tool]));
  console.log(`Installing ${packages.join(', ')} with apt …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const [command, ...args] = apt;
  try {
    await runQuietly(command, [...args, 'update'], { env });
    await runQuietly(command, [...args, 'install', '-y', '--no-install-recommends', ...packages], { env });
  } catch (error) {
    throw new Error(`${missingLine(tools)}\n${error.message}`);
  }
}

/** apt-get as root or through a sudo that asks nothing; `undefined` when neither is possible. */
async function aptCommand() {
  if (findInPath('apt-get') === undefined) return undefined;
  if (process.getuid() === 0) return ['apt-get'];
  return runQuietly('sudo', ['-n', 'true']).then(
    () => ['sudo', '-n', 'apt-get'],
    () => undefined,
  );
}

function missingLine(tools) {
  return `Missing: ${tools.join(', ')}. Install with your system's package manager, then run npm test again.`;
}

function findInPath(name) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
}
