/** A number or the value of a column at the candle judged. */
export type Operand = { readonly type: 'number'; readonly value: number } | { readonly type: 'column'; readonly name: string };

/** A condition on one candle, over the columns of an IndicatorFrame. */
export type Condition =
  | { readonly type: 'comparison'; readonly operator: '<' | '<=' | '>' | '>='; readonly left: Operand; readonly right: Operand }
  /** True on the candle where `left` is beyond `right` and was not on the candle before (qtpylib's crossed_above and crossed_below). */
  | { readonly type: 'crosses'; readonly direction: 'above' | 'below'; readonly left: Operand; readonly right: Operand }
  | { readonly type: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export const column = (name: string): Operand => ({ type: 'column', name });
export const number = (value: number): Operand => ({ type: 'number', value });

/** The conditions that must all hold, in the order written. */
export function flattenAnd(condition: Condition): readonly Condition[] {
  return condition.type === 'and' ? [...flattenAnd(condition.left), ...flattenAnd(condition.right)] : [condition];
}

/** A condition in the gate language of settings and command line. */
export function formatCondition(condition: Condition): string {
  switch (condition.type) {
    case 'comparison':
      return `${formatOperand(condition.left)} ${condition.operator} ${formatOperand(condition.right)}`;
    case 'crosses':
      return `crosses_${condition.direction}(${formatOperand(condition.left)}, ${formatOperand(condition.right)})`;
    case 'and':
    case 'or':
      return `${parenthesise(condition.left, condition.type)} ${condition.type} ${parenthesise(condition.right, condition.type)}`;
  }
}

function parenthesise(inner: Condition, outer: 'and' | 'or'): string {
  const text = formatCondition(inner);
  return (inner.type === 'and' || inner.type === 'or') && inner.type !== outer ? `(${text})` : text;
}

function formatOperand(operand: Operand): string {
  return operand.type === 'number' ? String(operand.value) : operand.name;
}
