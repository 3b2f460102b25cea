import { bannerOf } from './bannerText.ts';
import { element, hasFocus, span } from './dom.ts';
import { icon } from './icons.ts';
import type { Model } from './model.ts';
import { remedyButtons } from './remedies.ts';
import { createGuard, type Actions, type View } from './view.ts';

/** Says what went wrong outside any single question, or why a run ended early, with what may help. */
export function createBanner(actions: Actions): View {
  const message = element('strong');
  const more = span('muted');
  const remedies = span('banner-remedies');
  const log = element('button', { type: 'button', class: 'link' }, 'Show Log');
  const dismiss = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', title: 'Dismiss' }, icon('close'));
  log.addEventListener('click', () => actions.post({ type: 'show-log' }));
  dismiss.addEventListener('click', () => actions.change({ type: 'dismiss-notice' }));
  const text = element('p', { role: 'alert' }, message, ' ', more);
  const buttons = element('div', { class: 'banner-actions' }, remedies, log, dismiss);
  const root = element('section', { class: 'banner', 'aria-label': 'Notice', 'data-region': 'banner', hidden: true }, icon('error'), icon('warning'), icon('info'), text, buttons);
  const changed = createGuard();
  const changedBanner = createGuard();

  const render = (model: Model): void => {
    if (!changed(model.notice, model.run, model.rows)) {
      return;
    }
    const banner = bannerOf(model);
    // What is said once is not said again with every record.
    if (!changedBanner(JSON.stringify(banner))) {
      return;
    }
    const hadFocus = hasFocus(root);
    root.hidden = banner === null;
    root.dataset['severity'] = banner?.severity ?? '';
    log.hidden = actions.isReadOnly;
    dismiss.hidden = banner?.canDismiss !== true;
    message.textContent = banner?.message ?? '';
    more.textContent = banner?.more ?? '';
    remedies.replaceChildren(...(banner === null || actions.isReadOnly ? [] : remedyButtons(actions, banner.remedies, true)));
    if (hadFocus && !root.contains(document.activeElement)) {
      root.parentElement?.querySelector<HTMLElement>('.summary button:not([hidden])')?.focus();
    }
  };
  return { element: root, render };
}
