// Makes the pictures of the README, media/screenshot*.png, from the real VS Code with the packaged extension and the real Freqtrade.
import { ensureFreqtrade } from './freqtradeEnvironment.mjs';
import { ensurePackages } from './packages.mjs';
import { npm, run } from './run.mjs';
import { ensureSystemTools } from './systemTools.mjs';
import { ensureVSCodeServer, isVSCodeServerReady } from './vscodeServer.mjs';

await ensurePackages();
const chromium = await ensureSystemTools({ compilersNeeded: !(await isVSCodeServerReady()) });
const { server, node } = await ensureVSCodeServer();
const env = { ...process.env, LLM_SIGNALS_CHROMIUM: chromium, LLM_SIGNALS_VSCODE_SERVER: server, LLM_SIGNALS_NODE: node, LLM_SIGNALS_FREQTRADE: await ensureFreqtrade() };
await npm(['run', '--silent', 'package']);
const built = await run(process.execPath, ['test/buildTests.js']);
process.exitCode = built !== 0 ? built : await run(process.execPath, ['out/e2e/makePictures.js'], { env });
