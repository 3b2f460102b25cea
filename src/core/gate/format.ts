import type { Condition, Operand } from './expression.ts';

/** A condition in the gate language; parsing it again gives the same condition. */
export function formatCondition(condition: Condition): string {
  switch (condition.type) {
    case 'comparison':
      return `${formatOperand(condition.left, 0)} ${condition.operator} ${formatOperand(condition.right, 0)}`;
    case 'crosses':
      return `crosses_${condition.direction}(${formatOperand(condition.left, 0)}, ${formatOperand(condition.right, 0)})`;
    case 'every-nth':
      return `every_nth(${condition.n})`;
    case 'not':
      return `not ${bracketed(condition.condition, ['and', 'or'])}`;
    case 'and':
      return `${bracketed(condition.left, ['or'])} and ${bracketed(condition.right, ['or', 'and'])}`;
    case 'or':
      return `${formatCondition(condition.left)} or ${bracketed(condition.right, ['or'])}`;
  }
}

function bracketed(condition: Condition, looser: readonly Condition['type'][]): string {
  const text = formatCondition(condition);
  return looser.includes(condition.type) ? `(${text})` : text;
}

const bindings = { '+': 1, '-': 1, '*': 2, '/': 2 } as const;

/** `outer` is how tightly the surrounding operator binds; what binds less needs brackets. */
function formatOperand(operand: Operand, outer: number): string {
  switch (operand.type) {
    case 'number':
      return String(operand.value);
    case 'column':
      return operand.name;
    case 'negative':
      return `-${formatOperand(operand.operand, 3)}`;
    case 'arithmetic': {
      const binding = bindings[operand.operator];
      // The right side of equals binds tighter: a - (b - c) keeps its brackets.
      const text = `${formatOperand(operand.left, binding)} ${operand.operator} ${formatOperand(operand.right, binding + 1)}`;
      return binding < outer ? `(${text})` : text;
    }
  }
}
