// Stands in for the `code` executable in @vscode/test-electron, where desktop VS Code cannot be downloaded: starts
// the VS Code server, opens its workbench in a headless browser with the extension and the tests in the address, prints
// what the extension host prints, and ends with the tests' exit code. 124 means that no result came in time.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser, openPage } from './browser.ts';
import { parseLauncherArguments, type LauncherArguments } from './launcherArguments.ts';
import { isNoise } from './noise.ts';
import { startServer } from './server.ts';
import { workbenchUrl } from './workbenchUrl.ts';

const timeoutMs = 10 * 60_000;
const timedOut = 124;

/** A log file of VS Code, as the workbench hands it over at the end. */
type LogFile = { readonly relativePath: string; readonly contents: string };

async function launch(args: LauncherArguments): Promise<number> {
  const server = await startServer(args);
  const browser = await launchBrowser();
  try {
    const page = await openPage(browser);
    const { exitCode } = await listenToTests(page);
    const died = server.ended.then(() => Promise.reject(new Error('The VS Code server ended before the tests.')));
    const [code] = await Promise.all([
      Promise.race([exitCode, died, afterTimeout()]),
      page.goto(workbenchUrl(server.authority, { ...args, folder: args.workspace })),
    ]);
    if (code !== 0) await saveEvidence(page, server.output());
    return code;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Prints what the extension host prints. The workbench calls these two functions wherever they exist when it loads. */
async function listenToTests(page: Page): Promise<{ readonly exitCode: Promise<number> }> {
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    const line = format(...args);
    if (!isNoise(line)) console.log(line);
  });
  let finish: (code: number) => void;
  const exitCode = new Promise<number>((resolve, reject) => {
    finish = resolve;
    page.once('crash', () => reject(new Error('The browser page crashed.')));
  });
  await page.exposeFunction('codeAutomationExit', (code: number, logs: readonly LogFile[]) => {
    if (code !== 0) logs.forEach(({ relativePath, contents }) => saveFile(relativePath, contents));
    finish(code);
  });
  return { exitCode };
}

function afterTimeout(): Promise<number> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(timedOut), timeoutMs).unref();
  });
}

async function saveEvidence(page: Page, serverOutput: string): Promise<void> {
  saveFile('server.txt', serverOutput);
  saveFile('window.png', await page.screenshot());
}

function saveFile(name: string, contents: string | Buffer): void {
  const file = path.join('test', 'out', 'integration', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
}

// Whatever ends the launcher, its exit handlers end server and browser. Signals may come twice: from the terminal and
// from test-electron. The end of its input means that whoever started it is gone.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
process.stdin.on('end', () => process.exit(143)).resume();

launch(parseLauncherArguments(process.argv.slice(2))).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
