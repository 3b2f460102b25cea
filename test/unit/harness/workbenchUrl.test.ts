import assert from 'node:assert/strict';
import { workbenchUrl } from '../../harness/workbenchUrl.ts';

describe('workbenchUrl', () => {
  it('opens a folder, and nothing else unless it is asked for', () => {
    const { searchParams } = new URL(workbenchUrl('127.0.0.1:8080', { folder: '/tmp/my candles' }));
    assert.deepEqual([...searchParams], [['folder', '/tmp/my candles'], ['payload', '[]']]);
  });

  it('names the extension and its tests as remote addresses', () => {
    const url = workbenchUrl('127.0.0.1:8080', {
      folder: '/tmp/candles',
      extensionDevelopmentPath: '/my clone',
      extensionTestsPath: '/my clone/out/integration/index.js',
    });
    assert.deepEqual(JSON.parse(new URL(url).searchParams.get('payload') ?? ''), [
      ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:8080/my%20clone'],
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:8080/my%20clone/out/integration/index.js'],
    ]);
  });
});
