/** One tab stop for a group of controls, with the arrow keys inside. */
export type Roving = {
  /** To be called after controls were shown, hidden or disabled. */
  readonly update: () => void;
};

/** Makes the buttons of a group one tab stop. */
export function createRoving(group: HTMLElement): Roving {
  const usable = (): HTMLElement[] => [...group.querySelectorAll<HTMLElement>('button:not([hidden]):not(:disabled)')].filter(isVisible);
  const makeStop = (stop: HTMLElement | undefined): void => {
    for (const control of group.querySelectorAll<HTMLElement>('button')) {
      control.tabIndex = control === stop ? 0 : -1;
    }
  };
  group.addEventListener('focusin', (event) => makeStop((event.target as HTMLElement).closest('button') ?? undefined));
  group.addEventListener('keydown', (event) => {
    const controls = usable();
    const position = controls.indexOf(event.target as HTMLElement);
    const next = nextPosition(event.key, position, controls.length);
    if (position >= 0 && next !== undefined) {
      event.preventDefault();
      controls[next]?.focus();
    }
  });
  return {
    update: () => {
      const controls = usable();
      makeStop(controls.find((control) => control.tabIndex === 0) ?? controls[0]);
    },
  };
}

/** Where a key leads from a position in a group; undefined when the key is none of the group's. */
export function nextPosition(key: string, position: number, length: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (position + 1) % length;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (position - 1 + length) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return undefined;
  }
}

function isVisible(control: HTMLElement): boolean {
  return control.checkVisibility();
}
