import { setImmediate } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { Steps } from '../../core/candles/rows.ts';
import { AppError } from '../../core/errors.ts';

/** How long work is allowed to take: who can stop it, and who wants to know how far it is, 0 to 1 and never back. */
export type Pacing = { readonly signal?: AbortSignal | undefined; readonly onProgress?: ((share: number) => void) | undefined };

/** Gives way to everything else that waits, when it is time to. */
export type Pause = (share: number) => Promise<void>;

const longestMs = 12;

/** @throws AppError `cancelled` from the pause after the signal was aborted. */
export function createPause({ signal, onProgress }: Pacing): Pause {
  let began = performance.now();
  let furthest = 0;
  return async (share) => {
    if (performance.now() - began < longestMs) {
      return;
    }
    // A file that turns out to be odd is begun again.
    furthest = Math.max(furthest, share);
    onProgress?.(furthest);
    await setImmediate();
    if (signal?.aborted === true) {
      throw new AppError('cancelled', 'Loading was cancelled.');
    }
    began = performance.now();
  };
}

/** Runs steps to the end with pauses in between. */
export async function runPaced<Result>(steps: Steps<Result>, pause: Pause): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    await pause(step.value);
  }
}
