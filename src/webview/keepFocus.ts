/**
 * The editor gives the focus back to a page as a whole, such as after a quick pick: whatever had it there would have lost
 * it. This gives it back to that.
 */
export function keepFocus(): void {
  let last: HTMLElement | undefined;
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof HTMLElement ? target : last;
  });
  window.addEventListener('focus', () => {
    if (document.activeElement === document.body) {
      last?.focus({ preventScroll: true });
    }
  });
}
