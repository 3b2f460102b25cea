import type { Remedy } from '../protocol/messages.ts';
import { element } from './dom.ts';
import type { Actions } from './view.ts';

/** What the button of each remedy says. */
export const remedyLabels = {
  'resume-run': 'Resume',
  'ask-another-provider': 'Ask Another Provider…',
  'set-api-key': 'Set Key…',
  'show-settings': 'Open Settings',
  'collect-batch': 'Collect Now',
  'cancel-batch': 'Cancel Batch…',
} as const satisfies Record<Remedy, string>;

/** A button for each remedy; the first may be the one filled button of the screen. */
export function remedyButtons(actions: Actions, remedies: readonly Remedy[], isFirstFilled: boolean): readonly HTMLButtonElement[] {
  return remedies.map((remedy, position) => {
    const button = element('button', { type: 'button', class: `button ${isFirstFilled && position === 0 ? 'primary' : 'secondary'}`, 'data-remedy': remedy }, remedyLabels[remedy]);
    button.addEventListener('click', () => actions.post({ type: remedy }));
    return button;
  });
}
