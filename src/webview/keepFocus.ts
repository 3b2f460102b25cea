/**
 * The editor gives the focus back to a page as a whole, such as after a quick pick: whatever had it there would have lost
 * it. This gives it back to that; where that is out of sight by then, to the list that is in sight.
 */
export function keepFocus(): void {
  let last: HTMLElement | undefined;
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof HTMLElement ? target : last;
  });
  window.addEventListener('focus', () => {
    if (last !== undefined && document.activeElement === document.body && document.hasFocus()) {
      const lists = document.querySelectorAll<HTMLElement>('[role=grid]');
      [last, ...lists].find((each) => each.checkVisibility())?.focus({ preventScroll: true });
    }
  });
}
