import assert from 'node:assert/strict';
import { describeCount, describeProblem, describeRows, describeSource, ruleWords } from '../../../../src/webview/candle/candleWords.ts';
import { candlesOf, problemOf } from './problems.ts';

describe('describeProblem', () => {
  it('says where, what and what was done', () => {
    const problem = problemOf({ severity: 'error', rule: 'low-above-high', line: 1780, column: 'low', value: '0.0913', message: 'Low 0.0913 is above high 0.0899. The row is left out.' });
    assert.equal(describeProblem(problem), 'Error: Low above high, line 1,780, column low, value 0.0913. Low 0.0913 is above high 0.0899. The row is left out.');
  });
  it('leaves out what a problem of the whole file has not', () => assert.equal(describeProblem(problemOf({ line: null })), 'Warning: Duplicate time. Two rows of one time.'));
});

describe('ruleWords', () => {
  it('writes a rule as words', () => assert.equal(ruleWords('not-a-number'), 'Not a number'));
});

describe('describeCount', () => {
  it('counts the problems', () => assert.equal(describeCount(5, 5), '5 problems'));
  it('says when there are none', () => assert.equal(describeCount(0, 0), 'No problems'));
  it('says when not all are listed', () => assert.equal(describeCount(200_000, 100_000), '200,000 problems, the first 100,000 listed'));
});

describe('describeRows', () => {
  const rows = (dropped: number, merged: number): string => {
    const message = candlesOf([]);
    return describeRows({ ...message, source: { ...message.source, rows: 20 + dropped + merged, dropped, merged } });
  };
  it('says that all rows are candles', () => assert.equal(rows(0, 0), '20 rows are 20 candles'));
  it('accounts for every row', () => assert.equal(rows(3, 1), '24 rows are 20 candles, 3 rows left out and 1 row merged'));
});

describe('describeSource', () => {
  it('says that no zone was given', () => assert.equal(describeSource({ ...candlesOf([]).source, zone: 'assumed-utc' }), 'CSV, no zone named, taken as UTC'));
  it('gives an offset as it is', () => assert.equal(describeSource({ ...candlesOf([]).source, dialect: 'yfinance', zone: '+02:00' }), 'yfinance, zone +02:00'));
});
