import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeOwnCandles } from '../../../../src/app/backtest/ownCandles.ts';
import { openCandles, type OpenCandles } from '../../../../src/app/candles/openCandles.ts';
import { writeFreqtradeJson } from '../../../../src/core/candles/freqtradeFiles.ts';
import { sampleFile, temporaryFolder } from '../../../fixtures/folders.ts';

describe('describeOwnCandles', () => {
  const folder = temporaryFolder();
  let traded: OpenCandles;
  before(async () => {
    traded = await openCandles(sampleFile);
  });
  const own = (exchange: string, name = 'SAMPLE_USDT-5m.json') => {
    const file = path.join(folder(), 'user_data', 'data', exchange, name);
    mkdirSync(path.dirname(file), { recursive: true });
    return file;
  };
  const describeIn = (pair = 'SAMPLE/USDT') => describeOwnCandles(path.join(folder(), 'user_data'), pair, '5m', traded);

  it('tells the same file, the same candles, more of them and others apart', async () => {
    const json = JSON.parse(writeFreqtradeJson(traded.series)) as number[][];
    writeFileSync(own('b'), JSON.stringify(json));
    writeFileSync(own('c'), JSON.stringify([...json, [json.at(-1)![0]! + 300_000, 1, 1, 1, 1, 1]]));
    json[7] = [json[7]![0]!, ...json[7]!.slice(1).map((value) => value * 2)];
    writeFileSync(own('d'), JSON.stringify(json));
    writeFileSync(own('e'), 'PK\x03\x04');
    const place = path.join('user_data', 'data');
    assert.deepEqual(await describeIn(), [
      `${path.join(place, 'b', 'SAMPLE_USDT-5m.json')} holds the same candles as the run.`,
      `${path.join(place, 'c', 'SAMPLE_USDT-5m.json')} holds the same candles as the run, and 1 more, which are not traded.`,
      `${path.join(place, 'd', 'SAMPLE_USDT-5m.json')} is not what the run was asked about: 1 of 2000 candles differ or are missing, the first of 2024-01-01 00:35 UTC. The run's candles are traded.`,
      `${path.join(place, 'e', 'SAMPLE_USDT-5m.json')} cannot be read; the run's candles are traded.`,
    ]);
  });

  it('knows the very file of the run, and prefers the format that Freqtrade does', async () => {
    copyFileSync(sampleFile, own('a', 'SAMPLE_USDT-5m.feather'));
    writeFileSync(own('a'), '[]');
    assert.deepEqual(await describeIn(), [`${path.join('user_data', 'data', 'a', 'SAMPLE_USDT-5m.feather')} is the file of the run.`]);
  });

  it('looks for a future among futures, and says nothing where there is none', async () => {
    copyFileSync(sampleFile, own('a', path.join('futures', 'SAMPLE_USDT_USDT-5m-futures.json')));
    assert.deepEqual(await describeIn(), []);
    assert.equal((await describeIn('SAMPLE/USDT:USDT')).length, 1);
  });
});
