import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import CountingReporter from '../harness/countingReporter.ts';
import { withSourcePositions } from './sourcePositions.ts';

/** VS Code calls this in its extension host; the tests have passed when the promise resolves. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ reporter: CountingReporter, timeout: 20_000, forbidOnly: true, forbidPending: true, failZero: true });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve).on('fail', (_test, error: Error) => {
      if (error.stack !== undefined) error.stack = withSourcePositions(error.stack);
    });
  });
  if (failures > 0) throw new Error(`${failures} integration tests failed`);
}
