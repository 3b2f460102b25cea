import type { FromWebview } from '../protocol/messages.ts';
import type { PanelState } from '../protocol/panelState.ts';

/** The webview's side of the wall: intents go out, and what the page remembers is kept. */
export type PortOf<Intent, State> = {
  readonly post: (intent: Intent) => void;
  readonly getState: () => State | undefined;
  readonly setState: (state: State) => void;
  /** True in a report: there is no host to ask for anything. */
  readonly isReadOnly: boolean;
};

/** The port of the signals panel. */
export type Port = PortOf<FromWebview, PanelState>;

type VsCodeApi = { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };
declare function acquireVsCodeApi(): VsCodeApi;

/** The port to the host, inside VS Code; what was remembered is read with a parser. */
export function connectToEditor<Intent, State>(parseState: (value: unknown) => State | undefined): PortOf<Intent, State> {
  const api = acquireVsCodeApi();
  return {
    post: (intent) => api.postMessage(intent),
    getState: () => parseState(api.getState()),
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
