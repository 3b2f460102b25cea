// Bundles the tests into out/, one CommonJS file for each, with source maps. Tests are found by their name, never listed.
//   node test/buildTests.js
const { mkdirSync, readdirSync, rmSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { generateSchemas } = require('./double/generateSchemas.js');

const repository = path.dirname(__dirname);

/** What Node or VS Code starts by path, beside the tests themselves. */
const starters = [
  'test/double/main.ts',
  'test/e2e/makePictures.ts',
  'test/harness/countingReporter.ts',
  'test/harness/killedRun.ts',
  'test/harness/launcher.ts',
  'test/harness/runIntegration.ts',
  'test/integration/index.ts',
];

const tests = readdirSync(__dirname, { recursive: true })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => path.join('test', file));

const out = path.join(repository, 'out');
mkdirSync(out, { recursive: true });
// The schemas take seconds to make and depend on the SDKs alone.
for (const name of readdirSync(out).filter((file) => file !== 'schemas')) {
  rmSync(path.join(out, name), { recursive: true, force: true });
}
generateSchemas();
esbuild
  .build({
    absWorkingDir: repository,
    entryPoints: [...starters, ...tests],
    outbase: 'test',
    outdir: 'out',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    loader: { '.svg': 'text', '.md': 'text' },
    logLevel: 'warning',
  })
  .catch(() => process.exit(1));
