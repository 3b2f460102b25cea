export type ArithmeticOperator = '+' | '-' | '*' | '/';
export type ComparisonOperator = '<' | '<=' | '>' | '>=';

/** A value at the candle judged: a number, a column of the frame, or what is calculated from them. */
export type Operand =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'column'; readonly name: string }
  | { readonly type: 'negative'; readonly operand: Operand }
  | { readonly type: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Operand; readonly right: Operand };

/** A condition on one candle. */
export type Condition =
  | { readonly type: 'comparison'; readonly operator: ComparisonOperator; readonly left: Operand; readonly right: Operand }
  /** True on the candle where `left` is beyond `right` and was not on the candle before (qtpylib's crossed_above and crossed_below). */
  | { readonly type: 'crosses'; readonly direction: 'above' | 'below'; readonly left: Operand; readonly right: Operand }
  /** True on every nth candle, counted by the clock, so that a longer file asks about the same ones. */
  | { readonly type: 'every-nth'; readonly n: number }
  | { readonly type: 'not'; readonly condition: Condition }
  | { readonly type: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

/** The conditions that must all hold, in the order written. */
export function flattenAnd(condition: Condition): readonly Condition[] {
  return condition.type === 'and' ? [...flattenAnd(condition.left), ...flattenAnd(condition.right)] : [condition];
}

/** The columns a condition reads, each once. */
export function columnsOf(condition: Condition): readonly string[] {
  return [...new Set(operandsOf(condition).flatMap(columnsOfOperand))];
}

function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.type) {
    case 'comparison':
    case 'crosses':
      return [condition.left, condition.right];
    case 'every-nth':
      return [];
    case 'not':
      return operandsOf(condition.condition);
    case 'and':
    case 'or':
      return [...operandsOf(condition.left), ...operandsOf(condition.right)];
  }
}

function columnsOfOperand(operand: Operand): readonly string[] {
  switch (operand.type) {
    case 'number':
      return [];
    case 'column':
      return [operand.name];
    case 'negative':
      return columnsOfOperand(operand.operand);
    case 'arithmetic':
      return [...columnsOfOperand(operand.left), ...columnsOfOperand(operand.right)];
  }
}
