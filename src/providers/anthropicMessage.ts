import type { Message, MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages/messages';
import type { TokenCounts } from '../core/models/pricing.ts';
import { questionText, renderInstructions } from '../core/signal/prompt.ts';
import type { Answer, Spent } from '../core/signal/provider.ts';
import type { Question } from '../core/signal/question.ts';
import { replyJsonSchema } from '../core/signal/replyFormat.ts';
import { thinkingOf } from './anthropicModels.ts';
import { amountAt, listAt, textAt } from './fields.ts';
import { failureWords } from './failureWords.ts';
import type { ModelConfig } from './modelConfig.ts';
import { parseJson } from './parseJson.ts';
import { promptCaching } from './promptCache.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/** The body of a message that asks a question: the same whether it is sent by itself or in a batch. */
export function messageRequests({ model, prompt, pricing }: ModelConfig): (question: Question) => MessageCreateParamsNonStreaming {
  const { effort, thinking, maxTokens } = thinkingOf(model);
  return (question) => {
    const instructions = renderInstructions(prompt, question);
    return {
      model,
      max_tokens: maxTokens,
      system: [{ type: 'text', text: instructions, ...(promptCaching(instructions, pricing) === 'asked' ? { cache_control: { type: 'ephemeral' } } : {}) }],
      messages: [{ role: 'user', content: questionText(question) }],
      output_config: { ...(effort === undefined ? {} : { effort }), format: { type: 'json_schema', schema: replyJsonSchema } },
      ...(thinking === undefined ? {} : { thinking }),
    };
  };
}

/** Tokens as booked: the input that the API names leaves out what was read from and written to the cache. */
export function tokensOf(message: Message): TokenCounts | undefined {
  const input = amountAt(message, 'usage', 'input_tokens');
  const output = amountAt(message, 'usage', 'output_tokens');
  if (input === undefined || output === undefined) {
    return undefined;
  }
  const cachedInput = amountAt(message, 'usage', 'cache_read_input_tokens') ?? 0;
  const cacheWriteHour = amountAt(message, 'usage', 'cache_creation', 'ephemeral_1h_input_tokens') ?? 0;
  const written = amountAt(message, 'usage', 'cache_creation_input_tokens') ?? 0;
  return { input: input + cachedInput + written, cachedInput, cacheWrite: Math.max(0, written - cacheWriteHour), cacheWriteHour, output };
}

/** A refusal and a reply cut short are billed like any other. */
export function readMessage(message: Message, spent: Spent, apiKey: string | undefined): Answer {
  const said = listAt(message, 'content').map((block) => (textAt(block, 'type') === 'text' ? (textAt(block, 'text') ?? '') : '')).join('');
  const text = withoutSecrets(said, [apiKey]);
  const fail = (code: 'provider-refused' | 'provider-truncated' | 'provider-bad-reply', words: string): Answer => ({ failure: { code, message: words }, text, ...spent });
  const stopReason = textAt(message, 'stop_reason');
  if (stopReason === 'refusal') {
    const why = failureWords(textAt(message, 'stop_details', 'explanation') ?? textAt(message, 'stop_details', 'category') ?? '', [apiKey]);
    return fail('provider-refused', why === '' ? 'anthropic declined to answer.' : `anthropic declined to answer: ${why}`);
  }
  if (stopReason === 'max_tokens' || stopReason === 'model_context_window_exceeded') {
    return fail('provider-truncated', 'The reply of anthropic ended before it was whole.');
  }
  const reply = parseJson(said);
  return reply === undefined ? fail('provider-bad-reply', 'anthropic answered with what is no JSON.') : { reply, text, ...spent };
}
