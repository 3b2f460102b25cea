import * as vscode from 'vscode';
import type { Pacing } from '../app/candles/pace.ts';

/** Does work that can be cancelled in a notification, which is shown only for work so long that it can be read. */
export async function withProgress<Result>(title: string, isLong: boolean, work: (pacing: Pacing) => Promise<Result>): Promise<Result> {
  if (!isLong) {
    return work({});
  }
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (progress, cancelled) => {
    const abort = new AbortController();
    cancelled.onCancellationRequested(() => abort.abort());
    let shown = 0;
    return work({
      signal: abort.signal,
      onProgress: (share) => {
        progress.report({ increment: (share - shown) * 100 });
        shown = share;
      },
    });
  });
}
