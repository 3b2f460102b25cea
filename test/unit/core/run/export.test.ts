import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { defuseCell, exportCsv, restoreCell } from '../../../../src/core/run/exportCsv.ts';
import { exportJson } from '../../../../src/core/run/exportJson.ts';
import { exportMarkdown, markdownText } from '../../../../src/core/run/exportMarkdown.ts';
import { plainText } from '../../../../src/core/plainText.ts';
import type { QuestionRecord } from '../../../../src/core/run/record.ts';
import { aBacktest, aTrade } from '../../../fixtures/backtests.ts';
import { answeredAt, recordedRun, unansweredAt } from '../../../fixtures/recordedRuns.ts';

const buy = answeredAt(0, 'BUY', { price: 100 });
const saying = (reasoning: string): QuestionRecord => ({ ...buy, signal: { ...buy.signal!, reasoning } });
const rowsOf = (csv: string) => Papa.parse<string[]>(csv, { newline: '\r\n', delimiter: ',' }).data.slice(0, -1);
/** What models might say: anything, and often what a spreadsheet or Markdown would act on. */
const hostile = fc.array(fc.oneof(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', "'", '"', ',', ';', '＝', '|', '`', '<', '[', 'http://a.example', '\ufeff'), fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 8 }).map((parts) => parts.join(''));

describe('exportCsv', () => {
  it('writes a row per question in time order, and leaves the unknown empty', () => {
    const stop = { ...buy, signal: { ...buy.signal!, suggested_stop_loss: 98.5 } };
    assert.deepEqual(rowsOf(exportCsv([unansweredAt(1, 'failed'), stop])), [
      ['time', 'decision', 'confidence', 'price', 'stop', 'target', 'risk', 'reasoning', 'outcome', 'error', 'gates', 'provider', 'model', 'tokens_in', 'tokens_out', 'usd', 'latency_ms', 'repeat'],
      ['2024-01-01T00:00:00Z', 'BUY', '0.7', '100', '98.5', '', 'low', 'A reason.', 'answered', '', 'entry', 'anthropic', 'model-1', '100', '10', '0.25', '12', '1'],
      ['2024-01-01T00:05:00Z', '', '', '100', '', '', '', '', 'failed', 'provider-overloaded: No answer.', 'entry', '', '', '100', '10', '0.25', '12', '1'],
    ]);
  });

  it('gives the text of a model back, and begins no cell with what a spreadsheet runs', () => {
    fc.assert(fc.property(hostile, hostile, (reasoning, model) => {
      const record = { ...saying(reasoning), signal: { ...saying(reasoning).signal!, model } };
      const rows = rowsOf(exportCsv([record, { ...unansweredAt(1, 'failed'), error: { code: 'x', message: reasoning } }]));
      assert.deepEqual([rows.length, restoreCell(rows[1]![7]!), restoreCell(rows[1]![12]!), restoreCell(rows[2]![9]!)], [3, reasoning, model, `x: ${reasoning}`]);
      for (const cell of rows.flat()) {
        assert.doesNotMatch(cell, /^[\s\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/u);
      }
    }));
  });

  it('defuses formulas and nothing else', () => {
    assert.deepEqual(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r1', "'=1", 'a=1', "it's", ''].map(defuseCell), ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'\r1", "''=1", 'a=1', "it's", '']);
  });
});

describe('exportJson', () => {
  it('holds what run --json prints and the facts of run.json, in time order', () => {
    const run = recordedRun();
    const json = exportJson(run, [unansweredAt(2, 'skipped', 'budget-reached'), { ...unansweredAt(1, 'failed'), reply: 'I decline.' }, buy], 'runs/a');
    assert.deepEqual(Object.keys(json).slice(0, 6), ['series', 'funnel', 'signals', 'failed', 'skipped', 'totals']);
    assert.deepEqual({ ...json, totals: 0 }, {
      series: { pair: 'BTC/USDT', timeframe: '5m', candles: 289, filled: 0, from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z', file: 'data/BTC_USDT-5m.csv', sha256: 'aa' },
      funnel: run.funnel,
      signals: [{ ...buy.signal, time: buy.time, repeat: 1, price: 100, gates: ['entry'], reply: null }],
      failed: [{ time: '2024-01-01T00:05:00Z', repeat: 1, code: 'provider-overloaded', message: 'No answer.', reply: 'I decline.' }],
      skipped: [{ time: '2024-01-01T00:10:00Z', repeat: 1, code: 'budget-reached', message: 'No answer.' }],
      totals: 0, run: 'runs/a', id: 'run-1', state: 'finished', reason: null, settings: run.settings, prompt: null, versions: {}, started: run.started, ended: run.ended,
    });
  });
});

describe('exportMarkdown', () => {
  it('shows the counts, where the candles went, and every question', () => {
    const text = exportMarkdown(recordedRun({ state: 'stopped', reason: 'Stopped at the budget: $2.00.' }), [unansweredAt(1, 'failed'), buy]);
    assert.match(text, /^# Signals: BTC\/USDT 5m\n/);
    assert.match(text, /^- State: stopped\. Stopped at the budget: \\\$2\.00\.$/m);
    assert.match(text, /^- Answered: 0: 1 buy, 0 sell, 0 hold$/m);
    assert.match(text, /^\| Gate \| Condition \| Candles left \|\n\| --- \| --- \| --- \|\n\| all \| candles \| 289 \|\n\| all \| neither warming up nor filled \| 90 \|\n\| entry \| rsi \\< 30 \| 4 \|$/m);
    assert.match(text, /^\| 2024-01-01 00:00 \| BUY \| 0\.7 \| 100 \| – \| – \| low \| A reason\. \|$/m);
    assert.match(text, /^\| 2024-01-01 00:05 \| No answer \| – \| 100 \| – \| – \| – \| No answer\. \|$/m);
  });

  it('shows what came of it in Freqtrade, the newest first', () => {
    const trade = { ...aTrade, enter_tag: 'llm BUY | 0.70' };
    const text = exportMarkdown(recordedRun(), [buy], [aBacktest({ trades: [trade], notes: ['Funding is taken as 0.'] }), aBacktest({ strategy: 'Older', trades: [] })]);
    assert.match(text, /^## Backtest in Freqtrade: Mine\n\n- Made: 2026-11-23T08:00:00\.000Z$/m);
    assert.match(text, /^- Trades: 1: 1 won, 0 lost, 0 even$/m);
    assert.match(text, /^- Profit: -1\.00 USDT of 1000 \\\(-0\.10 %\\\)$/m);
    assert.match(text, /^- Sharpe, Sortino, Calmar: –, –, –\n- Note: Funding is taken as 0\.$/m);
    assert.match(text, /^\| 2024-01-01 00:05 \| 2024-01-01 00:15 \| long \| 1 \| 2 \| 1\.00 % \| llm BUY \\\| 0\.70 \| – \|$/m);
    assert.ok(text.indexOf('Older') > text.indexOf('Mine'));
  });

  it('keeps the text of a model from becoming markup, links, HTML or another cell', () => {
    assert.equal(markdownText('a|b `c` <img src=x> [d](https://e.example) www.f.example @g &lt;'), 'a\\|b \\`c\\` \\<img src=x\\> \\[d\\]\\(https\\:\\/\\/e\\.example\\) www\\.f\\.example \\@&#8288;g \\&lt;');
    fc.assert(fc.property(hostile, (reasoning) => {
      const line = exportMarkdown(recordedRun(), [saying(reasoning)]).trimEnd().split('\n').at(-1)!;
      const cell = line.slice(line.indexOf('| low | ') + 8, -2);
      assert.equal(cell.replaceAll('&#8288;', '').replace(/\\(.)/gu, '$1'), plainText(reasoning));
      assert.doesNotMatch(cell.replaceAll('\\@&#8288;', '').replace(/\\./gu, ''), /[\\`*_[\]()<>!|~&$@]|\/\/|\p{L}:\S|\.\p{L}/u);
    }));
  });
});
