/** The editor may take the focus on at once, to the next of its prompts, which closes when the focus is taken from it. */
const settleMs = 250;

/**
 * The editor gives the focus back to a page as a whole, such as after a quick pick: whatever had it there would have lost
 * it. This gives it back to that; where that is out of sight by then, to the list that is in sight.
 */
export function keepFocus(): void {
  let last: HTMLElement | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  const giveBack = () => {
    if (last !== undefined && document.activeElement === document.body && document.hasFocus()) {
      const lists = document.querySelectorAll<HTMLElement>('[role=grid]');
      [last, ...lists].find((each) => each.checkVisibility())?.focus({ preventScroll: true });
    }
  };
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof HTMLElement ? target : last;
  });
  window.addEventListener('focus', () => {
    clearTimeout(settling);
    settling = setTimeout(giveBack, settleMs);
  });
}
