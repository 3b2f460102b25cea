// Collects the licences of every package that ended up in a bundle.
const { readFile, readdir, writeFile } = require('node:fs/promises');
const path = require('node:path');

/** Writes the name, version, licence and NOTICE of each bundled package to `file`. */
async function writeThirdPartyNotices(metafiles, file) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  const packages = [...new Set(folders.filter((folder) => folder !== undefined))].sort();
  const notices = await Promise.all(packages.map(noticeOf));
  await writeFile(file, `Third-party software in this package\n\n${notices.join('\n')}`);
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((entry) => /^(licen[cs]e|notice)/i.test(entry)).sort();
  const texts = await Promise.all(files.map((entry) => readFile(path.join(folder, entry), 'utf8')));
  return [`${'='.repeat(80)}`, `${name} ${version} (${license})`, '', ...texts.map((text) => text.trim()), ''].join('\n');
}

module.exports = { writeThirdPartyNotices };
