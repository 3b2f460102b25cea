/** Height of a row in px; the style sheet has the same number. */
export const rowHeight = 24;

const overscan = 8;

/** The rows that must exist for a scroll position: from `first` up to, not including, `end`. */
export type RowWindow = { readonly first: number; readonly end: number };

/** The rows to render so that the visible part and a little around it are there. */
export function windowOf(scrollTop: number, height: number, count: number): RowWindow {
  const first = Math.floor(scrollTop / rowHeight) - overscan;
  const end = Math.ceil((scrollTop + height) / rowHeight) + overscan;
  return { first: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(end, count)) };
}

/** The scroll position nearest to the present one that shows a row whole. */
export function scrollTopFor(position: number, scrollTop: number, height: number): number {
  const top = position * rowHeight;
  if (top < scrollTop) {
    return top;
  }
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}

/** Where a key leads in a list; undefined when the key is none of the list's. */
export function positionAfter(key: string, position: number, count: number, height: number): number | undefined {
  if (count === 0) {
    return undefined;
  }
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  const target = { ArrowUp: position - 1, ArrowDown: position + 1, PageUp: position - page, PageDown: position + page, Home: 0, End: count - 1 }[key];
  return target === undefined ? undefined : Math.max(0, Math.min(count - 1, target));
}
