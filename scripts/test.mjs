// All checks in one command, from a bare machine on. Installs what is missing, runs every step even when one fails,
// and ends with the line "N passed, N failed".
//   npm test                            everything
//   npm test -- unit integration        only these steps
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureFreqtrade } from './freqtradeEnvironment.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePythonEnvironment } from './pythonEnvironment.mjs';
import { repository, run } from './run.mjs';
import { ensureSystemTools } from './systemTools.mjs';
import { ensureVSCodeServer, isVSCodeServerReady } from './vscodeServer.mjs';

const node = process.execPath;
const mocha = [node, 'node_modules/mocha/bin/mocha.js'];

/**
 * Steps in order. `removes` is what a failed step must not leave behind from an earlier run; `counts` means it runs tests and
 * writes their counts; a command may be the name of a tool's variable.
 */
const steps = [
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'check-types', command: ['npm', 'run', '--silent', 'check-types'] },
  { name: 'package', command: ['npm', 'run', '--silent', 'package'], removes: ['dist', 'llm-signals.vsix'] },
  { name: 'build-tests', command: [node, 'test/buildTests.js'], removes: ['test/out'] },
  { name: 'unit', command: [...mocha, 'out/unit/**/*.test.js'], counts: true },
  { name: 'talib', command: [...mocha, '--timeout', '120000', 'out/talib/**/*.test.js', 'out/python/**/*.test.js'], counts: true, needsPython: true },
  { name: 'freqtrade', command: ['LLM_SIGNALS_FREQTRADE', '-B', '-m', 'pytest', '-p', 'no:cacheprovider', 'test/freqtrade'], counts: true, needsFreqtrade: true },
  { name: 'integration', command: ['LLM_SIGNALS_NODE', 'out/harness/runIntegration.js'], counts: true, needsServer: true },
  { name: 'e2e', command: [...mocha, '--exit', '--timeout', '120000', 'out/e2e/**/*.test.js'], counts: true, needsServer: true, needsFreqtrade: true },
];

const wanted = stepsNamed(process.argv.slice(2));
await ensurePackages();
const env = { ...process.env, ...(await ensureTools(wanted)) };

let passed = 0;
let failed = 0;
const broken = [];
for (const step of wanted) {
  console.log(`\n== ${step.name}`);
  const result = await runStep(step);
  passed += result.passed;
  failed += result.failed;
  if (!result.ok) broken.push(step.name);
}
if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = broken.length > 0 ? 1 : 0;

/** A step that fails without a failing test (a lint error, a crash, no test at all) counts as one failure. */
async function runStep({ command: [command, ...args], counts, removes = [] }) {
  for (const leftover of removes) rmSync(path.join(repository, leftover), { recursive: true, force: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'llm-signals-counts-'));
  const file = path.join(folder, 'counts.json');
  const shell = process.platform === 'win32' && command === 'npm';
  const code = await run(env[command] ?? command, args, { env: { ...env, LLM_SIGNALS_TEST_COUNTS: file }, shell });
  const result = counts ? readCounts(file) : { passed: 0, failed: 0 };
  rmSync(folder, { recursive: true });
  const ok = code === 0 && result.failed === 0 && (!counts || result.passed > 0);
  return { passed: result.passed, failed: ok ? 0 : Math.max(result.failed, 1), ok };
}

/** What the tests' reporter wrote; nothing when they did not come to their end. */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/** Where the tests find their tools: they read these variables and look nowhere else. */
async function ensureTools(steps) {
  try {
    const python = steps.some((step) => step.needsPython) ? { LLM_SIGNALS_PYTHON: await ensurePythonEnvironment() } : {};
    const freqtrade = steps.some((step) => step.needsFreqtrade) ? { LLM_SIGNALS_FREQTRADE: await ensureFreqtrade() } : {};
    const server = steps.some((step) => step.needsServer) ? await ensureServer() : {};
    return { ...python, ...freqtrade, ...server };
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

async function ensureServer() {
  const chromium = await ensureSystemTools({ compilersNeeded: !(await isVSCodeServerReady()) });
  const server = await ensureVSCodeServer();
  return { LLM_SIGNALS_CHROMIUM: chromium, LLM_SIGNALS_VSCODE_SERVER: server.server, LLM_SIGNALS_NODE: server.node };
}

function stepsNamed(names) {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    console.error(`Expected steps among ${steps.map((step) => step.name).join(', ')}, got "${unknown}".`);
    process.exit(2);
  }
  return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
}
