import assert from 'node:assert/strict';
import { screenshot } from './actions.ts';
import type { Workbench } from './workbench.ts';

/** Keeps a picture of each window of a test that failed, stops its workbench, and fails a test whose webview met its own content security policy. */
export async function endTest(workbench: Workbench, test: Mocha.Test | undefined): Promise<void> {
  if (test?.state === 'failed') {
    const windows = workbench.windows.filter((page) => !page.isClosed());
    for (const [at, page] of windows.entries()) {
      await screenshot(page, `failed-${test.title.replaceAll(/\W+/g, '-').slice(0, 40)}${at === 0 ? '' : `-${at + 1}`}`);
    }
  }
  const blocked = workbench.errors.filter((error) => /content security policy/i.test(error) && /webview|vscode-resource|vscode-cdn/.test(error));
  await workbench.stop();
  assert.deepEqual(blocked, [], 'A webview met its own content security policy');
}
