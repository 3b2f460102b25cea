import type { ArithmeticOperator, Operand } from './expression.ts';

/** The values of a column at the candles judged. */
export type ColumnOf = (name: string) => Float64Array;

/**
 * An operand at each of `length` candles; unknown is NaN. A division by zero is no value, so the candle counts as unknown rather
 * than as infinitely far above.
 */
export function evaluateOperand(operand: Operand, columnOf: ColumnOf, length: number): Float64Array {
  const inner = (part: Operand) => evaluateOperand(part, columnOf, length);
  switch (operand.type) {
    case 'number':
      return new Float64Array(length).fill(operand.value);
    case 'column':
      return columnOf(operand.name);
    case 'negative':
      return calculate('*', new Float64Array(length).fill(-1), inner(operand.operand));
    case 'arithmetic':
      return calculate(operand.operator, inner(operand.left), inner(operand.right));
  }
}

function calculate(operator: ArithmeticOperator, a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  calculations[operator](a, b, out);
  return out;
}

// One loop each: they run over every candle of a long file.
const calculations = {
  '+': (a: Float64Array, b: Float64Array, out: Float64Array) => {
    for (let i = 0; i < out.length; i++) {
      out[i] = a[i]! + b[i]!;
    }
  },
  '-': (a: Float64Array, b: Float64Array, out: Float64Array) => {
    for (let i = 0; i < out.length; i++) {
      out[i] = a[i]! - b[i]!;
    }
  },
  '*': (a: Float64Array, b: Float64Array, out: Float64Array) => {
    for (let i = 0; i < out.length; i++) {
      out[i] = a[i]! * b[i]!;
    }
  },
  '/': (a: Float64Array, b: Float64Array, out: Float64Array) => {
    for (let i = 0; i < out.length; i++) {
      out[i] = b[i] === 0 ? NaN : a[i]! / b[i]!;
    }
  },
} as const;
