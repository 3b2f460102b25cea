import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npm, repository } from './run.mjs';

/** Installs what package-lock.json names, unless node_modules already holds exactly that. */
export async function ensurePackages() {
  if (isInstalled()) return;
  console.log('Installing packages …');
  await npm(['ci']);
}

/** npm writes node_modules/.package-lock.json when an installation is complete; it names what is really there. */
function isInstalled() {
  const hidden = path.join(repository, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = packagesOf(path.join(repository, 'package-lock.json'));
  const present = packagesOf(hidden);
  return Object.entries(wanted).every(([folder, { version, integrity, optional }]) => {
    if (folder === '') return true;
    const found = present[folder];
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity && existsSync(path.join(repository, folder));
  });
}

function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}
