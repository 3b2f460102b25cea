import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CandleSeries } from '../../src/core/candles/series.ts';

/** A series to compute, and the coarser timeframes to merge into it. */
export type Case = { readonly name: string; readonly series: CandleSeries; readonly informative: readonly string[] };

/** What the real TA-Lib, qtpylib and Freqtrade make of a series: columns by name. */
export type Reference = ReadonlyMap<string, Float64Array>;

const fields = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Computes all cases in one Python process of the environment that scripts/pythonEnvironment.mjs made. */
export function computeReferences(cases: readonly Case[]): ReadonlyMap<string, Reference> {
  const folder = mkdtempSync(path.join(tmpdir(), 'llm-signals-talib-'));
  try {
    const request = cases.map(({ name, series, informative }) => ({ name, timeframe: series.timeframe, length: series.length, informative }));
    writeFileSync(path.join(folder, 'request.json'), JSON.stringify({ series: request }));
    for (const { name, series } of cases) {
      writeFileSync(path.join(folder, `${name}.candles`), Buffer.concat(fields.map((field) => bytesOf(series[field]))));
    }
    execFileSync(environmentVariable('LLM_SIGNALS_PYTHON'), [path.join('test', 'talib', 'compute.py'), folder]);
    const reply = JSON.parse(readFileSync(path.join(folder, 'reply.json'), 'utf8')) as { readonly columns: Readonly<Record<string, readonly string[]>> };
    return new Map(cases.map(({ name, series }) => [name, readColumns(path.join(folder, `${name}.columns`), reply.columns[name]!, series.length)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function environmentVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`Expected ${name} in the environment. Run "npm test -- talib", which sets it.`);
  }
  return value;
}

function bytesOf(column: Float64Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

function readColumns(file: string, names: readonly string[], length: number): Reference {
  const bytes = readFileSync(file);
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return new Map(names.map((name, at) => [name, all.subarray(at * length, (at + 1) * length)]));
}
