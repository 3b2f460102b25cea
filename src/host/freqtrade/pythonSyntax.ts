import type { parser } from '@lezer/python';

export type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** Text put in the place of what is between two offsets. */
export type TextChange = { readonly from: number; readonly to: number; readonly text: string };

/** Lines of Python, with four spaces for each step, written from a depth on as the file has its steps and line breaks. */
export type WriteLines = (texts: readonly string[], depth: string) => string;

/** Statements of a kind that stand directly in a script or body, decorated ones included, in the order of the text. */
export function statementsOf(parent: SyntaxNode, kind: string): readonly SyntaxNode[] {
  const decorated = parent.getChildren('DecoratedStatement').flatMap((each) => each.getChildren(kind));
  return [...parent.getChildren(kind), ...decorated].sort((a, b) => a.from - b.from);
}

/** The method of a name that counts: of several the last. */
export function methodOf(definition: SyntaxNode, name: string, source: string): SyntaxNode | undefined {
  return statementsOf(definition.getChild('Body')!, 'FunctionDefinition').findLast((each) => nameOf(each, source) === name);
}

export function nameOf(definition: SyntaxNode, source: string): string {
  const name = definition.getChild('VariableName');
  return name === null ? '' : textOf(name, source);
}

/** The names of the parameters that can be given by position, without their types and defaults. */
export function parametersOf(method: SyntaxNode, source: string): readonly string[] {
  const names: string[] = [];
  for (let node = method.getChild('ParamList')!.firstChild; node !== null && !node.name.startsWith('*'); node = node.nextSibling) {
    if (node.name === 'VariableName' && node.prevSibling?.name !== 'AssignOp') {
      names.push(textOf(node, source));
    }
  }
  return names;
}

/** All nodes of a kind that a function runs itself: not those of functions and classes within it. */
export function ownNodes(method: SyntaxNode, kind: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  method.getChild('Body')!.cursor().iterate(({ name, node }) => {
    if (name === kind) {
      found.push(node);
    }
    return name !== 'FunctionDefinition' && name !== 'LambdaExpression' && name !== 'ClassDefinition';
  });
  return found;
}

export function textOf({ from, to }: SyntaxNode, source: string): string {
  return source.slice(from, to);
}

/** The white space before the first statement of a line. */
export function indentOf({ from }: SyntaxNode, source: string): string {
  const start = source.lastIndexOf('\n', from - 1) + 1;
  return /^[ \t]*/.exec(source.slice(start, from))![0];
}

/** Where the line of an offset ends, before its line break. */
export function endOfLine(offset: number, source: string): number {
  return offset + /^[^\r\n]*/.exec(source.slice(offset))![0].length;
}

/** Where the last statement of a body ends, before the line breaks that follow it. */
export function endOfText(body: SyntaxNode, source: string): number {
  return body.from + textOf(body, source).trimEnd().length;
}
