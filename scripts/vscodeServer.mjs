// The VS Code that the tests drive: the server inside the npm package code-server, with the Node it was built for.
// Desktop VS Code is not in any package registry; this one is, and it runs extensions in the same extension host.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, ensureCached, isCached } from './cache.mjs';
import { npm, runQuietly } from './run.mjs';

const codeServer = '4.139.1';
const node = '24.21.0';
const name = `code-server-${codeServer}-node-${node}-${process.platform}-${process.arch}`;

// Without these the server does not start or does not watch files. kerberos needs headers of its own and is not missed.
const nativeModules = ['@vscode/spdlog', 'node-pty', '@vscode/native-watchdog', '@parcel/watcher'];

/** Paths of the server's main script and of its Node; installed first when the cache has no working one. */
export async function ensureVSCodeServer() {
  return filesIn(await ensureCached(name, { make, works }));
}

/** Whether `ensureVSCodeServer` has nothing to install, and so nothing to compile. */
export function isVSCodeServerReady() {
  return isCached(name, works);
}

async function make(folder) {
  console.log(`Installing VS Code server ${codeServer} into ${cacheFolder()} (a minute) …`);
  const { node: nodeFile, nodeFolder, vscode } = filesIn(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npm(['install', '--ignore-scripts', `code-server@${codeServer}`, `${nodePackage()}@${node}`], { cwd: folder });
  // Off Linux the package `node` finds the right binary in its install script.
  if (nodePackage() === 'node') await npm(['rebuild', 'node'], { cwd: folder });

  const env = { ...process.env, PATH: `${path.dirname(nodeFile)}${path.delimiter}${process.env.PATH}` };
  if (existsSync(path.join(nodeFolder, 'include'))) env.npm_config_nodedir = nodeFolder;
  await npm(['install', '--omit=dev', '--ignore-scripts'], { cwd: vscode, env });
  await npm(['install', '--omit=dev', '--ignore-scripts'], { cwd: path.join(vscode, 'extensions'), env });
  await npm(['rebuild', ...nativeModules], { cwd: vscode, env });
}

/** Whether every native module loads and the server answers. */
async function works(folder) {
  const { node: nodeFile, server, vscode } = filesIn(folder);
  const loadAll = nativeModules.map((module) => `require('${module}');`).join('');
  try {
    await runQuietly(nodeFile, ['-e', loadAll], { cwd: vscode });
    await runQuietly(nodeFile, [server, '--version']);
    return true;
  } catch {
    return false;
  }
}

function filesIn(folder) {
  const nodeFolder = path.join(folder, 'node_modules', nodePackage());
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  return {
    nodeFolder,
    vscode,
    node: path.join(nodeFolder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    server: path.join(vscode, 'out', 'server-main.js'),
  };
}

function nodePackage() {
  return process.platform === 'linux' ? `node-linux-${process.arch}` : 'node';
}
