// Bundles the extension, the terminal and the webview into dist/. Type checks are `npm run check-types`.
//   node esbuild.js [--watch] [--minify]
const esbuild = require('esbuild');
const { loadOnDemand } = require('./scripts/loadOnDemand.js');
const { writeThirdPartyNotices } = require('./scripts/thirdPartyNotices.js');

const minify = process.argv.includes('--minify');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify,
  sourcemap: minify ? false : 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  loader: { '.svg': 'text', '.md': 'text' },
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // The extension host resolves "vscode" for require, so the bundles on demand are required too.
  supported: { 'dynamic-import': false },
  plugins: [loadOnDemand],
};

/** @type {import('esbuild').BuildOptions} */
const host = { ...node, target: 'node22', external: ['vscode'] };

const bundles = [
  // What activation loads: the status item and the commands' names. Everything else is in main.js, loaded on first use.
  { ...host, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' },
  { ...host, entryPoints: ['src/host/main.ts'], outfile: 'dist/main.js' },
  { ...node, entryPoints: ['src/cli.ts'], outfile: 'dist/cli.js' },
  { ...node, entryPoints: ['src/core/candles/columnar/feather.ts'], outfile: 'dist/feather.js' },
  { ...node, entryPoints: ['src/core/candles/columnar/parquet.ts'], outfile: 'dist/parquet.js' },
  { ...node, entryPoints: ['src/providers/anthropic.ts'], outfile: 'dist/anthropic.js' },
  { ...node, entryPoints: ['src/providers/openaiSdk.ts'], outfile: 'dist/openaiSdk.js' },
  { ...node, entryPoints: ['src/providers/backend.ts'], outfile: 'dist/backend.js' },
  { ...shared, platform: 'browser', format: 'iife', target: 'chrome134', entryPoints: ['src/webview/main.ts'], outfile: 'dist/webview.js' },
];

async function main() {
  const contexts = await Promise.all(bundles.map((options) => esbuild.context(options)));
  const results = await Promise.all(contexts.map((context) => context.rebuild()));
  await writeThirdPartyNotices(results.map((result) => result.metafile), 'dist/THIRD_PARTY_NOTICES.txt');
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch()));
    console.log('watching');
  } else {
    await Promise.all(contexts.map((context) => context.dispose()));
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
