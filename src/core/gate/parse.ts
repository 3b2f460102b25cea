/**
 * The gate language: numbers, column names, `+ - * /`, `< <= > >=`, `and or not ( )`, `crosses_above(a, b)`,
 * `crosses_below(a, b)` and `every_nth(n)`. Operators bind as in Python; keywords in any letter case.
 */
import type { ArithmeticOperator, ComparisonOperator, Condition, Operand } from './expression.ts';
import { gateError } from './gateError.ts';
import { describeUnknown } from './suggest.ts';
import { readTokens, type Token } from './tokens.ts';

/** The names a gate or a question may use. */
export type ColumnNames = {
  readonly has: (name: string) => boolean;
  /** Why a column that exists cannot be had for these candles, such as a timeframe finer than theirs. */
  readonly problem: (name: string) => string | undefined;
  /** What an error offers. */
  readonly list: readonly string[];
};

const longest = 2000;
const deepest = 100;

type Node = { readonly at: number } & ({ readonly operand: Operand } | { readonly condition: Condition });

/** @throws AppError `gate-invalid` with the position of the fault and what was expected or exists. */
export function parseGate(text: string, columns: ColumnNames): Condition {
  if (text.length > longest) {
    throw gateError(`A gate has at most ${longest} characters, this one goes on`, longest);
  }
  const tokens = readTokens(text);
  let position = 0;
  let depth = 0;

  const peek = (): Token => tokens[position]!;
  const take = (): Token => tokens[position++]!;
  const isNext = (word: string): boolean => peek().type !== 'number' && peek().text.toLowerCase() === word;
  const takeIf = (word: string): boolean => isNext(word) && take() !== undefined;
  const expect = (symbol: string): void => {
    if (!takeIf(symbol)) {
      throw gateError(`Expected "${symbol}", got ${describe(peek())}`, peek().at);
    }
  };

  const parseOr = (): Node => parseJoined('or', parseAnd);
  const parseAnd = (): Node => parseJoined('and', parseNot);
  const parseJoined = (word: 'and' | 'or', parsePart: () => Node): Node => {
    let node = parsePart();
    while (takeIf(word)) {
      node = { at: node.at, condition: { type: word, left: conditionOf(node), right: conditionOf(parsePart()) } };
    }
    return node;
  };
  const parseNot = (): Node => {
    const { at } = peek();
    return takeIf('not') ? { at, condition: { type: 'not', condition: conditionOf(nested(parseNot)) } } : parseComparison();
  };
  const parseComparison = (): Node => {
    const left = parseSum();
    if (!isComparison(peek())) {
      return left;
    }
    const operator = take().text as ComparisonOperator;
    const node: Node = { at: left.at, condition: { type: 'comparison', operator, left: operandOf(left), right: operandOf(parseSum()) } };
    if (isComparison(peek())) {
      throw gateError(`Unexpected "${peek().text}"`, peek().at, 'Write a < b and b < c.');
    }
    return node;
  };
  const parseSum = (): Node => parseCalculated(['+', '-'], parseProduct);
  const parseProduct = (): Node => parseCalculated(['*', '/'], parseUnary);
  const parseCalculated = (operators: readonly string[], parsePart: () => Node): Node => {
    let node = parsePart();
    while (peek().type === 'symbol' && operators.includes(peek().text)) {
      const operator = take().text as ArithmeticOperator;
      node = { at: node.at, operand: { type: 'arithmetic', operator, left: operandOf(node), right: operandOf(parsePart()) } };
    }
    return node;
  };
  const parseUnary = (): Node => {
    const { at } = peek();
    return takeIf('-') ? { at, operand: { type: 'negative', operand: operandOf(nested(parseUnary)) } } : parsePrimary();
  };
  const parsePrimary = (): Node => {
    const token = take();
    if (token.type === 'number') {
      return { at: token.at, operand: { type: 'number', value: Number(token.text) } };
    }
    if (token.text === '(') {
      const node = nested(parseOr);
      expect(')');
      return { ...node, at: token.at };
    }
    if (token.type !== 'name' || ['and', 'or', 'not'].includes(token.text.toLowerCase())) {
      throw gateError(`Expected a value or a condition, got ${describe(token)}`, token.at);
    }
    return isNext('(') ? parseCall(token) : parseColumn(token);
  };
  const parseCall = (name: Token): Node => {
    const [, direction] = /^crosses_(above|below)$/i.exec(name.text) ?? [];
    expect('(');
    if (direction !== undefined) {
      const left = operandOf(nested(parseOr));
      expect(',');
      const right = operandOf(nested(parseOr));
      expect(')');
      return { at: name.at, condition: { type: 'crosses', direction: direction.toLowerCase() as 'above' | 'below', left, right } };
    }
    if (/^every_nth$/i.test(name.text)) {
      const n = take();
      if (n.type !== 'number' || !/^[1-9]\d{0,6}$/.test(n.text)) {
        throw gateError(`Expected a whole number from 1, got ${describe(n)}`, n.at);
      }
      expect(')');
      return { at: name.at, condition: { type: 'every-nth', n: Number(n.text) } };
    }
    throw gateError(`Unknown function "${name.text}"`, name.at, 'There are crosses_above(a, b), crosses_below(a, b) and every_nth(n).');
  };
  const parseColumn = ({ text: name, at }: Token): Node => {
    if (!columns.has(name)) {
      throw gateError(`Unknown name "${name}"`, at, describeUnknown(name, columns.list));
    }
    const problem = columns.problem(name);
    if (problem !== undefined) {
      throw gateError(`There is no "${name}" here`, at, problem);
    }
    return { at, operand: { type: 'column', name } };
  };
  const nested = (parsePart: () => Node): Node => {
    depth += 1;
    if (depth > deepest) {
      throw gateError('Brackets are nested too deep', peek().at);
    }
    const node = parsePart();
    depth -= 1;
    return node;
  };

  const condition = conditionOf(parseOr());
  if (peek().type !== 'end') {
    throw gateError(`Unexpected ${describe(peek())}`, peek().at);
  }
  return condition;
}

function isComparison({ type, text }: Token): boolean {
  return type === 'symbol' && ['<', '<=', '>', '>='].includes(text);
}

function conditionOf(node: Node): Condition {
  if ('condition' in node) {
    return node.condition;
  }
  throw gateError('Expected a condition, got a value', node.at, 'Compare it with something, such as rsi < 30.');
}

function operandOf(node: Node): Operand {
  if ('operand' in node) {
    return node.operand;
  }
  throw gateError('Expected a value, got a condition', node.at);
}

function describe({ type, text }: Token): string {
  return type === 'end' ? 'the end' : `"${text}"`;
}
