// Bundles the measured process into out/bench/.
require('esbuild')
  .build({ entryPoints: ['test/bench/pipeline.ts'], outfile: 'out/bench/pipeline.js', bundle: true, platform: 'node', format: 'cjs', target: 'node20', minify: true, logLevel: 'warning' })
  .catch(() => process.exit(1));
