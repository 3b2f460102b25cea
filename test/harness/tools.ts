/** Where the VS Code server, its Node, Chromium and Freqtrade are. `npm test` installs them and says so in these variables. */
export function vscodeServer(): { readonly node: string; readonly main: string } {
  return { node: required('LLM_SIGNALS_NODE'), main: required('LLM_SIGNALS_VSCODE_SERVER') };
}

export function chromiumFile(): string {
  return required('LLM_SIGNALS_CHROMIUM');
}

/** The Python of an environment in which Freqtrade is installed. */
export function freqtradePython(): string {
  return required('LLM_SIGNALS_FREQTRADE');
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`Expected ${variable} to be set. Run the tests with npm test.`);
  return value;
}
