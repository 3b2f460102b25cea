import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columnsOf, flattenAnd, type Condition, type Operand } from '../../../../src/core/gate/expression.ts';
import { formatCondition } from '../../../../src/core/gate/format.ts';
import { parseGate } from '../../../../src/core/gate/parse.ts';
import { gatePresets, gateText } from '../../../../src/core/gate/presets.ts';
import { columnsOfSeries, resolveGates } from '../../../../src/core/gate/resolve.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { usualColumns } from '../../../fixtures/gates.ts';

const columns = { has: (name: string) => ['rsi', 'close', 'ema_20', 'ema_200', 'volume'].includes(name), problem: () => undefined, list: ['rsi', 'close', 'ema_20', 'ema_200', 'volume'] };
const parse = (text: string) => parseGate(text, columns);

describe('parseGate', () => {
  const same: readonly (readonly [string, string])[] = [
    ['rsi<30', 'rsi < 30'],
    ['rsi < 30 AND close > ema_200', 'rsi < 30 and close > ema_200'],
    ['rsi < 1 or close > 2 and volume > 3', 'rsi < 1 or close > 2 and volume > 3'],
    ['(rsi < 1 or close > 2) and volume > 3', '(rsi < 1 or close > 2) and volume > 3'],
    ['not rsi < 1 and close > 2', 'not rsi < 1 and close > 2'],
    ['not (rsi < 1 and close > 2)', 'not (rsi < 1 and close > 2)'],
    ['((close + 1) * 2) / 3 >= -ema_20', '(close + 1) * 2 / 3 >= -ema_20'],
    ['close - (ema_20 - 1) > 0', 'close - (ema_20 - 1) > 0'],
    ['crosses_above( rsi , 70 )', 'crosses_above(rsi, 70)'],
    ['every_nth(12)', 'every_nth(12)'],
    ['rsi < .5', 'rsi < 0.5'],
    ['volume > 1e6', 'volume > 1000000'],
  ];
  for (const [text, expected] of same) {
    it(`reads ${text}`, () => {
      assert.equal(formatCondition(parse(text)), expected);
    });
  }

  const faults: readonly (readonly [string, string, RegExp])[] = [
    ['close > ema200', 'Unknown name "ema200" at 8.', /^Did you mean ema_200\?$/],
    ['close > banana_split', 'Unknown name "banana_split" at 8.', /^There are rsi, close, ema_20, ema_200, volume\.$/],
    ['rsi < 30 & close > 1', 'Unexpected "&" at 9.', /^Write and\.$/],
    ['rsi == 30', 'Unexpected "=" at 4.', /<= or >=/],
    ['rsi <', 'Expected a value or a condition, got the end at 5.', /^$/],
    ['(rsi < 30', 'Expected ")", got the end at 9.', /^$/],
    ['rsi < 30)', 'Unexpected ")" at 8.', /^$/],
    ['rsi', 'Expected a condition, got a value at 0.', /rsi < 30/],
    ['rsi < 30 and close', 'Expected a condition, got a value at 13.', /Compare/],
    ['(rsi < 30) + 1 > 2', 'Expected a value, got a condition at 0.', /^$/],
    ['1 < rsi < 30', 'Unexpected "<" at 8.', /a < b and b < c/],
    ['crosses(rsi, 30)', 'Unknown function "crosses" at 0.', /crosses_above/],
    ['crosses_above(rsi)', 'Expected ",", got ")" at 17.', /^$/],
    ['every_nth(2.5)', 'Expected a whole number from 1, got "2.5" at 10.', /^$/],
    ['', 'Expected a value or a condition, got the end at 0.', /^$/],
    [`${'('.repeat(200)}rsi < 1${')'.repeat(200)}`, 'Brackets are nested too deep at 101.', /^$/],
  ];
  for (const [text, message, hint] of faults) {
    it(`says what is wrong with "${text.slice(0, 30)}"`, () => {
      assert.throws(() => parse(text), (error) => error instanceof AppError && error.code === 'gate-invalid' && error.message === message && hint.test(error.hint ?? ''));
    });
  }

  it('never fails otherwise than with gate-invalid, on any text', () => {
    const word = fc.constantFrom('rsi', 'close', 'and', 'or', 'not', '(', ')', '<', '>', '<=', '+', '-', '*', '/', ',', '30', 'crosses_above', 'every_nth', ' ');
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(word, { maxLength: 40 }).map((words) => words.join(' '))), (text) => {
      try {
        parse(text);
      } catch (error) {
        assert.ok(error instanceof AppError && error.code === 'gate-invalid', String(error));
      }
    }));
  });

  it('reads what formatCondition writes as the same condition', () => {
    const operand = fc.letrec<{ operand: Operand }>((tie) => ({
      operand: fc.oneof(
        { maxDepth: 4 },
        fc.nat({ max: 1000 }).map((value): Operand => ({ type: 'number', value })),
        fc.constantFrom('rsi', 'close').map((name): Operand => ({ type: 'column', name })),
        tie('operand').map((inner): Operand => ({ type: 'negative', operand: inner })),
        fc.tuple(fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const), tie('operand'), tie('operand')).map(([operator, left, right]): Operand => ({ type: 'arithmetic', operator, left, right })),
      ),
    })).operand;
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 4 },
        fc.tuple(fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const), operand, operand).map(([operator, left, right]): Condition => ({ type: 'comparison', operator, left, right })),
        fc.tuple(fc.constantFrom('above' as const, 'below' as const), operand, operand).map(([direction, left, right]): Condition => ({ type: 'crosses', direction, left, right })),
        fc.integer({ min: 1, max: 50 }).map((n): Condition => ({ type: 'every-nth', n })),
        tie('condition').map((inner): Condition => ({ type: 'not', condition: inner })),
        fc.tuple(fc.constantFrom('and' as const, 'or' as const), tie('condition'), tie('condition')).map(([type, left, right]): Condition => ({ type, left, right })),
      ),
    }));
    fc.assert(fc.property(condition, (original) => {
      const text = formatCondition(original);
      fc.pre(text.length <= 2000);
      assert.deepEqual(parse(text), original);
    }));
  });
});

