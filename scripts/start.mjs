// The main job in one command: installs and builds what is missing, then runs the signals.
//   npm start                    the bundled synthetic sample
//   npm start -- FILE [options]  llm-signals run FILE [options]
import { ensurePackages } from './packages.mjs';
import { repository, run } from './run.mjs';

const sample = ['media/synthetic-sample/SAMPLE_USDT-5m.csv', '--report', '.llm-signals/report.html'];
const given = process.argv.slice(2);

await ensurePackages();
const built = await run(process.execPath, ['esbuild.js']);
if (built !== 0) process.exit(built);

// npm runs scripts in the repository; file names are meant from where npm was called.
const cwd = given.length > 0 ? (process.env.INIT_CWD ?? process.cwd()) : repository;
const args = given.length > 0 ? given : sample;
process.exitCode = await run(process.execPath, [`${repository}/dist/cli.js`, 'run', ...args], { cwd });
