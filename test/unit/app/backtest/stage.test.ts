import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { templatesIn } from '../../../../src/app/backtest/backtestRun.ts';
import { prepareStage, type StageOptions } from '../../../../src/app/backtest/stage.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { repository, sampleFile, temporaryFolder } from '../../../fixtures/folders.ts';
import { answeredAt, recordedRun } from '../../../fixtures/recordedRuns.ts';

type Config = {
  readonly stake_currency: string; readonly stake_amount?: number; readonly timeframe: string; readonly dry_run: boolean; readonly fee?: number; readonly trading_mode: string; readonly margin_mode: string;
  readonly exchange: { readonly name?: string; readonly key: string; readonly pair_whitelist: string[] }; readonly telegram: { readonly enabled: boolean };
};

describe('prepareStage', () => {
  const folder = temporaryFolder();
  const stage = async (changes: Partial<StageOptions> = {}, pair = 'BTC/USDT') => {
    const run = recordedRun();
    return prepareStage({
      recorded: { run: { ...run, series: { ...run.series, pair } }, records: [answeredAt(3, 'BUY')] }, series: (await openCandles(sampleFile)).series,
      strategy: 'LLM_Momentum_Strategy', userData: undefined, isContained: false, templates: templatesIn(repository), configs: [], exchange: undefined, ...changes,
    });
  };
  const read = (...names: string[]) => readFileSync(path.join(...names), 'utf8');

  it('has all that Freqtrade needs, and is gone afterwards', async () => {
    const { folder: place, userData, results, remove } = await stage();
    assert.deepEqual([userData, results], ['.', path.join(place, 'backtest_results')]);
    assert.deepEqual(readdirSync(path.join(place, 'strategies')).sort(), ['LLM_Momentum_Strategy.py', 'llm_signal_provider.py']);
    assert.equal(read(place, 'llm_signals', 'BTC_USDT-5m.jsonl').split('\n').length, 3);
    assert.equal((JSON.parse(read(place, 'data', 'BTC_USDT-5m.json')) as unknown[]).length, 2000);
    const config = JSON.parse(read(place, 'config.json')) as Config;
    assert.deepEqual([config.stake_currency, config.stake_amount, config.exchange.name, config.exchange.pair_whitelist], ['USDT', 100, 'binance', ['BTC/USDT']]);
    await remove();
    assert.equal(existsSync(place), false);
  });

  it("takes the user's strategies, and ours only where there is none of that name", async () => {
    const userData = path.join(folder(), 'user_data');
    mkdirSync(path.join(userData, 'strategies', '__pycache__'), { recursive: true });
    writeFileSync(path.join(userData, 'strategies', 'other.py'), 'class LLM_Momentum_Strategy(Base): ...\n');
    writeFileSync(path.join(userData, 'strategies', 'llm_signal_provider.py'), '# mine\n');
    const mine = await stage({ userData });
    assert.deepEqual(readdirSync(path.join(mine.folder, 'strategies')).sort(), ['llm_signal_provider.py', 'other.py']);
    assert.equal(read(mine.folder, 'strategies', 'llm_signal_provider.py'), '# mine\n');
    await mine.remove();
    assert.deepEqual(readdirSync(userData), ['strategies']);
  });

  it("lays what is of the run over the user's configurations, which it does not read", async () => {
    const mine = path.join(folder(), 'mine.json');
    writeFileSync(mine, 'not even JSON');
    const { folder: place, configs, remove } = await stage({ configs: [mine] });
    assert.deepEqual(configs, [mine, './config.json']);
    const config = JSON.parse(read(place, 'config.json')) as Config;
    assert.deepEqual([config.stake_amount, config.fee, config.exchange.name], [undefined, undefined, undefined]);
    assert.deepEqual([config.stake_currency, config.timeframe, config.exchange.key, config.telegram.enabled, config.dry_run], ['USDT', '5m', '', false, true]);
    await remove();
    await assert.rejects(stage({ configs: [path.join(folder(), 'none.json')] }), { code: 'freqtrade-misconfigured' });
  });

  it('names configurations as a container sees them, and refuses those it does not', async () => {
    const userData = path.join(folder(), 'my data');
    mkdirSync(userData);
    writeFileSync(path.join(userData, 'config.json'), '{}');
    const { configs, userData: told, remove } = await stage({ userData, isContained: true, configs: [path.join(userData, 'config.json')] });
    assert.deepEqual(configs, ['user_data/config.json', `${told}/config.json`]);
    await remove();
    const outside = path.join(folder(), 'config.json');
    writeFileSync(outside, '{}');
    await assert.rejects(stage({ userData, isContained: true, configs: [outside] }), { code: 'freqtrade-misconfigured', message: /does not see/ });
    assert.deepEqual(readdirSync(userData), ['config.json']);
  });

  it("is inside the user's folder for a container, with its rights", async () => {
    const userData = path.join(folder(), 'my data');
    mkdirSync(userData);
    chmodSync(userData, 0o775);
    const { folder: place, userData: told, results, remove } = await stage({ userData, isContained: true });
    assert.equal(place, folder());
    assert.match(told, /^user_data\/\.llm-signals-backtest-\w+$/);
    assert.equal(path.dirname(results), path.join(userData, path.basename(told)));
    assert.equal(statSync(path.dirname(results)).mode & 0o777, 0o775);
    await remove();
    assert.deepEqual(readdirSync(userData), []);
  });

  it('trades a future as one, with isolated margin', async () => {
    const { folder: place, data, remove } = await stage({}, 'BTC/USDT:USDT');
    assert.deepEqual(readdirSync(path.join(data, 'futures')), ['BTC_USDT_USDT-5m-futures.json']);
    const config = JSON.parse(read(place, 'config.json')) as Config;
    assert.deepEqual([config.trading_mode, config.margin_mode, config.stake_currency], ['futures', 'isolated', 'USDT']);
    await remove();
  });
});
