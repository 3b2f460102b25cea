import add from '@vscode/codicons/src/icons/add.svg';
import arrowUp from '@vscode/codicons/src/icons/arrow-up.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import compare from '@vscode/codicons/src/icons/git-compare.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import exportRun from '@vscode/codicons/src/icons/export.svg';
import filter from '@vscode/codicons/src/icons/filter.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import restart from '@vscode/codicons/src/icons/debug-restart.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import settings from '@vscode/codicons/src/icons/settings-gear.svg';
import sort from '@vscode/codicons/src/icons/sort-precedence.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

const markups = { add, arrowUp, chevronDown, chevronLeft, chevronRight, close, compare, error, exportRun, filter, info, restart, search, settings, sort, warning } as const;

export type IconName = keyof typeof markups;

/** A codicon in the colour of its text, hidden from screen readers. */
export function icon(name: IconName): Element {
  const picture = document.importNode(parse(name), true);
  picture.setAttribute('class', `icon icon-${name}`);
  picture.setAttribute('aria-hidden', 'true');
  return picture;
}

/** A codicon to draw on a canvas, 16 by 16. */
export function iconPath(name: IconName): Path2D {
  const path = new Path2D();
  for (const part of parse(name).querySelectorAll('path')) {
    path.addPath(new Path2D(part.getAttribute('d') ?? ''));
  }
  return path;
}

function parse(name: IconName): Element {
  return new DOMParser().parseFromString(markups[name], 'image/svg+xml').documentElement;
}
