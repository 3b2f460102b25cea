import { pickQuickItem, quickInput, runCommand } from './actions.ts';
import type { Workbench } from './workbench.ts';

/** VS Code's own themes by kind: the label to pick, and the file that names the class on the workbench. */
const themes = {
  dark: { label: 'Dark Modern', file: 'dark_modern' },
  light: { label: 'Light Modern', file: 'light_modern' },
  'high-contrast': { label: 'Dark High Contrast', file: 'hc_black' },
  'high-contrast-light': { label: 'Light High Contrast', file: 'hc_light' },
} as const;

export type Theme = keyof typeof themes;

/** Picks the colour theme as a user does, and waits until the workbench has changed. */
export async function setTheme({ page }: Workbench, theme: Theme): Promise<void> {
  const { label, file } = themes[theme];
  await runCommand(page, 'Preferences: Color Theme');
  await quickInput(page).fill(label);
  await pickQuickItem(page, label);
  await page.locator(`.monaco-workbench[class*="themes-${file}-json"]`).waitFor();
}
