import { element, hasFocus } from '../dom.ts';
import { icon, type IconName } from '../icons.ts';
import { isHalted } from '../halt.ts';
import { hasRun, isRunning, kindCounts, type Model } from '../model.ts';
import { createRoving } from '../roving.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import type { FromWebview } from '../../protocol/messages.ts';
import { haltedFacts, runFacts, runningFacts } from './facts.ts';
import { progressOf, type Progress } from './progress.ts';

/** One line that answers what came out of the run, or how far it is. */
export function createSummaryBar(actions: Actions): View {
  const facts = element('div', { class: 'facts-line' });
  const pause = button(actions, 'Pause', { type: 'pause-run' });
  const cancel = button(actions, 'Cancel', { type: 'cancel' });
  pause.addEventListener('click', () => actions.change({ type: 'pause' }));
  const runAgain = iconButton(actions, 'Run Again', 'restart', { type: 'run-again' });
  const compare = iconButton(actions, 'Compare Runs…', 'compare', { type: 'compare-runs' });
  const exportRun = iconButton(actions, 'Export Run…', 'exportRun', { type: 'export-run' });
  const settings = iconButton(actions, 'Settings', 'settings', { type: 'show-settings' });
  const toolbar = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Run' }, pause, cancel, runAgain, compare, exportRun, settings);
  const line = createProgressLine();
  const bar = element('section', { class: 'summary', 'data-region': 'summary', 'aria-label': 'Run summary' }, element('div', { class: 'facts' }, facts), toolbar, line.element);
  const roving = createRoving(toolbar);
  const changed = createGuard();

  const render = (model: Model): void => {
    if (!hasRun(model) || !changed(model.run, model.rows, model.series, model.gate, model.budget, model.pausing, model.file, model.elsewhere)) {
      return;
    }
    const running = isRunning(model);
    const progress = progressOf(model.run, model.gate.asked, kindCounts(model));
    bar.dataset['state'] = model.run.state;
    const halted = isHalted(model);
    facts.replaceChildren(...(running ? runningFacts(model, progress) : halted ? haltedFacts(model) : runFacts(model)));
    line.render(running || halted ? progress : null);
    toolbar.hidden = actions.isReadOnly;
    const hadFocus = hasFocus(toolbar);
    const isOurs = running && !model.elsewhere;
    pause.hidden = cancel.hidden = !isOurs;
    pause.disabled = model.pausing;
    pause.textContent = model.pausing ? 'Pausing…' : 'Pause';
    runAgain.hidden = compare.hidden = exportRun.hidden = isOurs;
    roving.update();
    if (hadFocus && !toolbar.contains(document.activeElement)) {
      (isOurs ? cancel : runAgain).focus();
    }
  };
  return { element: bar, render };
}

function createProgressLine(): { readonly element: HTMLElement; readonly render: (progress: Progress | null) => void } {
  const answered = element('span', { class: 'progress-answered' });
  const failed = element('span', { class: 'progress-failed' });
  const inFlight = element('span', { class: 'progress-in-flight' });
  const line = element('div', { class: 'progress', role: 'progressbar', 'aria-label': 'Questions answered', hidden: true }, answered, failed, inFlight);
  return {
    element: line,
    render: (progress) => {
      line.hidden = progress === null;
      if (progress !== null) {
        line.setAttribute('aria-valuemax', String(progress.asked));
        line.setAttribute('aria-valuenow', String(progress.done));
        answered.style.width = percent(progress.answeredShare);
        failed.style.width = percent(progress.failedShare);
        inFlight.style.width = percent(progress.inFlightShare);
      }
    },
  };
}

function percent(share: number): string {
  return `${share * 100}%`;
}

function button(actions: Actions, label: string, intent: FromWebview): HTMLButtonElement {
  const created = element('button', { type: 'button', class: 'button secondary' }, label);
  created.addEventListener('click', () => actions.post(intent));
  return created;
}

function iconButton(actions: Actions, label: string, name: IconName, intent: FromWebview): HTMLButtonElement {
  const created = element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label }, icon(name));
  created.addEventListener('click', () => actions.post(intent));
  return created;
}
