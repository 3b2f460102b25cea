import { parseArgs } from 'node:util';

/** What the launcher must know of the arguments that @vscode/test-electron gives to VS Code. */
export type LauncherArguments = {
  readonly workspace: string;
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  readonly userData: string;
  readonly extensions: string;
};

/** Reads them; options of desktop VS Code that mean nothing to a server are passed over. @throws naming one that is missing. */
export function parseLauncherArguments(args: readonly string[]): LauncherArguments {
  const { values, positionals } = parseArgs({ args: [...args], strict: false, allowPositionals: true });
  const text = (name: string, value: unknown): string => {
    if (typeof value !== 'string') throw new Error(`Expected ${name} among the launcher's arguments.`);
    return value;
  };
  return {
    workspace: text('a folder', positionals[0]),
    extensionDevelopmentPath: text('--extensionDevelopmentPath', values['extensionDevelopmentPath']),
    extensionTestsPath: text('--extensionTestsPath', values['extensionTestsPath']),
    userData: text('--user-data-dir', values['user-data-dir']),
    extensions: text('--extensions-dir', values['extensions-dir']),
  };
}
