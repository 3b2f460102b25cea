import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Large test tools live outside the clone, so that a fresh clone does not fetch them again. */
export function cacheFolder() {
  if (process.env.LLM_SIGNALS_CACHE) return path.resolve(process.env.LLM_SIGNALS_CACHE);
  return path.join(userCacheFolder(), 'llm-signals');
}

/** Whether the cached folder `name` is complete and `works(folder)`. */
export async function isCached(name, works) {
  const folder = path.join(cacheFolder(), name);
  const stamp = stampOf(folder);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === `${name}\n` && (await works(folder));
}

/**
 * The cached folder `name`; made by `make(folder)` when it is missing, unfinished or refused by `works(folder)`.
 * It is made beside its place and moved there when complete, so an interrupted or a second process never leaves half of it.
 */
export async function ensureCached(name, { make, works }) {
  const folder = path.join(cacheFolder(), name);
  if (await isCached(name, works)) return folder;

  removeLeftovers(folder);
  const making = `${folder}.making-${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    await make(making);
    if (!(await works(making))) throw new Error(`${name} was installed but does not start.`);
    writeFileSync(stampOf(making), `${name}\n`);
    if (!(await isCached(name, works))) replace(folder, making);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

/** What a process that is no more was making or throwing away when it ended. */
function removeLeftovers(folder) {
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = /\.(?:making|broken)-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Written last: its presence means that the folder was made to its end. */
function stampOf(folder) {
  return path.join(folder, 'complete');
}

function replace(folder, made) {
  const broken = `${folder}.broken-${process.pid}`;
  if (existsSync(folder)) renameSync(folder, broken);
  renameSync(made, folder);
  rmSync(broken, { recursive: true, force: true });
}

function userCacheFolder() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local');
  return path.join(homedir(), '.cache');
}