describe('gate presets', () => {
  for (const [name, { entry, exit }] of Object.entries(gatePresets)) {
    it(`${name} is written in the gate language`, () => {
      assert.deepEqual([formatCondition(parseGate(entry, usualColumns)), formatCondition(parseGate(exit, usualColumns))], [entry, exit]);
    });
  }

  it('stand for their gate of the same name; anything else is taken as written', () => {
    assert.equal(gateText('exit', ' momentum-original '), 'rsi > 70 or close < ema_20');
    assert.equal(gateText('entry', 'toString'), 'toString');
  });
});

describe('resolveGates', () => {
  it('says which gate has the fault', () => {
    assert.throws(() => resolveGates({ exit: 'rsi >' }, usualColumns), { code: 'gate-invalid', message: 'The exit gate: Expected a value or a condition, got the end at 5.' });
  });

  it('says why a finer timeframe than that of the candles cannot be had', () => {
    assert.throws(() => resolveGates({ entry: 'rsi_1m < 30' }, usualColumns), { code: 'gate-invalid', message: 'The entry gate: There is no "rsi_1m" here at 0.', hint: /5m/ });
  });

  it('knows the columns of the file beside the indicators', () => {
    const own = columnsOfSeries({ extras: new Map([['funding', new Float64Array()]]), timeframe: '5m' });
    assert.deepEqual(columnsOf(resolveGates({ entry: 'funding > 0 and atr_14 > 1 and rsi_1h < 40' }, own).entry!), ['funding', 'atr_14', 'rsi_1h']);
    assert.throws(() => resolveGates({ entry: 'funding > 0' }, usualColumns), { code: 'gate-invalid' });
  });
});

describe('flattenAnd', () => {
  it('gives the conditions in the order written', () => {
    assert.deepEqual(flattenAnd(parse('rsi < 1 and (close > 2 and volume > 3) and ema_20 > 4')).map(formatCondition), ['rsi < 1', 'close > 2', 'volume > 3', 'ema_20 > 4']);
  });
});
