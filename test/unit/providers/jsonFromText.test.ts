import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonFromText } from '../../../src/providers/jsonFromText.ts';

const reply = fc.record({ decision: fc.constantFrom('BUY', 'SELL', 'HOLD'), confidence: fc.integer({ min: 0, max: 100 }), reasoning: fc.string(), nested: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }) }, { noNullPrototype: true })
  // A reasoning tag inside the reply itself would be taken for one around it.
  .filter((value) => !/<\/?(think|thinking|reasoning)>/i.test(JSON.stringify(value)));
const prose = fc.string().filter((text) => !/[{}<>]/.test(text));
const wraps = fc.constantFrom<(text: string) => string>((text) => text, (text) => `\`\`\`json\n${text}\n\`\`\``, (text) => `<think>{"decision": "maybe" {{</think>\n${text}`, (text) => `let me see {</think>${text}`, (text) => `{"rsi": 20} means: ${text}`);

describe('the JSON in a text', () => {
  it('is found whatever is around it', () => {
    fc.assert(fc.property(reply, prose, prose, wraps, fc.boolean(), (value, before, after, wrap, isPretty) => {
      const text = JSON.stringify(value, null, isPretty ? 2 : 0);
      assert.deepEqual(jsonFromText(`${before}${wrap(text)}${after}`), value);
    }));
  });

  it('is nothing in a text without any', () => {
    for (const text of ['', 'I would buy.', '{', '}{', '{"decision": "BUY"', '[1, 2]', '{decision: BUY}']) {
      assert.equal(jsonFromText(text), undefined, text);
    }
  });

  it('is looked for without end nowhere', () => {
    // Looking on from each of them to the end would take minutes, which no test is given.
    for (const text of ['{'.repeat(1_000_000), '{"'.repeat(500_000), '<think>'.repeat(100_000)]) {
      assert.equal(jsonFromText(text), undefined);
    }
  });
});
