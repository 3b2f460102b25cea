// Bundles the measured processes into out/bench/, in such bundles as ship.
const { loadOnDemand } = require('../../scripts/loadOnDemand.js');

require('esbuild')
  .build({
    entryPoints: ['test/bench/pipeline.ts', 'test/bench/runs.ts', ...['core/candles/columnar/feather', 'core/candles/columnar/parquet', 'providers/anthropic', 'providers/openaiSdk', 'providers/backend'].map((name) => `src/${name}.ts`)],
    outdir: 'out/bench',
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // As in esbuild.js: what is loaded on demand is required.
    supported: { 'dynamic-import': false },
    plugins: [loadOnDemand],
    minify: true,
    loader: { '.md': 'text' },
    logLevel: 'warning',
  })
  .catch(() => process.exit(1));

// What runs inside VS Code, and what starts it.
require('esbuild')
  .build({
    entryPoints: ['test/bench/host.ts', 'test/bench/startHost.ts'],
    outdir: 'out/bench',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    packages: 'external',
    external: ['vscode'],
    loader: { '.md': 'text' },
    logLevel: 'warning',
  })
  .catch(() => process.exit(1));
