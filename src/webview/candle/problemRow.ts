import type { ProblemView } from '../../protocol/candleMessages.ts';
import { element } from '../dom.ts';
import { formatCount, unknown } from '../format.ts';
import { icon } from '../icons.ts';
import { describeProblem, effectWords, ruleWords } from './candleWords.ts';

/** The columns in order: class, heading, and whether it holds numbers. */
export const problemColumns = [
  { name: 'rule', heading: 'Problem', isNumber: false },
  { name: 'line', heading: 'Line', isNumber: true },
  { name: 'column', heading: 'Column', isNumber: false },
  { name: 'value', heading: 'Value', isNumber: false },
  { name: 'message', heading: 'What was found', isNumber: false },
  { name: 'effect', heading: 'Row', isNumber: false },
] as const;

type ColumnName = (typeof problemColumns)[number]['name'];

/** The row of one problem. Its position and selection are set by the list. */
export function createProblemRow(problem: ProblemView, position: number): HTMLElement {
  const { line, column, value, message, rule, effect, severity } = problem;
  const contents: Readonly<Record<ColumnName, readonly (Node | string)[]>> = {
    rule: [icon(severity), ruleWords(rule)],
    line: [line === null ? unknown : formatCount(line)],
    column: [column ?? unknown],
    value: [value === '' ? unknown : value],
    message: [message],
    effect: [effectWords[effect]],
  };
  return element(
    'div',
    {
      class: `row flaw-${severity}`,
      role: 'row',
      id: problemRowId(position),
      'aria-label': describeProblem(problem),
      'aria-rowindex': position + 2,
      'data-position': position,
      'data-rule': rule,
      'data-line': line ?? undefined,
    },
    ...problemColumns.map(({ name, isNumber }) => {
      const isMuted = contents[name][0] === unknown || name === 'message';
      const classes = `cell cell-${name}${isNumber ? ' number' : ''}${isMuted ? ' muted' : ''}`;
      return element('span', { class: classes, role: 'gridcell', title: name === 'message' ? message : undefined }, ...contents[name]);
    }),
  );
}

/** The id of the row at a position, for `aria-activedescendant`. */
export function problemRowId(position: number): string {
  return `problem-${position}`;
}
