import type { IndicatorFrame } from '../indicators/frame.ts';
import type { ArithmeticOperator, Operand } from './expression.ts';

/** Values at every candle: a column, or one number that stands for all of them (`step` 0). */
export type Values = { readonly values: Float64Array; readonly step: 0 | 1 };

/**
 * An operand at every candle; unknown is NaN. A division by zero is no value, so the candle counts as unknown rather
 * than as infinitely far above.
 * @throws RangeError because a column does not exist in the frame.
 */
export function evaluateOperand(operand: Operand, frame: IndicatorFrame): Values {
  switch (operand.type) {
    case 'number':
      return { values: Float64Array.of(operand.value), step: 0 };
    case 'column': {
      const values = frame.get(operand.name);
      if (values === undefined) {
        throw new RangeError(`Expected a column of the frame, got "${operand.name}"`);
      }
      return { values, step: 1 };
    }
    case 'negative': {
      const { values, step } = evaluateOperand(operand.operand, frame);
      return { values: values.map((value) => -value), step };
    }
    case 'arithmetic':
      return calculate(operand.operator, evaluateOperand(operand.left, frame), evaluateOperand(operand.right, frame));
  }
}

function calculate(operator: ArithmeticOperator, a: Values, b: Values): Values {
  const longer = a.step === 1 ? a : b;
  const operate = calculations[operator];
  const values = longer.values.map((_, i) => operate(a.values[i * a.step]!, b.values[i * b.step]!));
  return { values, step: longer.step };
}

const calculations = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? NaN : a / b),
} as const;
