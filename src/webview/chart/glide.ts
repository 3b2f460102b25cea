import type { VisibleRange } from '../../protocol/panelState.ts';

const glideMs = 120;

/** Moves what is visible from one range to another, in steps unless the user wants less motion. */
export type Glide = { readonly start: (from: VisibleRange, to: VisibleRange) => void; readonly stop: () => void };

/** Creates a glide that shows its steps with a function. */
export function createGlide(show: (range: VisibleRange) => void): Glide {
  let frame = 0;
  const stop = (): void => cancelAnimationFrame(frame);
  const start = (from: VisibleRange, to: VisibleRange): void => {
    stop();
    if (wantsLessMotion()) {
      show(to);
      return;
    }
    const started = performance.now();
    const step = (now: number): void => {
      const share = Math.min(1, Math.max(0, (now - started) / glideMs));
      show({ from: from.from + (to.from - from.from) * share, to: from.to + (to.to - from.to) * share });
      if (share < 1) {
        frame = requestAnimationFrame(step);
      }
    };
    frame = requestAnimationFrame(step);
  };
  return { start, stop };
}

function wantsLessMotion(): boolean {
  return document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
