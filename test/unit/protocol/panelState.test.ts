import assert from 'node:assert/strict';
import { parsePanelState } from '../../../src/protocol/panelState.ts';
import { initialModel, panelStateOf } from '../../../src/webview/model.ts';

describe('parsePanelState', () => {
  const state = panelStateOf(initialModel(undefined));
  it('takes what the panel remembers', () => assert.deepEqual(parsePanelState(structuredClone(state)), state));
  it('is undefined when there is nothing', () => assert.equal(parsePanelState(undefined), undefined));
  it('is undefined for the state of another version', () => assert.equal(parsePanelState({ folder: '/a' }), undefined));
});
