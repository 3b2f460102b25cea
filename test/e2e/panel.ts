import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { panelFrame } from '../harness/actions.ts';
import type { Workbench } from '../harness/workbench.ts';

export type RecordedSignal = { readonly time: string; readonly gates: readonly string[]; readonly signal: { readonly decision: string; readonly confidence: number; readonly reasoning: string }; readonly question: { readonly market_data: object } };

/** What the newest run in the workspace recorded, in time order. */
export function recordedSignals({ profile }: Workbench): readonly RecordedSignal[] {
  const runs = path.join(profile.workspace, '.llm-signals', 'runs');
  const newest = readdirSync(runs).sort().at(-1)!;
  const lines = readFileSync(path.join(runs, newest, 'signals.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedSignal).sort((a, b) => (a.time < b.time ? -1 : 1));
}

export const region = (panel: FrameLocator, name: string): Locator => panel.locator(`[data-region="${name}"]`);
export const listedRows = (panel: FrameLocator): Locator => region(panel, 'list').locator('[role=row][data-time]');
export const selectedRow = (panel: FrameLocator): Locator => region(panel, 'list').locator('[role=row][aria-selected=true]');

/** Waits until a run has ended and one of its signals is selected. */
export async function waitForFinishedRun(page: Page): Promise<FrameLocator> {
  const panel = panelFrame(page);
  await panel.locator('[data-region="summary"][data-state="finished"]').waitFor();
  await selectedRow(panel).waitFor();
  return panel;
}

/** Presses a key that does nothing until the editor has given the focus back to the panel, and the panel to this element. */
export async function takesKeys(page: Page, focused: Locator): Promise<void> {
  while (!(await focused.evaluate((each) => each === document.activeElement && document.hasFocus()))) {
    await page.keyboard.press('Shift');
  }
}

/** Waits until list, detail and chart all show the signal of a candle. */
export async function assertSelected(panel: FrameLocator, { time, signal }: RecordedSignal): Promise<void> {
  const iso = new Date(time).toISOString();
  await selectedRow(panel).and(panel.locator(`[data-time="${iso}"][data-decision="${signal.decision}"]`)).waitFor();
  const detail = panel.locator(`[data-region="detail"][data-time="${iso}"]`);
  await detail.waitFor();
  assert.ok((await detail.innerText()).includes(signal.reasoning), `Expected the reasoning of ${time}`);
  await panel.locator(`[data-region="chart"][data-selected="${iso}"]`).waitFor();
}

/** What axe-core finds wrong with the accessibility of the panel, one line for each. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const frame = await panelDocument(page);
  await frame.evaluate(axe.source);
  return frame.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(document);
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
  });
}

async function panelDocument(page: Page): Promise<Frame> {
  const handle = await page.locator('iframe.webview:visible').elementHandle();
  const outer = await handle?.contentFrame();
  const inner = await (await outer?.waitForSelector('iframe#active-frame'))?.contentFrame();
  assert.ok(inner);
  return inner;
}
