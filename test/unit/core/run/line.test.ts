import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeReply } from '../../../../src/core/run/describeReply.ts';
import { lineOf } from '../../../../src/core/run/line.ts';
import { replyToRecord } from '../../../../src/core/run/replyToRecord.ts';
import { questionText } from '../../../../src/core/signal/prompt.ts';
import { answeredAt, unansweredAt } from '../../../fixtures/recordedRuns.ts';

const limit = 65_536;

describe('lineOf', () => {
  it('is the record, in its order, and the text of the model', () => {
    fc.assert(fc.property(fc.constantFrom(answeredAt(0, 'BUY'), unansweredAt(1, 'failed'), unansweredAt(2, 'skipped')), fc.option(fc.string({ unit: 'binary' })), ({ reply: none, ...record }, reply) => {
      assert.equal(none, null);
      const line = lineOf({ record, reply, text: questionText(record.question) });
      assert.deepEqual(JSON.parse(line), { ...record, reply });
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.deepEqual(Object.keys(JSON.parse(line) as object), [...Object.keys(record), 'reply']);
    }));
  });
});

describe('replyToRecord', () => {
  it('is the text exactly as it came, up to the limit', () => {
    for (const text of [' {"a": 1}\n', '\u0000\ud83d', 'x'.repeat(limit)]) {
      assert.equal(replyToRecord(text), text);
    }
  });

  it('is null where nothing came', () => assert.deepEqual([replyToRecord(undefined), replyToRecord('')], [null, null]));

  it('says that and where a longer text was cut, and cuts no character in half', () => {
    const note = (kept: string) => `\n[LLM Signals cut this reply: ${kept} of 65,537 characters are recorded.]`;
    assert.equal(replyToRecord('x'.repeat(limit + 1)), `${'x'.repeat(limit)}${note('65,536')}`);
    assert.equal(replyToRecord(`${'x'.repeat(limit - 1)}\u{1f4c8}`), `${'x'.repeat(limit - 1)}${note('65,535')}`);
  });
});

describe('describeReply', () => {
  it('shows the text as it came, and apart from it what was made of it', () => {
    const line = answeredAt(0, 'BUY', { reply: '{"decision": "buy"}' });
    const [, text, made] = /^Reply, as it came\n=+\n\n([^]*)\n\nChecked signal\n=+\n\n([^]*)$/.exec(describeReply(line))!;
    assert.equal(text, '{"decision": "buy"}');
    assert.deepEqual((JSON.parse(made!) as { signal: object }).signal, line.signal);
  });

  it('says where no text is recorded, and shows an error as it is', () => {
    const shown = describeReply(unansweredAt(0, 'failed'));
    assert.match(shown, /^Reply, as it came\n=+\n\nNo text of a model is recorded: /);
    assert.match(shown, /\nOutcome\n=+\n\n\{[^]*"code": "provider-overloaded"/);
  });
});
