import { createInterface } from 'node:readline/promises';

/** The streams a question is asked on; `terminal` when they are one, by default as the output says. */
export type Asking = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream; readonly terminal?: boolean };

/** Asks a person yes or no. An interrupt, the end of the input and an abort are a no. */
export async function askYesNo(question: string, streams: Asking, abort: AbortSignal): Promise<boolean> {
  const asking = createInterface(streams);
  // Some versions of Node only close on an interrupt, others reject as well.
  const closed = new Promise<undefined>((resolve) => asking.once('close', () => resolve(undefined)));
  try {
    const answer = await Promise.race([asking.question(`${question} [y/N] `, { signal: abort }).catch(noneWhenAborted), closed]);
    if (answer === undefined) {
      streams.output.write('\n');
    }
    return /^y(es)?$/i.test(answer?.trim() ?? '');
  } finally {
    asking.close();
  }
}

function noneWhenAborted(error: unknown): undefined {
  if (!(error instanceof Error && error.name === 'AbortError')) {
    throw error;
  }
}
