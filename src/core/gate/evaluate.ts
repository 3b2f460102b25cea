import type { IndicatorFrame } from '../indicators/frame.ts';
import type { Condition, Operand } from './expression.ts';

/** Whether a condition holds at a candle; undefined while a value it needs is unknown. */
export type Judge = (index: number) => boolean | undefined;

type Reader = (index: number) => number;

/**
 * Compiles a condition over a frame. An unknown value anywhere in it makes the whole condition unknown.
 * @throws RangeError because a column does not exist in the frame.
 */
export function compileCondition(condition: Condition, frame: IndicatorFrame): Judge {
  switch (condition.type) {
    case 'comparison': {
      const left = compileOperand(condition.left, frame);
      const right = compileOperand(condition.right, frame);
      const holds = comparisons[condition.operator];
      return (i) => unlessUnknown(left(i), right(i), holds);
    }
    case 'crosses': {
      const left = compileOperand(condition.left, frame);
      const right = compileOperand(condition.right, frame);
      const [beyond, notYet] = condition.direction === 'above' ? ([comparisons['>'], comparisons['<=']] as const) : ([comparisons['<'], comparisons['>=']] as const);
      return (i) => both(unlessUnknown(left(i), right(i), beyond), unlessUnknown(left(i - 1), right(i - 1), notYet));
    }
    case 'and':
    case 'or': {
      const left = compileCondition(condition.left, frame);
      const right = compileCondition(condition.right, frame);
      return condition.type === 'and' ? (i) => both(left(i), right(i)) : (i) => either(left(i), right(i));
    }
  }
}

const comparisons = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const;

function compileOperand(operand: Operand, frame: IndicatorFrame): Reader {
  if (operand.type === 'number') {
    return () => operand.value;
  }
  const values = frame.get(operand.name);
  if (values === undefined) {
    throw new RangeError(`Expected a column of the frame, got "${operand.name}"`);
  }
  return (i) => values[i] ?? NaN;
}

function unlessUnknown(a: number, b: number, holds: (a: number, b: number) => boolean): boolean | undefined {
  return Number.isNaN(a) || Number.isNaN(b) ? undefined : holds(a, b);
}

function both(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : a && b;
}

function either(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : a || b;
}
