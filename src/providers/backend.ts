/** Any server of the documented REST contract, such as the Django backend, through axios. Loaded on demand. */
import axios, { type AxiosResponse } from 'axios';
import type { Answer, ConnectionCheck, SignalProvider } from '../core/signal/provider.ts';
import { plainShape, unknownEstimate } from '../core/signal/provider.ts';
import type { Question } from '../core/signal/question.ts';
import { failureOfConnection, failureOfTimeout, originOf } from './connectionFailure.ts';
import { timedOut, withinTime } from './deadline.ts';
import { failedCheck } from './failedCheck.ts';
import { fieldAt, textAt } from './fields.ts';
import { failureWords } from './failureWords.ts';
import { parseJson } from './parseJson.ts';
import { failureOfStatus, unknownSpent } from './statusFailure.ts';
import { withoutSecrets } from './withoutSecrets.ts';

export type BackendConfig = {
  /** Where the contract's paths begin; may hold a token, as in `http://127.0.0.1:8000/t/<token>`. */
  readonly url: string;
  /** The provider that the backend is to ask; empty or undefined for its own choice. */
  readonly provider?: string | undefined;
  readonly timeoutMs: number;
  /** Sent as a bearer token; undefined when there is none or the URL holds it. */
  readonly token?: string | undefined;
};

const name = 'backend';
const mostBytes = 1_000_000;

/**
 * Creates the `backend` provider. Its model is always `backend`; who answered is named with each answer. A backend
 * that answers with an error, be it as a status or as the neutral signal with `error` set, has failed: that is no HOLD.
 * Costs and tokens are unknown: the contract does not name them. Redirects are not followed.
 */
export function createBackendProvider(config: BackendConfig): SignalProvider {
  const { url, provider = '', timeoutMs, token } = config;
  const secrets = [token, /\/t\/([^/?#]+)/.exec(url)?.[1]];
  const address = `${url.replace(/\/+$/, '')}/api/v1/strategies/llm`;

  const send = async (question: Question | undefined, abort: AbortSignal): Promise<Answer> => {
    try {
      const response = await withinTime(timeoutMs, abort, (signal) => request(address, token, question && { ...question, ...(provider === '' ? {} : { provider }) }, signal));
      if (response === timedOut) {
        const { failure, spent } = failureOfTimeout(name, timeoutMs);
        return { failure, ...spent };
      }
      return readResponse(response, secrets);
    } catch (error) {
      abort.throwIfAborted();
      return brokenAnswer(url, error, secrets);
    }
  };

  return {
    id: name,
    model: name,
    shape: { ...plainShape, parameters: { url: originOf(url), ...(provider === '' ? {} : { provider }) } },
    ask: async (question, abort) => {
      const answer = await send(question, abort);
      return 'failure' in answer ? answer : { ...answer, by: authorOf(answer.reply) };
    },
    estimate: () => unknownEstimate,
    check: async (abort) => checkOf(await send(undefined, abort), secrets),
  };
}

/** Asks with a body, else for the backend's health. Every status is a response. */
function request(address: string, token: string | undefined, body: object | undefined, signal: AbortSignal): Promise<AxiosResponse<string>> {
  return axios.request<string>({
    url: address,
    method: body === undefined ? 'GET' : 'POST',
    data: body,
    headers: { Accept: 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    // The reply is parsed here, so that what is no JSON is told from what is.
    responseType: 'text',
    transformResponse: (text: string) => text,
    maxRedirects: 0,
    maxContentLength: mostBytes,
    validateStatus: () => true,
    signal,
  });
}

function readResponse(response: AxiosResponse<string>, secrets: readonly (string | undefined)[]): Answer {
  const body = parseJson(response.data);
  const error = errorOf(body);
  if (response.status !== 200) {
    const header = (title: string) => (response.headers[title] as string | undefined) ?? null;
    const { failure, spent } = failureOfStatus(name, { status: response.status, header, kind: undefined, words: failureWords(error ?? '', secrets) }, Date.now());
    // It may have asked a model before it failed.
    return { failure: isUnconfigured(error) ? { ...failure, code: 'provider-no-key' } : failure, ...(response.status >= 500 && !isUnconfigured(error) ? unknownSpent : spent) };
  }
  const text = withoutSecrets(response.data, secrets);
  if (typeof body !== 'object' || body === null) {
    return { failure: { code: 'provider-bad-reply', message: 'backend answered with what is no JSON object.' }, text, ...unknownSpent };
  }
  if (fieldAt(body, 'configured') === undefined && error !== undefined) {
    return { failure: { code: 'provider-failed', message: `backend gave no signal: ${failureWords(error, secrets)}` }, ...unknownSpent };
  }
  return { reply: body, text, ...unknownSpent };
}

/** The provider and model that the contract's reply names; undefined when it names none. */
function authorOf(reply: unknown): Answer['by'] {
  const model = textAt(reply, 'model');
  return model === undefined || model === '' ? undefined : { provider: textAt(reply, 'provider') || name, model };
}

/** The text of `error` and its `detail`, whatever form they have; undefined when none is set. */
function errorOf(body: unknown): string | undefined {
  const said = [fieldAt(body, 'error'), fieldAt(body, 'detail')].filter((error) => error !== undefined && error !== null && error !== '' && error !== false);
  const texts = said.map((error) => (typeof error === 'string' ? error : (textAt(error, 'message') ?? JSON.stringify(error))));
  return texts.length === 0 ? undefined : texts.join(': ');
}

/** The contract's words for a backend without a key or a model. */
function isUnconfigured(error: string | undefined): boolean {
  return /\bnot configured\b/i.test(error ?? '');
}

function brokenAnswer(url: string, error: unknown, secrets: readonly (string | undefined)[]): Answer {
  // axios has one code for a reply that is too long and for one that breaks off.
  if (/maxContentLength/.test(textAt(error, 'message') ?? '')) {
    return { failure: { code: 'provider-bad-reply', message: `backend answered with more than ${mostBytes / 1000} kB.` }, ...unknownSpent };
  }
  const { failure, spent } = failureOfConnection(name, originOf(url), error, secrets);
  return { failure, ...spent };
}

/** The contract answers its health with 200 also when it is not configured. */
function checkOf(answer: Answer, secrets: readonly (string | undefined)[]): ConnectionCheck {
  if ('failure' in answer) {
    return failedCheck(answer.failure, false);
  }
  const why = errorOf(answer.reply);
  const isConfigured = fieldAt(answer.reply, 'configured') === true;
  if (isConfigured && why === undefined) {
    return { reachable: true, key: null, failure: null };
  }
  const code = isConfigured ? 'provider-failed' : 'provider-no-key';
  return { reachable: true, key: null, failure: { code, message: `backend is not ready: ${failureWords(why ?? 'it is not configured', secrets)}` } };
}
