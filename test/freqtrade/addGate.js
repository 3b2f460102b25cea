// Adds our gate to strategies, as "Add LLM Gate to This Strategy" does: a list of texts on standard input, the edited texts on standard output.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const entry = path.join(__dirname, '..', '..', 'src', 'host', 'freqtrade', 'gateEdit.ts');
const [{ text }] = esbuild.buildSync({ entryPoints: [entry], bundle: true, write: false, platform: 'node', format: 'cjs' }).outputFiles;
const bundle = { exports: {} };
new Function('module', 'exports', 'require', text)(bundle, bundle.exports, require);
const edited = (source) => bundle.exports.gateChanges(source, source.indexOf('class Mine(')).reduceRight((before, change) => before.slice(0, change.from) + change.text + before.slice(change.to), source);
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(edited)));
