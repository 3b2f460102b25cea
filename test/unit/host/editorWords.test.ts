import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { describeInEditor } from '../../../src/host/editorWords.ts';

describe('describeInEditor', () => {
  const cases: readonly (readonly [hint: string, words: string])[] = [
    ['Set its key.', 'No. Set its key.'],
    ['Put them back there, or say where they are with --candles.', 'No. Put them back there.'],
    ['Choose anthropic or openai, or ask without --batch.', 'No. Choose anthropic or openai.'],
    ['Collect it first: Resume Run in VS Code, or llm-signals run --resume /a/b.c', 'No. Collect it first: Resume Run in VS Code.'],
    ['Name its path, or a command such as "docker compose run --rm freqtrade".', 'No. Name its path, or a command such as "docker compose run --rm freqtrade".'],
    ['Say which columns they are: --columns time=0,open=1.', 'No.'],
  ];
  for (const [hint, words] of cases) {
    it(`says "${words}" of "${hint}"`, () => assert.equal(describeInEditor(new AppError('run-differs', 'No.', { hint })), words));
  }

  it('says what has no hint as it is', () => {
    assert.deepEqual([describeInEditor(new AppError('run-differs', 'No.')), describeInEditor(new Error('Odd'))], ['No.', 'Odd']);
  });
});
