import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { vscodeServer } from './tools.ts';

/** The folders a server works in, all of them its own. */
export type ServerFolders = { readonly userData: string; readonly extensions: string };

export type Server = {
  /** Host and port, as in `127.0.0.1:34567`. */
  readonly authority: string;
  /** All it has printed so far. */
  output(): string;
  /** Resolves when it has ended, wanted or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

/** Starts a VS Code server on a free port of the loopback interface. @throws with its output, because it ended at once. */
export async function startServer(folders: ServerFolders): Promise<Server> {
  const { node, main } = vscodeServer();
  const child = spawn(node, [main, ...runFlags, ...folderFlags(folders)], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that the extension hosts it starts end with it.
    detached: process.platform !== 'win32',
  });
  const killNow = () => kill(child, 'SIGKILL');
  process.once('exit', killNow);
  const ended = once(child, 'exit').then(() => undefined);

  let output = '';
  const authority = await new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      output += data.toString();
      const port = /listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`127.0.0.1:${port}`);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`VS Code server ended before it listened:\n${output}`)));
  });

  return {
    authority,
    output: () => output,
    ended,
    stop: async () => {
      killNow();
      await ended;
      process.off('exit', killNow);
    },
  };
}

/** Installs a packaged extension the way a user does. @throws with what VS Code said, because it refused. */
export async function installExtension(vsix: string, folders: ServerFolders): Promise<void> {
  const { node, main } = vscodeServer();
  const child = spawn(node, [main, '--accept-server-license-terms', '--install-extension', vsix, ...folderFlags(folders)], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`VS Code did not install ${vsix}:\n${output}`);
}

const runFlags = [
  '--host',
  '127.0.0.1',
  '--port',
  '0',
  '--without-connection-token',
  '--accept-server-license-terms',
  '--disable-workspace-trust',
  '--disable-telemetry',
  '--disable-experiments',
  // Without it the server asks a login shell for its environment, which takes seconds and changes ours.
  '--force-disable-user-env',
  // If this process is killed without a chance to say so, the server ends by itself some minutes later.
  '--enable-remote-auto-shutdown',
  '--reconnection-grace-time=30',
  // Without it a built workbench ignores the payload that names the extension and the tests, and waits for ever.
  '--enable-smoke-test-driver',
];

function folderFlags({ userData, extensions }: ServerFolders): string[] {
  return [
    `--server-data-dir=${path.join(userData, 'server')}`,
    `--user-data-dir=${userData}`,
    `--extensions-dir=${extensions}`,
  ];
}

/** The terminal of a VS Code and options of this Node must not reach the one we start. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const leaks = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !leaks.test(name)));
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The group has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
