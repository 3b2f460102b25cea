import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { loadPrompt } from '../../../../src/app/provider/loadPrompt.ts';
import { checkHealth } from '../../../../src/app/provider/health.ts';
import { questionText, renderInstructions } from '../../../../src/core/signal/prompt.ts';
import type { PromptInUse, SignalProvider } from '../../../../src/core/signal/provider.ts';
import { createEditorModelProvider } from '../../../../src/host/providers/editorModels.ts';
import { describeAnswers } from '../../../unit/providers/contract.ts';
import { fakeModels, fakeReply, type FakeModels } from '../../fakeModels.ts';

const question = { market_data: { rsi: 25 }, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 };
const never = () => new AbortController().signal;

describe('the vscode provider', () => {
  let fake: FakeModels;
  let prompt: PromptInUse;
  let provider: SignalProvider;
  const create = (model: string, consent?: boolean, timeoutMs = 10_000) => createEditorModelProvider({ model, prompt, timeoutMs, canSendRequest: () => consent });
  const ask = () => provider.ask(question, never());

  before(async () => {
    prompt = await loadPrompt(undefined);
  });
  beforeEach(async () => {
    fake = await fakeModels();
    provider = await create('fake/two');
  });

  it('gives the model one tool, the instructions and the question, and reads its call', async () => {
    fake.answer = ({ progress }) => progress.report(new vscode.LanguageModelToolCallPart('1', 'record_signal', fakeReply));
    const answer = await ask();
    assert.deepEqual('reply' in answer ? answer.reply : answer, fakeReply);
    const [{ model, messages, options }] = fake.requests as [FakeModels['requests'][number]];
    assert.equal(model, 'two');
    assert.deepEqual(messages.map(({ content }) => content.map((part) => (part as vscode.LanguageModelTextPart).value).join('')), [renderInstructions(prompt, question), questionText(question)]);
    assert.deepEqual([options.toolMode, options.tools?.map(({ name }) => name)], [vscode.LanguageModelChatToolMode.Required, ['record_signal']]);
  });

  it('counts tokens in and out; the price is unknown', async () => {
    fake.answer = ({ progress }) => progress.report(new vscode.LanguageModelToolCallPart('1', 'record_signal', fakeReply));
    const { usage, usd } = await ask();
    const tokens = (text: string) => Math.ceil(text.length / 4);
    assert.deepEqual(usage, { input: tokens(renderInstructions(prompt, question)) + tokens(questionText(question)), cached_input: 0, output: tokens(JSON.stringify(fakeReply)) });
    assert.equal(usd, null);
    const { input, output, usd: estimated } = provider.estimate(question);
    assert.ok(input! > 100 && output! > 0 && estimated === null);
  });

  it('understands a model that writes the reply as text', async () => {
    fake.answer = ({ progress }) => progress.report(new vscode.LanguageModelTextPart(`Here it is:\n\`\`\`json\n${JSON.stringify(fakeReply)}\n\`\`\``));
    const answer = await ask();
    assert.deepEqual('reply' in answer ? answer.reply : answer, fakeReply);
  });

  it('asks without force a model that rejects a forced tool, and remembers that', async () => {
    fake.answer = ({ options, progress }) => {
      if (options.toolMode === vscode.LanguageModelChatToolMode.Required) {
        throw new Error('tool_choice is not supported by this model');
      }
      progress.report(new vscode.LanguageModelTextPart(JSON.stringify(fakeReply)));
    };
    assert.ok('reply' in (await ask()) && 'reply' in (await ask()));
    const { Required, Auto } = vscode.LanguageModelChatToolMode;
    assert.deepEqual(fake.requests.map(({ options }) => options.toolMode), [Required, Auto, Auto]);
  });

  const failures: readonly (readonly [string, () => Error, string])[] = [
    ['no consent', () => vscode.LanguageModelError.NoPermissions('not allowed'), 'provider-forbidden'],
    ['a quota that is used up', () => vscode.LanguageModelError.Blocked('quota exceeded'), 'provider-no-quota'],
    ['a model that is gone', () => vscode.LanguageModelError.NotFound('gone'), 'provider-not-found'],
    ['anything else', () => new Error('socket hang up'), 'provider-failed'],
  ];
  for (const [name, error, code] of failures) {
    it(`says what ${name} means`, async () => {
      fake.answer = () => {
        throw error();
      };
      const answer = await ask();
      assert.equal('failure' in answer ? answer.failure.code : 'answered', code);
      assert.match('failure' in answer ? answer.failure.message : '', new RegExp(error().message));
    });
  }

  it('fails on a reply without a signal, and knows what it took', async () => {
    fake.answer = ({ progress }) => progress.report(new vscode.LanguageModelTextPart('I cannot help with that.'));
    const answer = await ask();
    assert.equal('failure' in answer ? answer.failure.code : 'answered', 'provider-bad-reply');
    assert.ok(answer.usage!.output > 0);
    assert.equal(answer.text, 'I cannot help with that.');
  });

  it('is cancelled at once, and tells the model so', async () => {
    const abort = new AbortController();
    const told = new Promise<void>((resolve) => {
      fake.answer = async ({ token }) => {
        await new Promise<void>((stop) => {
          token.onCancellationRequested(() => stop());
          abort.abort();
        });
        resolve();
      };
    });
    await assert.rejects(provider.ask(question, abort.signal), { code: 'cancelled' });
    await told;
  });

  it('gives up on a model that says nothing', async () => {
    fake.answer = () => new Promise(() => undefined);
    provider = await create('fake/one', true, 50);
    const answer = await ask();
    assert.equal('failure' in answer ? answer.failure.code : 'answered', 'provider-timeout');
  });

  it('checks without a request, and so without asking for consent', async () => {
    const check = async (consent: boolean | undefined) => (await checkHealth(await create('fake/one', consent), never(), { ask: false })).checks.key;
    assert.deepEqual([await check(true), await check(undefined), await check(false)], [true, null, false]);
    assert.equal(fake.requests.length, 0);
  });

  describe('as every provider', () => {
    beforeEach(() => {
      fake.answer = ({ messages, progress }) => {
        const { market_data, current_price: price } = JSON.parse((messages[1]!.content[0] as vscode.LanguageModelTextPart).value) as typeof question;
        const sells = market_data.rsi > 70;
        const reply = { ...fakeReply, decision: sells ? 'SELL' : 'BUY', suggested_stop_loss: price * (sells ? 1.02 : 0.98), suggested_take_profit: price * (sells ? 0.96 : 1.04) };
        progress.report(new vscode.LanguageModelToolCallPart('1', 'record_signal', reply));
      };
    });
    describeAnswers(() => provider);
  });

  it('takes the first model when none is named, and says which one is not there', async () => {
    assert.match((await create('')).model, /^fake\//);
    await assert.rejects(create('fake/three'), { code: 'provider-not-found', message: 'VS Code has no language model fake/three.' });
  });
});
