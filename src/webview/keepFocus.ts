/**
 * The editor gives the focus back to a page as a whole, such as after a quick pick: whatever had it there would have lost
 * it. The next key goes to that; where that is out of sight by then, to the list that is in sight. Not before a key, since
 * a prompt of the editor may open at once, and must not lose the focus in turn.
 */
export function keepFocus(): void {
  let last: HTMLElement | undefined;
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof HTMLElement ? target : last;
  });
  const giveBack = (event: KeyboardEvent) => {
    if (last === undefined || event.target !== document.body) {
      return;
    }
    const lists = document.querySelectorAll<HTMLElement>('[role=grid]');
    const target = [last, ...lists].find((each) => each.checkVisibility());
    target?.focus({ preventScroll: true });
    // Tab goes on from there by itself, and the others are commands of the page or the editor.
    if (target !== undefined && event.key !== 'Tab' && !/^F\d/.test(event.key) && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.stopImmediatePropagation();
      if (!target.dispatchEvent(new KeyboardEvent('keydown', event))) {
        event.preventDefault();
      }
    }
  };
  window.addEventListener('keydown', giveBack, { capture: true });
}
