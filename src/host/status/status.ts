import type { Health } from '../../core/signal/provider.ts';

/** What is known of the chosen provider. */
export type HealthStatus =
  /** Nothing was asked of it yet. */
  | { readonly type: 'unchecked'; readonly provider: string }
  /** `usd` is what the one small question is about to cost; undefined while none is asked. */
  | { readonly type: 'checking'; readonly provider: string; readonly usd?: number | null }
  | Checked<'ready'>
  /** It can be reached but something is wrong: no key, or the last question failed. */
  | (Checked<'degraded'> & { readonly error: string; readonly lacksKey: boolean })
  | { readonly type: 'unavailable'; readonly provider: string; readonly health: Health | null; readonly error: string; readonly since: Date; readonly nextCheck: Date | null };

type Checked<Type extends string> = { readonly type: Type; readonly provider: string; readonly health: Health | null; readonly at: Date; readonly keyFrom: string | null };

/** What the run does that is shown in the panel, as far as the status item shows it. */
export type RunStatus =
  | { readonly type: 'idle' }
  | {
      readonly type: 'running';
      readonly title: string;
      readonly done: number;
      readonly total: number;
      readonly failed: number;
      readonly usd: number | null;
      /** Null when nothing bounds the run. */
      readonly budgetUsd: number | null;
    }
  /** It waits for a provider that was unavailable. */
  | { readonly type: 'paused'; readonly provider: string; readonly waiting: number };

/** The backend that this window runs. */
export type BackendStatus = { readonly address: string; readonly needsToken: boolean };

/** The runs that wait for batches, and how many of their questions are done. */
export type BatchesStatus = { readonly runs: number; readonly done: number; readonly total: number };

/** All that the status item shows; `batches` is absent while none is out. */
export type Status = { readonly health: HealthStatus; readonly run: RunStatus; readonly backend: BackendStatus | null; readonly batches?: BatchesStatus | undefined };

/** Keeps the parts of the status, which change apart from each other, and shows the whole at each change. */
export function createStatus(first: Status, show: (status: Status) => void): { readonly set: (part: Partial<Status>) => void; readonly current: () => Status } {
  let current = first;
  return {
    set: (part) => {
      current = { ...current, ...part };
      show(current);
    },
    current: () => current,
  };
}
