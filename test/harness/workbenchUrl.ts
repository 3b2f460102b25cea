/** The paths that VS Code is to open, absolute. */
export type Opening = {
  readonly folder: string;
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
};

/** The address of a workbench on the server at `authority`. Extension and tests travel as remote URIs in its payload. */
export function workbenchUrl(authority: string, opening: Opening): string {
  const remote = (path: string) => `vscode-remote://${authority}${encodeURI(path)}`;
  const { folder, extensionDevelopmentPath, extensionTestsPath } = opening;
  const payload: [string, string][] = [];
  if (extensionDevelopmentPath !== undefined) payload.push(['extensionDevelopmentPath', remote(extensionDevelopmentPath)]);
  if (extensionTestsPath !== undefined) payload.push(['extensionTestsPath', remote(extensionTestsPath)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://${authority}/?${query.toString()}`;
}
