import assert from 'node:assert/strict';
import { backtestName, metricWords, notesOf, signalTimeOf } from '../../../../src/webview/trades/tradeWords.ts';
import { placeTrades } from '../../../../src/webview/trades/placeTrades.ts';
import { aBacktest, aTrade } from '../../../fixtures/backtests.ts';
import { seriesOf, timeOf } from '../fixtures.ts';

describe('the words of a backtest', () => {
  it('say gains and losses with their sign, and what is unknown', () => {
    assert.deepEqual(metricWords(aBacktest()), [['trade', '1'], ['won', '1'], ['lost', '0'], ['Profit', '−0.10% (−1.00 USDT)'], ['Market', '–'], ['Drawdown', '0.20%'], ['Sharpe', '–']]);
  });

  it('say how it was made, and that the run went on since', () => {
    const backtest = aBacktest({ notes: ['Funding is taken as 0.'] });
    assert.deepEqual(notesOf(backtest, 4), ['Funding is taken as 0.']);
    assert.deepEqual(notesOf(backtest, 6), ['Funding is taken as 0.', 'The run has 2 answers more since then, which did not take part.']);
  });

  it('tell backtests apart', () => {
    assert.equal(backtestName(aBacktest()), '2026-11-23 08:00 UTC: Mine, 1 trade, −0.10%');
    assert.equal(backtestName(aBacktest({ configs: ['config.json', 'fees.json'], timerange: '20240101-' })), '2026-11-23 08:00 UTC: Mine, 20240101-, config.json + fees.json, 1 trade, −0.10%');
  });

  it('lead to the signal on the candle before', () => {
    assert.equal(signalTimeOf(aTrade, '5m'), Date.UTC(2024, 0, 1));
  });
});

describe('placeTrades', () => {
  it('puts trades at their candles, and leaves out those of others', () => {
    const at = (index: number) => new Date(timeOf(index)).toISOString();
    const inside = { ...aTrade, opened: at(3), closed: at(7), profit: -1 };
    assert.deepEqual(placeTrades([inside, aTrade], seriesOf(10)), [{ opened: 3, closed: 7, openRate: 1, closeRate: 2, isGain: false }]);
  });
});
