import type { IndicatorFrame } from '../indicators/frame.ts';
import type { ComparisonOperator, Condition } from './expression.ts';
import { evaluateOperand, type Values } from './operands.ts';

/** What a condition is at a candle, one byte per candle. */
export const verdicts = { no: 0, yes: 1, unknown: 2 } as const;

/**
 * A condition at every candle. An unknown value anywhere in it makes the whole condition unknown there.
 * `candleNumber` gives what `every_nth` counts.
 * @throws RangeError because a column does not exist in the frame.
 */
export function evaluateCondition(condition: Condition, frame: IndicatorFrame, length: number, candleNumber: (index: number) => number): Uint8Array {
  const inner = (part: Condition) => evaluateCondition(part, frame, length, candleNumber);
  switch (condition.type) {
    case 'comparison':
      return compare(condition.operator, evaluateOperand(condition.left, frame), evaluateOperand(condition.right, frame), length);
    case 'crosses': {
      const left = evaluateOperand(condition.left, frame);
      const right = evaluateOperand(condition.right, frame);
      const [beyond, notYet] = condition.direction === 'above' ? (['>', '<='] as const) : (['<', '>='] as const);
      return both(compare(beyond, left, right, length), delay(compare(notYet, left, right, length)));
    }
    case 'every-nth':
      return new Uint8Array(length).map((_, i) => (candleNumber(i) % condition.n === 0 ? verdicts.yes : verdicts.no));
    case 'not':
      return inner(condition.condition).map((verdict) => (verdict === verdicts.unknown ? verdict : 1 - verdict));
    case 'and':
      return both(inner(condition.left), inner(condition.right));
    case 'or':
      return either(inner(condition.left), inner(condition.right));
  }
}

/** One loop for each operator: they run over every candle of a long file. */
function compare(operator: ComparisonOperator, { values: a, step: s }: Values, { values: b, step: t }: Values, length: number): Uint8Array {
  const out = new Uint8Array(length);
  switch (operator) {
    case '<':
      for (let i = 0; i < length; i++) out[i] = a[i * s]! < b[i * t]! ? 1 : isKnown(a[i * s]!, b[i * t]!);
      break;
    case '<=':
      for (let i = 0; i < length; i++) out[i] = a[i * s]! <= b[i * t]! ? 1 : isKnown(a[i * s]!, b[i * t]!);
      break;
    case '>':
      for (let i = 0; i < length; i++) out[i] = a[i * s]! > b[i * t]! ? 1 : isKnown(a[i * s]!, b[i * t]!);
      break;
    case '>=':
      for (let i = 0; i < length; i++) out[i] = a[i * s]! >= b[i * t]! ? 1 : isKnown(a[i * s]!, b[i * t]!);
      break;
  }
  return out;
}

/** The verdict on a comparison that does not hold: no, or unknown. */
function isKnown(a: number, b: number): number {
  // Only NaN differs from itself.
  return a === a && b === b ? verdicts.no : verdicts.unknown;
}

/** The verdict on the candle before. */
function delay(given: Uint8Array): Uint8Array {
  const out = new Uint8Array(given.length);
  out.set(given.subarray(0, -1), 1);
  out[0] = verdicts.unknown;
  return out;
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = a[i] === 2 || b[i] === 2 ? 2 : a[i]! & b[i]!;
  }
  return out;
}

function either(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = a[i] === 2 || b[i] === 2 ? 2 : a[i]! | b[i]!;
  }
  return out;
}
