import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepBacktest } from '../../../../src/app/backtest/keptBacktests.ts';
import { formatOfFile, renderExport, writeExport, type ExportFormat } from '../../../../src/app/recorded/exportRun.ts';
import { readRecorded } from '../../../../src/app/recorded/readBundle.ts';
import { decodeMessages } from '../../../../src/protocol/reportData.ts';
import { aBacktest } from '../../../fixtures/backtests.ts';
import { sampleFile, temporaryFolder } from '../../../fixtures/folders.ts';
import { answeredAt, recordedRun } from '../../../fixtures/recordedRuns.ts';

describe('the exports of a run that was backtested', () => {
  const folder = temporaryFolder();
  const render = async (format: ExportFormat) => {
    const place = path.join(folder(), 'run');
    mkdirSync(place);
    const run = recordedRun();
    writeFileSync(path.join(place, 'run.json'), JSON.stringify({ ...run, series: { ...run.series, file: 'BTC_USDT-5m.csv' } }));
    writeFileSync(path.join(place, 'signals.jsonl'), `${JSON.stringify(answeredAt(1, 'BUY'))}\n`);
    copyFileSync(sampleFile, path.join(folder(), 'BTC_USDT-5m.csv'));
    await keepBacktest(place, aBacktest());
    const loadAssets = () => Promise.resolve({ script: '', css: '', reportCss: '' });
    return [...(await renderExport(format, { ...(await readRecorded(place)), place, candles: undefined, roots: [folder()], loadAssets, warn: () => undefined }))].join('');
  };

  it('show what came of it', async () => {
    const [, data] = /<script type="application\/json"[^>]*>([^]*?)<\/script>/.exec(await render('html')) ?? [];
    assert.deepEqual(decodeMessages(data!).find(({ type }) => type === 'backtests'), { type: 'backtests', backtests: [aBacktest()] });
  });

  it('tell it in Markdown', async () => assert.match(await render('markdown'), /^## Backtest in Freqtrade: Mine$/m));

  it('are the same bundle as without', async () => assert.equal((await render('bundle')).split('\n').length, 3));
});

describe('writeExport', () => {
  const folder = temporaryFolder();

  it('makes the folder and writes all pieces', async () => {
    const file = path.join(folder(), 'a', 'b.csv');
    const pieces = Array.from({ length: 3000 }, (_, i) => `${i} ${'x'.repeat(1000)}\n`);
    await writeExport(file, pieces, false);
    assert.equal(readFileSync(file, 'utf8'), pieces.join(''));
  });

  it('replaces a file only when that is wanted', async () => {
    const file = path.join(folder(), 'a.csv');
    writeFileSync(file, 'mine, and longer');
    await assert.rejects(() => writeExport(file, ['new'], false), { code: 'file-unwritable', message: `${file} exists already.` });
    assert.equal(readFileSync(file, 'utf8'), 'mine, and longer');
    await writeExport(file, ['new'], true);
    assert.equal(readFileSync(file, 'utf8'), 'new');
  });

  it('says why a path cannot be written', async () => {
    writeFileSync(path.join(folder(), 'a'), '');
    await assert.rejects(() => writeExport(path.join(folder(), 'a', 'b.csv'), ['new'], false), { code: 'file-unwritable', message: /^Cannot write / });
  });
});

describe('formatOfFile', () => {
  const cases = { 'a.csv': 'csv', 'a.JSON': 'json', 'a.md': 'markdown', 'dir.csv/a.html': 'html', 'BTC_USDT-5m.jsonl': 'bundle', 'a.txt': undefined, '-': undefined, 'a.toString': undefined };
  for (const [file, format] of Object.entries(cases)) {
    it(`is ${format ?? 'unknown'} for ${file}`, () => assert.equal(formatOfFile(file), format));
  }
});
