import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What one mocha run came to. */
export type Counts = { readonly passed: number; readonly failed: number };

/** Mocha's usual output, and the counts as JSON in the file that `LLM_SIGNALS_TEST_COUNTS` names, if it names one. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env['LLM_SIGNALS_TEST_COUNTS'];
    if (file === undefined) return;
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const counts: Counts = { passed: this.stats.passes, failed: this.stats.failures };
      writeFileSync(file, JSON.stringify(counts));
    });
  }
}
