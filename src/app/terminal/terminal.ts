/** What the commands need of the terminal they run in; `cli.ts` makes it from the process. */
export type Terminal = {
  /** The current folder. */
  readonly folder: string;
  /** Where the package's own files are. */
  readonly assets: string;
  readonly version: string;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Replaces the progress line on standard error, only where that is a terminal; empty clears it. */
  readonly progress: (text: string) => void;
};
