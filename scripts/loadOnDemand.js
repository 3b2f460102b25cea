// Modules with a bundle of their own, loaded when they are first used.
const path = require('node:path');

const repository = path.dirname(__dirname);

const onDemand = [
  'src/host/main.ts',
  'src/core/candles/columnar/feather.ts',
  'src/core/candles/columnar/parquet.ts',
  'src/providers/anthropic.ts',
  'src/providers/openaiSdk.ts',
  'src/providers/backend.ts',
];

/** Leaves `import('./host/main.ts')` for the moment it runs: that bundle lies beside the one that asks for it. */
exports.loadOnDemand = {
  name: 'load-on-demand',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path: imported, resolveDir }) => {
      const isListed = kind === 'dynamic-import' && onDemand.includes(path.relative(repository, path.resolve(resolveDir, imported)).split(path.sep).join('/'));
      return isListed ? { path: `./${path.basename(imported, '.ts')}.js`, external: true } : undefined;
    });
  },
};
