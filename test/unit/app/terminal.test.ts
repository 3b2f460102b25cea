import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { askYesNo } from '../../../src/app/terminal/confirm.ts';
import { exitCodeOfRun } from '../../../src/app/terminal/exitCode.ts';
import { shellWord } from '../../../src/app/terminal/shellWord.ts';
import { formatTable, plainLine } from '../../../src/app/terminal/table.ts';
import { noTotals } from '../../../src/core/run/totals.ts';
import type { Run } from '../../../src/core/run/summary.ts';

describe('plainLine', () => {
  it('lets no control character of a model reach the terminal', () => {
    assert.equal(plainLine('buy \u001b[31mnow\u0007\n\u202efast', 80), 'buy [31mnow fast');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 80 }), (text, width) => {
      const line = plainLine(text, width);
      assert.ok(line.length <= width);
      assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
    }));
  });
});

describe('formatTable', () => {
  it('aligns numbers right and words left', () => {
    const table = formatTable([{ title: 'Word', align: 'left' }, { title: 'N', align: 'right' }], [['a', '10'], ['long word', '–']]);
    assert.equal(table, 'Word        N\na          10\nlong word   –\n');
  });
});

describe('exitCodeOfRun', () => {
  const cases: readonly (readonly [Run['state'], number, number])[] = [['finished', 0, 0], ['finished', 1, 3], ['stopped', 0, 3], ['cancelled', 0, 130]];
  for (const [state, failed, code] of cases) {
    it(`is ${code} for a ${state} run with ${failed} failed`, () => {
      assert.equal(exitCodeOfRun({ state, totals: { ...noTotals, failed } } as Run), code);
    });
  }
});

describe('shellWord', () => {
  it('quotes what a shell would take apart', () => {
    assert.deepEqual(['/tmp/runs/a-1', '/tmp/Kürze', '/tmp/my runs/a'].map(shellWord), ['/tmp/runs/a-1', '/tmp/Kürze', '"/tmp/my runs/a"']);
  });
});

describe('askYesNo', () => {
  const cases: readonly (readonly [what: string, typed: string, yes: boolean])[] = [
    ['yes', 'Yes\r', true], ['y', 'y\r', true], ['n', 'n\r', false], ['nothing', '\r', false], ['Ctrl+C', '\u0003', false], ['Ctrl+D', '\u0004', false],
  ];
  for (const [what, typed, yes] of cases) {
    it(`takes ${what} for ${yes ? 'yes' : 'no'}`, async () => {
      const input = new PassThrough();
      const asked = askYesNo('Ask?', { input, output: new PassThrough(), terminal: true }, new AbortController().signal);
      input.write(typed);
      assert.equal(await asked, yes);
    });
  }

  it('takes the end of the input and an abort for no', async () => {
    const input = new PassThrough();
    input.end();
    assert.equal(await askYesNo('Ask?', { input, output: new PassThrough() }, new AbortController().signal), false);
    assert.equal(await askYesNo('Ask?', { input: new PassThrough(), output: new PassThrough() }, AbortSignal.abort()), false);
  });
});
