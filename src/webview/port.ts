import type { FromWebview } from '../protocol/messages.ts';
import { parsePanelState, type PanelState } from '../protocol/panelState.ts';

/** The webview's side of the wall: intents go out, and what the panel remembers is kept. */
export type Port = {
  readonly post: (intent: FromWebview) => void;
  readonly getState: () => PanelState | undefined;
  readonly setState: (state: PanelState) => void;
  /** True in a report: there is no host to ask for anything. */
  readonly isReadOnly: boolean;
};

type VsCodeApi = { postMessage(message: FromWebview): void; getState(): unknown; setState(state: PanelState): void };
declare function acquireVsCodeApi(): VsCodeApi;

/** The port to the host, inside VS Code. */
export function connectToEditor(): Port {
  const api = acquireVsCodeApi();
  return {
    post: (intent) => api.postMessage(intent),
    getState: () => parsePanelState(api.getState()),
    setState: (state) => api.setState(state),
    isReadOnly: false,
  };
}

/** The port of a report: nobody listens and nothing is kept. */
export const closedPort: Port = {
  post: () => undefined,
  getState: () => undefined,
  setState: () => undefined,
  isReadOnly: true,
};
