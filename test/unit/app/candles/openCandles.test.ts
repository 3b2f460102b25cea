import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describeCandleColumns, loadCandles, openCandles } from '../../../../src/app/candles/openCandles.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { csvOf } from '../../../fixtures/candles.ts';
import { dialectSamples } from '../../../fixtures/dialects.ts';
import { repository } from '../../../fixtures/folders.ts';

const folder = path.join(repository, 'test', 'fixtures', 'candles');
const bytesOf = (text: string) => new TextEncoder().encode(text);
const wide = (text: string, isBigEndian: boolean) => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};
const excel = dialectSamples.find(({ dialect }) => dialect === 'excel')!.text.slice(1);

describe('openCandles', () => {
  const files: readonly (readonly [string, string, string])[] = [
    ['BTC_USDT-1h.feather', 'feather', 'utc'],
    ['BTC_USDT-1h.parquet', 'parquet', 'utc'],
    ['BTC_USDT-1h.json', 'json', 'utc'],
    ['BTC_USDT-1h.json.gz', 'json', 'utc'],
    ['nanoseconds-rsi.feather', 'feather', 'utc'],
    ['no-zone-zstd.feather', 'feather', 'assumed-utc'],
    ['no-zone-zstd.parquet', 'parquet', 'assumed-utc'],
  ];
  for (const [name, dialect, zone] of files) {
    it(`reads ${name}`, async () => {
      const { series } = await openCandles(path.join(folder, name));
      assert.deepEqual([series.source.dialect, series.source.zone, series.timeframe], [dialect, zone, '1h']);
      assert.deepEqual([...series.time], Array.from({ length: 6 }, (_, i) => Date.UTC(2024, 0, 1, i)));
      assert.deepEqual([...series.close], [42280.75, 42310.1, 42180.9, 42111.11, 42499.99, 42555.55]);
      assert.deepEqual([...series.volume], [12.5, 8.25, 20, 0.123456789, 33, 1.5]);
    });
  }

  it('keeps the other numeric columns of a feather file', async () => {
    const { series } = await openCandles(path.join(folder, 'nanoseconds-rsi.feather'));
    assert.deepEqual([...series.extras.get('rsi')!], [NaN, NaN, 30.5, 31, 32.25, 33]);
  });

  for (const name of ['pages.parquet', 'pages-v2.parquet', 'batches.feather']) {
    it(`reads every row of ${name}, which has many parts and values that are missing`, async () => {
      const { series } = await openCandles(path.join(folder, name), { gaps: 'keep' });
      const rows = Array.from({ length: 300 }, (_, row) => row).filter((row) => ![50, 150, 250].includes(row));
      const column = (value: (row: number) => number) => rows.map(value);
      assert.deepEqual([...series.time], column((row) => Date.UTC(1969, 11, 25, row)));
      assert.deepEqual([...series.open], column((row) => 100 + row / 8));
      assert.deepEqual([...series.high], column((row) => 102 + row / 8));
      assert.deepEqual([...series.low], column((row) => 99 + row / 8));
      assert.deepEqual([...series.close], column((row) => 101 + row / 8));
      assert.deepEqual([...series.volume], column((row) => (row % 7) + 0.5));
      assert.deepEqual([...series.extras.keys()], ['trades', 'rsi']);
      assert.deepEqual([...series.extras.get('trades')!], column((row) => row % 5));
      assert.deepEqual([...series.extras.get('rsi')!], column((row) => (row >= 14 ? row / 3 : NaN)));
      const dropped = series.problems.filter(({ effect }) => effect === 'dropped');
      assert.deepEqual(dropped.map(({ line, rule, column: header }) => [line, rule, header]), [[51, 'missing-cell', 'close'], [151, 'not-a-number', 'volume'], [251, 'low-above-high', 'low']]);
    });
  }

  it('does not believe a feather file that says it has more rows than there are', async () => {
    const damaged = Buffer.from(readFileSync(path.join(folder, 'BTC_USDT-1h.feather')));
    for (let at = 0; at + 8 <= damaged.length; at += 8) {
      damaged.writeBigInt64LE(damaged.readBigInt64LE(at) === 6n ? 9000n : damaged.readBigInt64LE(at), at);
    }
    await assert.rejects(loadCandles(damaged, 'BTC_USDT-1h.feather'), { code: 'candles-unreadable', message: /Expected column date to have 9000 rows in a batch/ });
  });

  it('reads a feather file that starts at an odd address', async () => {
    const bytes = readFileSync(path.join(folder, 'nanoseconds-rsi.feather'));
    const odd = new Uint8Array(bytes.length + 3).subarray(3);
    odd.set(bytes);
    assert.equal((await loadCandles(odd, 'BTC_USDT-1h.feather')).series.length, 6);
  });

  const packed: readonly (readonly [string, Uint8Array, string])[] = [
    ['a CSV in gzip', gzipSync(csvOf([[1, 3, 0.5, 2, 10], [1, 3, 0.5, 2, 10]])), 'csv-header'],
    ['Excel in UTF-16, little-endian', wide(excel, false), 'excel'],
    ['Excel in UTF-16, big-endian', wide(excel, true), 'excel'],
    ['Excel\'s "Unicode text"', wide(excel.replaceAll(';', '\t').replaceAll(',', '.'), false), 'excel'],
  ];
  for (const [name, bytes, dialect] of packed) {
    it(`reads ${name}`, async () => {
      const { series } = await loadCandles(bytes, 'candles.csv');
      assert.equal(series.source.dialect, dialect);
      assert.equal(series.source.dropped, 0);
    });
  }

  const feather = readFileSync(path.join(folder, 'BTC_USDT-1h.feather'));
  const parquet = readFileSync(path.join(folder, 'BTC_USDT-1h.parquet'));
  const unreadable: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['an empty file', new Uint8Array(), /candles\.bin: The file is empty\.$/],
    ['blank lines', bytesOf('\n\n'), /The file is empty\.$/],
    ['half a feather file', feather.subarray(0, feather.length / 2), /The feather file is damaged or of an unknown kind: /],
    ['half a parquet file', parquet.subarray(0, parquet.length / 2), /The parquet file is damaged or of an unknown kind: /],
    ['half a gzip', gzipSync('x'.repeat(5000)).subarray(0, 20), /The gzip cannot be unpacked: /],
    ['half a JSON', bytesOf('[[1704067200000,1,3,0.5'), /The JSON ends in the middle\.$/],
    ['a workbook', bytesOf('PK\x03\x04…'), /This is a zip archive or an Excel workbook\.$/],
  ];
  for (const [name, bytes, message] of unreadable) {
    it(`says why it cannot read ${name}`, async () => {
      await assert.rejects(loadCandles(bytes, 'candles.bin'), { code: 'candles-unreadable', message });
    });
  }

  it('fails as it may on damaged binary files', async () => {
    for (const file of [feather, parquet, readFileSync(path.join(folder, 'pages.parquet'))]) {
      for (let at = 0; at < file.length; at += 97) {
        const damaged = Uint8Array.from(file);
        damaged[at] = damaged[at]! ^ 0xff;
        await loadCandles(damaged, 'BTC_USDT-1h').catch((error: unknown) => assert.ok(error instanceof AppError, `Byte ${at}: ${String(error)}`));
      }
    }
  });

  const many = bytesOf(csvOf(Array.from({ length: 60_000 }, () => [10, 12, 9, 11, 5])));

  it('tells how far it is', async () => {
    const shares: number[] = [];
    await loadCandles(many, 'BTC_USDT-5m.csv', {}, { onProgress: (share) => shares.push(share) });
    assert.ok(shares.length > 0 && shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1));
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const loading = loadCandles(many, 'BTC_USDT-5m.csv', {}, { signal: controller.signal, onProgress: () => controller.abort() });
    await assert.rejects(loading, { code: 'cancelled' });
  });

  it('describes the columns of a file that it does not understand', () => {
    const text = bytesOf('when,what\n2024,x');
    for (const bytes of [text, gzipSync(text)]) {
      assert.deepEqual(describeCandleColumns(bytes).columns.map(({ name }) => name), ['when', 'what']);
    }
  });
});
