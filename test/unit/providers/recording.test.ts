import assert from 'node:assert/strict';
import { checkReply } from '../../../src/core/signal/checkReply.ts';
import type { RecordedLine } from '../../../src/core/run/record.ts';
import { createRecordingProvider } from '../../../src/providers/recording.ts';
import { replyOf } from '../../fixtures/providers.ts';
import { answeredAt, recordedRun, unansweredAt } from '../../fixtures/recordedRuns.ts';

const abort = new AbortController().signal;
const ask = (records: readonly RecordedLine[], about: RecordedLine) => createRecordingProvider(recordedRun(), records).ask(about.question, abort);
const noAnswer = { code: 'provider-bad-request', message: 'The recording holds no answer for this candle.' };

describe('the recording provider', () => {
  it('gives the recorded signal back, with who gave it, at no cost', async () => {
    const record = answeredAt(1, 'SELL', { reply: '{ "decision": "sell" }' });
    const answer = await ask([answeredAt(0, 'BUY'), record], { ...record, question: JSON.parse(JSON.stringify(record.question, ['timeframe', 'pair', 'market_data', 'rsi', 'current_price'])) as RecordedLine['question'] });
    assert.deepEqual([answer.usd, answer.usage, answer.text, answer.by], [0, null, '{ "decision": "sell" }', { provider: 'anthropic', model: 'model-1' }]);
    assert.deepEqual(checkReply(replyOf(answer), record.question, answer.by!.provider, answer.by!.model), { signal: record.signal, warnings: [] });
  });

  it('fails as the recording failed', async () => {
    const record = { ...unansweredAt(0, 'failed', 'provider-refused'), reply: 'I decline.' };
    assert.deepEqual(await ask([record], record), { usage: null, usd: 0, text: 'I decline.', failure: { code: 'provider-refused', message: 'No answer.' } });
  });

  it('fails where the recording holds nothing, also where the question was skipped', async () => {
    assert.deepEqual(await ask([answeredAt(0, 'BUY')], answeredAt(1, 'BUY')), { usage: null, usd: 0, failure: noAnswer });
    assert.deepEqual(await ask([unansweredAt(0, 'skipped')], answeredAt(0, 'BUY')), { usage: null, usd: 0, failure: noAnswer });
  });

  it('gives the repeats of a question one after the other', async () => {
    const repeats = (['BUY', 'HOLD', 'BUY'] as const).map((decision, i) => answeredAt(0, decision, { repeat: i + 1 }));
    const provider = createRecordingProvider(recordedRun(), repeats);
    const replies = [];
    for (let i = 0; i < 4; i++) {
      replies.push((replyOf(await provider.ask(repeats[0]!.question, abort)) as { decision: string }).decision);
    }
    assert.deepEqual(replies, ['BUY', 'HOLD', 'BUY', 'BUY']);
  });

  it('is of the recorded model and of no other recording', () => {
    const provider = createRecordingProvider(recordedRun({ id: 'other' }), []);
    assert.deepEqual([provider.id, provider.model, provider.shape.parameters], ['recording', 'model-1', { recording: 'other' }]);
    assert.equal(provider.estimate(answeredAt(0, 'BUY').question).maxUsd, 0);
  });
});
