import assert from 'node:assert/strict';
import { parseLauncherArguments } from '../../harness/launcherArguments.ts';

/** What @vscode/test-electron 3.1.0 gives, with our launch arguments first. */
const given = [
  '/tmp/workspace',
  '--user-data-dir=/tmp/user-data',
  '--extensions-dir=/tmp/extensions',
  '--no-sandbox',
  '--disable-gpu-sandbox',
  '--disable-updates',
  '--skip-welcome',
  '--skip-release-notes',
  '--no-cached-data',
  '--disable-workspace-trust',
  '--extensionTestsPath=/clone/out/integration/index.js',
  '--extensionDevelopmentPath=/clone',
];

describe('parseLauncherArguments', () => {
  it('reads what test-electron gives', () => {
    assert.deepEqual(parseLauncherArguments(given), {
      workspace: '/tmp/workspace',
      userData: '/tmp/user-data',
      extensions: '/tmp/extensions',
      extensionTestsPath: '/clone/out/integration/index.js',
      extensionDevelopmentPath: '/clone',
    });
  });

  for (const [index, name] of [[0, 'a folder'], [1, '--user-data-dir'], [10, '--extensionTestsPath']] as const) {
    it(`refuses arguments without ${name}`, () => {
      const message = `Expected ${name} among the launcher's arguments.`;
      assert.throws(() => parseLauncherArguments(given.toSpliced(index, 1)), { message });
    });
  }
});
