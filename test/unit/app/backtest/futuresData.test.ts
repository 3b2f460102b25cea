import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { borrowFuturesData, completeFuturesData, type FuturesSource } from '../../../../src/app/backtest/futuresData.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { sampleFile, temporaryFolder } from '../../../fixtures/folders.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2024, 0, 1);
const unknownFunding = 'Funding is not known and taken as 0: a real position pays or gets it every few hours.';

describe('the funding and mark prices of a future', () => {
  const folder = temporaryFolder();
  const source = async (): Promise<FuturesSource> => ({
    pair: 'BTC/USDT:USDT', timeframe: '5m', series: (await openCandles(sampleFile)).series,
    candles: path.join(folder(), 'BTC_USDT_USDT-5m-futures.json'), userData: path.join(folder(), 'user_data'), exchange: 'okx', data: path.join(folder(), 'staged'),
  });
  const put = (name: string, content: unknown, ...place: string[]) => {
    mkdirSync(path.join(folder(), ...place), { recursive: true });
    writeFileSync(path.join(folder(), ...place, name), JSON.stringify(content));
  };
  const staged = () => readdirSync(path.join(folder(), 'staged', 'futures')).sort();
  const rows = (kind: string) => JSON.parse(readFileSync(path.join(folder(), 'staged', 'futures', `BTC_USDT_USDT-1h-${kind}.json`), 'utf8')) as number[][];
  const prepare = async () => {
    const from = await source();
    const borrowed = await borrowFuturesData(from);
    return { borrowed, notes: await completeFuturesData(from, borrowed) };
  };

  it('are of the candles and 0 where there is nothing else, which is said', async () => {
    const { borrowed, notes } = await prepare();
    assert.deepEqual([borrowed, notes], [{ files: {}, formats: [] }, [unknownFunding]]);
    assert.deepEqual(staged(), ['BTC_USDT_USDT-1h-funding_rate.json', 'BTC_USDT_USDT-1h-mark.json']);
    assert.ok(rows('mark').length > 160 && rows('mark').every(([ms, price]) => ms! % hourMs === 0 && price! > 0));
    assert.deepEqual(rows('funding_rate'), rows('mark').map(([ms]) => [ms, 0, 0, 0, 0, 0]));
  });

  it("are the user's own, those beside the candles before those of user_data", async () => {
    put('BTC_USDT_USDT-1h-funding_rate.json', [[start, 0.1], [start + 8 * hourMs, 0.2], [start + 900 * hourMs, 0.3]]);
    put('BTC_USDT_USDT-1h-funding_rate.json', [[start, 9]], 'user_data', 'data', 'binance', 'futures');
    put('BTC_USDT_USDT-1h-mark.json', [[start, 1, 1, 1, 1, 0]], 'user_data', 'data', 'binance', 'futures');
    const { borrowed, notes } = await prepare();
    assert.deepEqual(borrowed.formats, []);
    assert.deepEqual(notes, ['Funding is of BTC_USDT_USDT-1h-funding_rate.json: 2 rates from 2024-01-01 00:00 to 2024-01-01 08:00 UTC, none outside them.']);
    assert.deepEqual([rows('funding_rate').length, rows('mark')], [3, [[start, 1, 1, 1, 1, 0]]]);
  });

  it('are of the exchange whose rules apply, where there are several', async () => {
    for (const exchange of ['binance', 'okx']) {
      put('BTC_USDT_USDT-1h-funding_rate.json', [[start, 0.1]], 'user_data', 'data', exchange, 'futures');
    }
    const { notes } = await prepare();
    assert.match(notes[0]!, new RegExp(`^Funding is of ${['user_data', 'data', 'okx', 'futures', 'BTC'].join('.')}`));
  });

  it('say that the mark price is of the candles where only funding is known', async () => {
    put('BTC_USDT_USDT-1h-funding_rate.json', [[start, 0.1]]);
    assert.equal((await prepare()).notes[1], 'The mark price, on which funding is counted, is taken from the candles.');
  });

  it('are 0 where the rates are of another time, or cannot be read', async () => {
    put('BTC_USDT_USDT-1h-funding_rate.json', [[start - 8 * hourMs, 0.1]]);
    const why = ' BTC_USDT_USDT-1h-funding_rate.json holds no rate within the candles, or cannot be read.';
    assert.deepEqual((await prepare()).notes, [`${unknownFunding}${why}`]);
    put('BTC_USDT_USDT-1h-funding_rate.json', { rates: 'none' });
    assert.deepEqual((await prepare()).notes, [`${unknownFunding}${why}`]);
    assert.ok(rows('funding_rate').length > 160);
  });

  it('are turned into JSON where they are in another format', async () => {
    put('BTC_USDT_USDT-1h-funding_rate.feather', [], 'user_data', 'data', 'binance', 'futures');
    put('BTC_USDT_USDT-1h-mark.json.gz', [], 'user_data', 'data', 'binance', 'futures');
    const { borrowed } = await prepare();
    assert.deepEqual(borrowed.formats, ['feather', 'jsongz']);
    assert.ok(staged().includes('BTC_USDT_USDT-1h-funding_rate.feather') && staged().includes('BTC_USDT_USDT-1h-mark.json.gz'));
  });
});
