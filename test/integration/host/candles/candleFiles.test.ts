import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { createCandleFiles } from '../../../../src/host/candles/candleFiles.ts';
import { createProblemDiagnostics } from '../../../../src/host/candles/diagnostics.ts';
import { listChoices } from '../../../../src/host/candles/pickCandles.ts';

const folder = vscode.workspace.workspaceFolders![0]!.uri;
const inFolder = (...names: string[]) => vscode.Uri.joinPath(folder, ...names);

/** What VS Code would remember for the workspace. */
function memoryOf(values: Record<string, unknown>): vscode.Memento {
  return {
    keys: () => Object.keys(values),
    get: <T>(key: string, fallback?: T) => (values[key] as T | undefined) ?? fallback,
    update: (key, value) => {
      values[key] = value;
      return Promise.resolve();
    },
  };
}

describe('createCandleFiles', () => {
  const diagnostics = createProblemDiagnostics();
  const mystery = inFolder('mystery', 'BTC_USDT-5m.csv');
  const plain = inFolder('mystery', 'ETH_USDT-5m.csv');
  const remembered = { [`columns:${inFolder('mystery').toString()}`]: 'time=5,open=4,high=3,low=2,close=1,volume=0' };

  before(() => {
    mkdirSync(inFolder('mystery').fsPath);
    writeFileSync(mystery.fsPath, 'a,b,c,d,e,f\n10,2,0.5,3,1,2024-01-01T00:00Z\n10,2,0.5,3,1,2024-01-01T00:05Z\n');
    writeFileSync(plain.fsPath, 'date,open,high,low,close,volume\n2024-01-01T00:00Z,1,3,0.5,2,10\n2024-01-01T00:05Z,1,3,0.5,2,10\n');
  });
  after(() => {
    rmSync(inFolder('mystery').fsPath, { recursive: true });
    diagnostics.dispose();
  });

  it('refuses a file whose columns nobody knows', async () => {
    await assert.rejects(() => createCandleFiles(memoryOf({}), diagnostics).open(mystery), { code: 'candles-unusable' });
  });

  it('reads it with the columns remembered for its folder', async () => {
    const { opened } = await createCandleFiles(memoryOf(remembered), diagnostics).open(mystery);
    assert.deepEqual([opened.series.open[0], opened.series.high[0], opened.series.volume[0]], [1, 3, 10]);
  });

  it('believes a neighbour that says itself what its columns are', async () => {
    const { opened } = await createCandleFiles(memoryOf(remembered), diagnostics).open(plain);
    assert.deepEqual([opened.series.open[0], opened.series.high[0], opened.series.volume[0]], [1, 3, 10]);
    assert.equal(opened.columns, undefined);
  });
});

describe('listChoices', () => {
  const data = path.join(folder.fsPath, 'user_data', 'data', 'binance');

  before(() => {
    mkdirSync(path.join(data, 'futures'), { recursive: true });
    for (const file of ['ETH_BTC-5m.feather', 'ETH_BTC-trades.feather', path.join('futures', 'XRP_USDT_USDT-1h-futures.feather')]) {
      writeFileSync(path.join(data, file), '');
    }
  });
  after(() => rmSync(path.join(folder.fsPath, 'user_data'), { recursive: true }));

  it('offers the files of the workspace, and the pairs that Freqtrade downloaded', async () => {
    const labels = (await listChoices(vscode.Uri.file('sample.csv'), 'the sample')).map(({ label }) => label);
    assert.deepEqual(labels, ['Candle files', 'SAMPLE_USDT-5m.csv', 'Freqtrade data', 'ETH/BTC 5m', 'XRP/USDT:USDT 1h', '', 'Browse…', 'Try the Synthetic Sample']);
  });
});
