import type { ComparisonOperator, Condition, Operand } from './expression.ts';
import { evaluateOperand, type ColumnOf } from './operands.ts';

/** What a condition is at a candle, one byte per candle. */
export const verdicts = { no: 0, yes: 1, unknown: 2 } as const;

/**
 * A condition at each of `length` candles, `columnOf` giving the values there of a column, and `candleNumber` what `every_nth`
 * counts. An unknown value anywhere in it makes the whole condition unknown there.
 */
export function evaluateCondition(condition: Condition, columnOf: ColumnOf, length: number, candleNumber: (index: number) => number): Uint8Array {
  const value = (operand: Operand) => evaluateOperand(operand, columnOf, length);
  const inner = (part: Condition) => evaluateCondition(part, columnOf, length, candleNumber);
  switch (condition.type) {
    case 'comparison':
      return compare(condition.operator, value(condition.left), value(condition.right));
    case 'crosses': {
      const [left, right] = [value(condition.left), value(condition.right)];
      // Crossing below is being crossed above.
      return condition.direction === 'above' ? crosses(left, right) : crosses(right, left);
    }
    case 'every-nth':
      return everyNth(condition.n, length, candleNumber);
    case 'not':
      return opposite(inner(condition.condition));
    case 'and':
      return both(inner(condition.left), inner(condition.right));
    case 'or':
      return either(inner(condition.left), inner(condition.right));
  }
}

function compare(operator: ComparisonOperator, left: Float64Array, right: Float64Array): Uint8Array {
  switch (operator) {
    case '<':
      return isAbove(right, left);
    case '<=':
      return isAtLeast(right, left);
    case '>':
      return isAbove(left, right);
    case '>=':
      return isAtLeast(left, right);
  }
}

// One loop each: they run over every candle of a long file, which is also why they say 2 for unknown.
function isAbove(a: Float64Array, b: Float64Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) {
    const left = a[i]!;
    const right = b[i]!;
    out[i] = verdictOf(left > right, left <= right);
  }
  return out;
}

function isAtLeast(a: Float64Array, b: Float64Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) {
    const left = a[i]!;
    const right = b[i]!;
    out[i] = verdictOf(left >= right, left < right);
  }
  return out;
}

/** Whether `a` is above `b` and was not at the candle before. */
function crosses(a: Float64Array, b: Float64Array): Uint8Array {
  const out = new Uint8Array(a.length);
  let before: number = verdicts.unknown;
  for (let i = 0; i < out.length; i++) {
    const left = a[i]!;
    const right = b[i]!;
    const now = verdictOf(left > right, left <= right);
    out[i] = (before | now) >= 2 ? 2 : now & (1 - before);
    before = now;
  }
  return out;
}

/** The verdict on a comparison; neither it nor its opposite holds where a value is unknown. Without a branch, for no processor could guess which way. */
function verdictOf(isTrue: boolean, isFalse: boolean): number {
  return 2 - Number(isTrue) - 2 * Number(isFalse);
}

function everyNth(n: number, length: number, candleNumber: (index: number) => number): Uint8Array {
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    out[i] = candleNumber(i) % n === 0 ? verdicts.yes : verdicts.no;
  }
  return out;
}

function opposite(a: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = a[i] === 2 ? 2 : 1 - a[i]!;
  }
  return out;
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = (a[i]! | b[i]!) >= 2 ? 2 : a[i]! & b[i]!;
  }
  return out;
}

function either(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) {
    const any = a[i]! | b[i]!;
    out[i] = any >= 2 ? 2 : any;
  }
  return out;
}
