/** Any server that speaks OpenAI's chat completions, such as Ollama, through OpenAI's SDK. */
import type { ChatCompletion } from 'openai/resources/chat/completions';
import type { StructuredMode } from '../core/signal/compatible.ts';
import type { FailureCode } from '../core/errors.ts';
import type { ModelPricing, TokenCounts } from '../core/models/pricing.ts';
import { questionText, renderInstructions } from '../core/signal/prompt.ts';
import type { Answer, ConnectionCheck, Estimate, SignalProvider, Spent } from '../core/signal/provider.ts';
import type { Question } from '../core/signal/question.ts';
import { replyJsonSchema } from '../core/signal/replyFormat.ts';
import { compatibleRequest, instructionsFor, maxTokens } from './compatibleRequest.ts';
import { estimateRequest } from './estimateRequest.ts';
import { amountAt, textAt } from './fields.ts';
import { failureWords } from './failureWords.ts';
import { jsonFromText } from './jsonFromText.ts';
import type { ModelConfig } from './modelConfig.ts';
import { createOpenAIClient } from './openaiClient.ts';
import { openaiLimits } from './rateLimits.ts';
import { answerFrom, checkBy, failedAnswer, timeoutOfSdk, type Peer } from './sdkAnswer.ts';
import { addSpent, spentOn } from './spent.ts';
import { withoutSecrets } from './withoutSecrets.ts';

export type CompatibleConfig = ModelConfig & { readonly structuredMode: StructuredMode };

const usualOutput = 300;

/**
 * Creates the `openai-compatible` provider. A reply that is no JSON is asked for once more where the server does not
 * hold it to the schema; both tries are booked. It never retries otherwise.
 */
export function createOpenAICompatibleProvider(config: CompatibleConfig): SignalProvider {
  const { model, apiKey, prompt, pricing, structuredMode: mode, timeoutMs } = config;
  const peer: Peer = { name: 'openai-compatible', baseUrl: config.baseUrl, apiKey, timeoutMs };
  const client = createOpenAIClient(config.baseUrl, apiKey, timeoutOfSdk(timeoutMs));
  const systemOf = (question: Question) => instructionsFor(mode, renderInstructions(prompt, question));

  const send = async (question: Question, signal: AbortSignal, bad?: string): Promise<Completion> => {
    const { data, response } = await client.chat.completions.create(compatibleRequest(model, mode, systemOf(question), questionText(question), bad), { signal }).withResponse();
    const limits = openaiLimits((name) => response.headers.get(name));
    return { text: textAt(data, 'choices', 0, 'message', 'content') ?? '', answer: { ...readCompletion(data, spentOf(data, pricing), apiKey), limits } };
  };

  const sendAndRepair = async (question: Question, signal: AbortSignal): Promise<Answer> => {
    const first = await send(question, signal);
    if (mode === 'schema' || !('failure' in first.answer) || first.answer.failure.code !== 'provider-bad-reply') {
      return first.answer;
    }
    const second: Answer = await send(question, signal, first.text).then(({ answer }) => answer, (error: unknown) => failedAnswer(peer, error));
    return { ...second, text: second.text || first.answer.text, ...addSpent(first.answer, second) };
  };

  return {
    id: peer.name,
    model,
    shape: { parameters: { max_tokens: maxTokens, structured_mode: mode }, prompt, schema: replyJsonSchema },
    ask: (question, abort) => answerFrom(peer, abort, (signal) => sendAndRepair(question, signal)),
    estimate: (question) => estimateTries(systemOf(question), questionText(question), mode, pricing),
    check: async (abort) => knownOf(await checkBy(peer, abort, (signal) => client.models.list({ signal })), peer),
  };
}

type Completion = { readonly text: string; readonly answer: Answer };

/** A usual question takes one try; at most there is a second one that carries the first reply along. */
function estimateTries(instructions: string, question: string, mode: StructuredMode, pricing: ModelPricing): Estimate {
  const schema = mode === 'schema' ? JSON.stringify(replyJsonSchema) : '';
  const size = { instructions, question, schema, usualOutput, mostOutput: maxTokens, cache: 'by-itself' as const };
  const first = estimateRequest(size, pricing);
  if (mode === 'schema' || first.maxUsd === null || first.input === null) {
    return first;
  }
  const plain = { cachedInput: 0, cacheWrite: 0, cacheWriteHour: 0 };
  const carried = pricing.usd({ ...plain, input: maxTokens + 100, output: 0 });
  return { ...first, maxUsd: carried === null ? null : 2 * first.maxUsd + carried };
}

/** What a listing of models proves: OpenRouter gives it to anyone, and a server without keys takes none. */
function knownOf(check: ConnectionCheck, { apiKey, baseUrl }: Peer): ConnectionCheck {
  const isProof = apiKey !== undefined && !/^https?:\/\/([^/]+\.)?openrouter\.ai\b/.test(baseUrl);
  return { ...check, key: check.key === true && !isProof ? null : check.key };
}

/** What the server says it cost, as OpenRouter does, else by its tokens; unknown when it books none. */
function spentOf(completion: ChatCompletion, pricing: ModelPricing): Spent {
  const spent = spentOn(tokensOf(completion), pricing);
  return { ...spent, usd: amountAt(completion, 'usage', 'cost') ?? spent.usd };
}

/** Tokens as booked: the prompt includes what was read from and written to the cache. */
function tokensOf(completion: ChatCompletion): TokenCounts | undefined {
  const input = amountAt(completion, 'usage', 'prompt_tokens');
  const output = amountAt(completion, 'usage', 'completion_tokens');
  if (input === undefined || output === undefined) {
    return undefined;
  }
  const details = (name: string) => amountAt(completion, 'usage', 'prompt_tokens_details', name) ?? 0;
  return { input, cachedInput: details('cached_tokens'), cacheWrite: details('cache_write_tokens'), cacheWriteHour: 0, output };
}

/** A refusal and a reply cut short are billed like any other. */
function readCompletion(completion: ChatCompletion, spent: Spent, apiKey: string | undefined): Answer {
  const finish = textAt(completion, 'choices', 0, 'finish_reason');
  const refusal = textAt(completion, 'choices', 0, 'message', 'refusal') ?? '';
  const said = textAt(completion, 'choices', 0, 'message', 'content') ?? '';
  const text = withoutSecrets(said === '' ? refusal : said, [apiKey]);
  const fail = (code: FailureCode, message: string): Answer => ({ failure: { code, message }, text, ...spent });
  if (refusal !== '' || finish === 'content_filter') {
    const why = failureWords(refusal === '' ? 'its content filter stopped the reply' : refusal, [apiKey]);
    return fail('provider-refused', `openai-compatible declined to answer: ${why}`);
  }
  if (finish === 'length') {
    return fail('provider-truncated', 'The reply of openai-compatible ended before it was whole.');
  }
  const reply = jsonFromText(said);
  return reply === undefined ? fail('provider-bad-reply', 'openai-compatible answered with what is no JSON.') : { reply, text, ...spent };
}
