// Makes the README's pictures: `node scripts/makePictures.mjs`, which installs and builds what it needs.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../harness/actions.ts';
import { palettePng } from '../harness/palettePng.ts';
import { makeFolder, openFolder, playStory, type Moment } from './story.ts';

const size = { width: 1280, height: 800 };

/** Which file shows which moment. */
const pictures: Readonly<Record<Moment, string>> = { strategy: 'screenshot-strategy.png', signals: 'screenshot-signals.png', trades: 'screenshot.png' };

async function main(): Promise<void> {
  const folder = makeFolder();
  const workbench = await openFolder(folder);
  const { page } = workbench;
  const see = async (name: string) => {
    const file = path.join('media', name);
    const png = palettePng(await page.screenshot());
    writeFileSync(file, png);
    console.log(`${file}: ${Math.round(png.length / 1000)} KB`);
  };
  try {
    await page.setViewportSize(size);
    await playStory(page, async (moment) => {
      if (moment === 'strategy') {
        await page.locator('.view-line .mtk1:visible').first().waitFor();
      }
      if (moment === 'signals') {
        await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
      }
      await see(pictures[moment]);
    });
    await runCommand(page, 'View: Toggle Panel Visibility');
    await page.locator('.xterm-rows:visible', { hasText: 'Sharpe' }).waitFor();
    await page.locator('.terminal-resize-overlay.visible').waitFor({ state: 'detached' });
    await see('screenshot-backtest.png');
  } finally {
    await workbench.stop();
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
