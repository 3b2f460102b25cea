import { bannerOf } from './bannerText.ts';
import { element, span } from './dom.ts';
import { icon } from './icons.ts';
import type { Model } from './model.ts';
import { createGuard, type Actions, type View } from './view.ts';

/** Says what went wrong outside any single question, or why a run ended early. */
export function createBanner(actions: Actions): View {
  const message = element('strong');
  const more = span('muted');
  const log = element('button', { type: 'button', class: 'link' }, 'Show Log');
  const dismiss = element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', title: 'Dismiss' }, icon('close'));
  log.addEventListener('click', () => actions.post({ type: 'show-log' }));
  dismiss.addEventListener('click', () => actions.change({ type: 'dismiss-notice' }));
  const text = element('p', {}, message, ' ', more);
  const root = element('section', { class: 'banner', role: 'alert', 'data-region': 'banner', hidden: true }, icon('error'), icon('warning'), text, log, dismiss);
  const changed = createGuard();

  const render = (model: Model): void => {
    if (!changed(model.notice, model.run, model.rows)) {
      return;
    }
    const banner = bannerOf(model);
    root.hidden = banner === null;
    root.classList.toggle('banner-error', banner?.severity === 'error');
    log.hidden = actions.isReadOnly;
    dismiss.hidden = banner?.canDismiss !== true;
    message.textContent = banner?.message ?? '';
    more.textContent = banner?.more ?? '';
  };
  return { element: root, render };
}
