import type { Health } from '../core/signal/provider.ts';

/** What the status item shows. */
export type Status =
  /** Nothing was asked of the provider yet. */
  | { readonly type: 'unchecked'; readonly provider: string }
  | { readonly type: 'checking'; readonly provider: string }
  | { readonly type: 'ready'; readonly health: Health; readonly at: Date }
  | { readonly type: 'unavailable'; readonly provider: string; readonly error: string; readonly at: Date }
  | { readonly type: 'running'; readonly provider: string; readonly title: string; readonly done: number; readonly total: number; readonly failed: number; readonly usd: number | null };
