import path from 'node:path';
import type { Page } from 'playwright-core';
import { screenshot } from './actions.ts';
import { launchBrowser, openPage } from './browser.ts';
import { createProfile, removeProfile, type Profile, type Settings } from './profile.ts';
import { installExtension, startServer } from './server.ts';
import { workbenchUrl } from './workbenchUrl.ts';

/** A fresh VS Code in a real browser, with the packaged extension installed and a folder open. */
export type Workbench = {
  readonly page: Page;
  /** That page and those that were opened beside it. */
  readonly windows: readonly Page[];
  readonly url: string;
  readonly profile: Profile;
  /** Errors that pages have logged, webviews included: what a Content Security Policy blocked is among them. */
  readonly errors: readonly string[];
  /** Opens the folder in one more window, which has an extension host of its own, and waits until the extension has started there. */
  openWindow(): Promise<Page>;
  stop(): Promise<void>;
};

export type WorkbenchOptions = {
  readonly vsix: string;
  /** Opened as a copy, so tests may change it. */
  readonly folder: string;
  readonly settings?: Settings;
  /** Settings that only the machine may have, not the user or the workspace. */
  readonly machineSettings?: Settings;
};

/** Starts it and waits until the extension has started. @throws leaving a picture, because it did not come to that. */
export async function startWorkbench({ vsix, folder, settings, machineSettings }: WorkbenchOptions): Promise<Workbench> {
  const profile = createProfile(folder, settings, machineSettings);
  await installExtension(path.resolve(vsix), profile);
  const server = await startServer(profile);
  const browser = await launchBrowser();
  const stop = async () => {
    await browser.close();
    await server.stop();
    removeProfile(profile);
  };

  const errors: string[] = [];
  const windows: Page[] = [];
  const url = workbenchUrl(server.authority, { folder: profile.workspace });
  const openWindow = async () => {
    const page = await openPage(browser);
    windows.push(page);
    collectErrors(page, errors);
    try {
      await page.goto(url);
      // The palette lists the commands of extensions only after they have started.
      await page.locator('.statusbar-item[id^="llm-signals.llm-signals."]').waitFor();
    } catch (error) {
      await screenshot(page, 'did-not-start');
      throw error;
    }
    return page;
  };
  try {
    return { page: await openWindow(), windows, url, profile, errors, openWindow, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function collectErrors(page: Page, errors: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => errors.push(error.message));
}
