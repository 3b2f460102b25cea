import { AppError } from '../../core/errors.ts';
import { endOfLine, indentOf, ownNodes, parametersOf, textOf, type SyntaxNode, type TextChange, type WriteLines } from './pythonSyntax.ts';

/** How lines are written: with a step of indentation, and a line break. */
type Style = { readonly write: WriteLines; readonly unit: string; readonly eol: string; readonly strategy: string };

/**
 * Lines after the call of the parent's `__init__`, which sets the configuration: whatever returns later, they have run.
 * @throws AppError `strategy-invalid` because the parent's is not called; Freqtrade cannot load such a strategy.
 */
export function afterParentInit(init: SyntaxNode, source: string, lines: readonly string[], style: Style): readonly TextChange[] {
  const self = parametersOf(init, source)[0] ?? '';
  const calls = ownNodes(init, 'ExpressionStatement').filter((each) => callsParentInit(each, self, source));
  if (calls.length === 0) {
    throw new AppError('strategy-invalid', `The __init__ of ${style.strategy} does not call that of its parent.`, { hint: 'Begin it with super().__init__(config).' });
  }
  const lastOfBodies = calls.filter((each, at) => !calls.slice(at + 1).some((later) => bodyOf(later).from === bodyOf(each).from));
  const always = lastOfBodies.find((each) => bodyOf(each).parent?.from === init.from);
  return (always === undefined ? lastOfBodies : [always]).flatMap((each) => linesAfter(each, source, lines, style));
}

/** `super().__init__(…)` or `IStrategy.__init__(self, …)`. */
function callsParentInit(statement: SyntaxNode, self: string, source: string): boolean {
  const callee = statement.getChild('CallExpression')?.getChild('MemberExpression');
  const property = callee?.getChild('PropertyName');
  return !!callee && !!property && textOf(property, source) === '__init__' && !textOf(callee, source).startsWith(`${self}.`);
}

/** New lines after those of a simple statement. What stands beside it on its line gets a line of its own where it has to. */
function linesAfter(statement: SyntaxNode, source: string, lines: readonly string[], { write, unit, eol }: Style): readonly TextChange[] {
  const body = bodyOf(statement);
  const first = body.firstChild!.nextSibling!;
  const isOneLine = !source.slice(body.from, first.from).includes('\n');
  const depth = indentOf(body, source) + (isOneLine ? unit : '');
  const inside = isOneLine ? depth : indentOf(statement, source);
  const opened = isOneLine ? [{ from: body.from + 1, to: first.from, text: `${eol}${depth}` }] : [];
  const next = nextStatement(statement);
  const end = endOfLine(statement.to, source);
  const added = write(lines, inside);
  return [...opened, next === undefined ? { from: end, to: end, text: `${eol}${added}` } : { from: statement.to, to: next.from, text: `${eol}${added}${eol}${inside}` }];
}

/** The body that a statement is in, alone on its line or not. */
function bodyOf({ parent }: SyntaxNode): SyntaxNode {
  return parent!.name === 'StatementGroup' ? parent!.parent! : parent!;
}

/** The statement that follows on the same line. */
function nextStatement({ parent, nextSibling }: SyntaxNode): SyntaxNode | undefined {
  if (parent!.name !== 'StatementGroup') {
    return undefined;
  }
  let next = nextSibling;
  while (next !== null && (next.name === ';' || next.name === 'Comment')) {
    next = next.nextSibling;
  }
  return next ?? undefined;
}
