import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumFile } from './tools.ts';

/** The size of the window in all tests and screenshots. */
export const windowSize = { width: 1440, height: 900 };

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumFile(),
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    // Whoever launches it closes it, on signals too.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

export function openPage(browser: Browser): Promise<Page> {
  return browser.newPage({ viewport: windowSize });
}
