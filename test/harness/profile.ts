import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The folders of one fresh VS Code: nothing in them outlives the run. */
export type Profile = {
  readonly root: string;
  /** A copy of the folder to open; tests may write into it. */
  readonly workspace: string;
  readonly userData: string;
  readonly extensions: string;
};

/** User settings by their names. */
export type Settings = Readonly<Record<string, unknown>>;

/** What a user sees, without what VS Code shows of its own accord on a first start. */
const quiet: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** The folders, with a copy of `folder` as the workspace and `settings` among the user's settings. */
export function createProfile(folder: string, settings: Settings = {}): Profile {
  const root = mkdtempSync(path.join(tmpdir(), 'llm-signals-test-'));
  const profile = {
    root,
    workspace: path.join(root, 'workspace'),
    userData: path.join(root, 'user-data'),
    extensions: path.join(root, 'extensions'),
  };
  cpSync(folder, profile.workspace, { recursive: true });
  const user = path.join(profile.userData, 'User');
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...quiet, ...settings }, undefined, 2));
  return profile;
}

export function removeProfile(profile: Profile): void {
  rmSync(profile.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
