import type { Response, ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import type { FailureCode } from '../core/errors.ts';
import type { TokenCounts } from '../core/models/pricing.ts';
import { questionText, renderInstructions } from '../core/signal/prompt.ts';
import type { Answer, Spent } from '../core/signal/provider.ts';
import type { Question } from '../core/signal/question.ts';
import { replyJsonSchema, replySchemaName } from '../core/signal/replyFormat.ts';
import { amountAt, listAt, textAt } from './fields.ts';
import { failureWords } from './failureWords.ts';
import type { ModelConfig } from './modelConfig.ts';
import { reasoningOf } from './openaiModels.ts';
import { parseJson } from './parseJson.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/** The body of a response that answers a question: the same whether it is asked by itself or in a batch. */
export function responseRequests({ model, prompt }: ModelConfig): (question: Question) => ResponseCreateParamsNonStreaming {
  const { effort, maxOutputTokens } = reasoningOf(model);
  return (question) => ({
    model,
    instructions: renderInstructions(prompt, question),
    input: questionText(question),
    text: { format: { type: 'json_schema', name: replySchemaName, schema: replyJsonSchema, strict: true } },
    ...(effort === undefined ? {} : { reasoning: { effort } }),
    max_output_tokens: maxOutputTokens,
    store: false,
  });
}

/** Tokens as booked: the input includes what was read from and written to the cache. */
export function tokensOf(response: Response): TokenCounts | undefined {
  const input = amountAt(response, 'usage', 'input_tokens');
  const output = amountAt(response, 'usage', 'output_tokens');
  if (input === undefined || output === undefined) {
    return undefined;
  }
  const details = (name: string) => amountAt(response, 'usage', 'input_tokens_details', name) ?? 0;
  return { input, cachedInput: details('cached_tokens'), cacheWrite: details('cache_write_tokens'), cacheWriteHour: 0, output };
}

/** A refusal and a reply cut short are billed like any other. */
export function readResponse(response: Response, spent: Spent, apiKey: string | undefined): Answer {
  const parts = listAt(response, 'output').flatMap((item) => listAt(item, 'content'));
  const refusal = parts.map((part) => textAt(part, 'refusal')).find((text) => text !== undefined);
  const reason = textAt(response, 'incomplete_details', 'reason');
  const said = parts.map((part) => (textAt(part, 'type') === 'output_text' ? (textAt(part, 'text') ?? '') : '')).join('');
  const text = withoutSecrets(said === '' ? (refusal ?? '') : said, [apiKey]);
  const fail = (code: FailureCode, message: string): Answer => ({ failure: { code, message }, text, ...spent });
  if (refusal !== undefined || reason === 'content_filter') {
    const why = failureWords(refusal ?? 'its content filter stopped the reply', [apiKey]);
    return fail('provider-refused', `openai declined to answer: ${why}`);
  }
  if (textAt(response, 'status') === 'incomplete') {
    return fail('provider-truncated', 'The reply of openai ended before it was whole.');
  }
  if (textAt(response, 'status') === 'failed') {
    const why = failureWords(textAt(response, 'error', 'message') ?? '', [apiKey]);
    const code = textAt(response, 'error', 'code') === 'rate_limit_exceeded' ? 'provider-rate-limited' : 'provider-failed';
    return fail(code, why === '' ? 'openai failed.' : `openai failed: ${why}`);
  }
  const reply = parseJson(said);
  return reply === undefined ? fail('provider-bad-reply', 'openai answered with what is no JSON.') : { reply, text, ...spent };
}
