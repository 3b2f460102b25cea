/** Several providers vote on each question. */
import { describeError } from '../core/errors.ts';
import type { Usage } from '../core/run/record.ts';
import { checkReply } from '../core/signal/checkReply.ts';
import { failureKinds, type Failure } from '../core/signal/failure.ts';
import type { Answer, AnswerShape, ConnectionCheck, Estimate, SignalProvider, Spent } from '../core/signal/provider.ts';
import type { Question } from '../core/signal/question.ts';
import type { ConsensusMetadata, Signal } from '../core/signal/signal.ts';
import { countVotes, type Ballot } from '../core/signal/vote.ts';

/** A provider that votes; its weight is positive. */
export type ConsensusMember = { readonly provider: SignalProvider; readonly weight: number };

export type ConsensusTools = {
  /** The time of day in epoch milliseconds. */
  readonly clock: () => number;
};

/**
 * Creates the `consensus` provider: it asks all members at once and counts their votes (`countVotes`). Members that fail
 * do not vote and are named in the reasoning; when all fail, so does the question.
 */
export function createConsensusProvider(members: readonly ConsensusMember[], { clock }: ConsensusTools): SignalProvider {
  const providers = members.map(({ provider }) => provider);
  return {
    id: 'consensus',
    model: providers.map(({ model }) => model).join(' + '),
    shape: shapeOf(members),
    ask: async (question, abort) => {
      const started = clock();
      const replies = await Promise.all(members.map((member) => askMember(member, question, abort)));
      const ended = clock();
      return combine(replies, { started, ended });
    },
    estimate: (question) => sumEstimates(providers.map((provider) => provider.estimate(question))),
    check: async (abort) => combineChecks(providers, await Promise.all(providers.map((provider) => provider.check(abort)))),
  };
}

/** What shapes the members' answers shapes the consensus, and so does each member's weight. */
function shapeOf(members: readonly ConsensusMember[]): AnswerShape {
  const voters = members.map(({ provider: { id, model, shape }, weight }) => ({
    provider: id, model, weight, parameters: shape.parameters, prompt: shape.prompt?.sha256 ?? null, schema: shape.schema,
  }));
  const prompt = members.map(({ provider }) => provider.shape.prompt).find((candidate) => candidate !== null) ?? null;
  return { parameters: { members: voters }, prompt, schema: null };
}

type MemberReply = Spent & { readonly provider: string; readonly model: string; readonly text: string | undefined } & ({ readonly ballot: Ballot } | { readonly failure: Failure });

async function askMember({ provider, weight }: ConsensusMember, question: Question, abort: AbortSignal): Promise<MemberReply> {
  const answer = await provider.ask(question, abort).catch((error: unknown): Answer => {
    if (abort.aborted) {
      throw error;
    }
    return { failure: { code: 'provider-failed', message: describeError(error) }, usage: null, usd: null };
  });
  const facts = { provider: provider.id, model: provider.model, text: answer.text, usage: answer.usage, usd: answer.usd };
  if ('failure' in answer) {
    return { ...facts, failure: answer.failure };
  }
  try {
    return { ...facts, ballot: { signal: checkReply(answer.reply, question, provider.id, provider.model).signal, weight } };
  } catch (error) {
    return { ...facts, failure: { code: 'provider-bad-reply', message: describeError(error) } };
  }
}

function combine(replies: readonly MemberReply[], { started, ended }: { readonly started: number; readonly ended: number }): Answer {
  const spent: Spent = { usage: sumUsage(replies), usd: sum(replies.map(({ usd }) => usd)) };
  const text = textOf(replies);
  const ballots = replies.flatMap((reply) => ('ballot' in reply ? [reply.ballot] : []));
  const failed = replies.flatMap((reply) => ('failure' in reply ? [{ provider: reply.provider, failure: reply.failure }] : []));
  if (ballots.length === 0) {
    return { ...spent, text, failure: failureOfAll(failed) };
  }
  const { votes, responses, ...verdict } = countVotes(ballots);
  const metadata: ConsensusMetadata = {
    total_providers: replies.length,
    ...votes,
    total_latency_ms: ended - started,
    ...(spent.usd === null ? {} : { total_cost_usd: spent.usd }),
    ...(spent.usage === null ? {} : { total_tokens: spent.usage.input + spent.usage.output }),
    timestamp: new Date(ended).toISOString(),
  };
  const lines = [
    `${verdict.decision} by ${votes.vote_breakdown[verdict.decision]} of ${ballots.length} votes.`,
    ...ballots.map(({ signal }) => describeVote(signal)),
    ...failed.map(({ provider, failure }) => `${provider} gave no vote: ${failure.message}`),
  ];
  return { ...spent, text, reply: { ...verdict, reasoning: lines.join('\n'), consensus_metadata: metadata, provider_responses: responses } };
}

/** What each member wrote, as JSON; undefined when none wrote anything. */
function textOf(replies: readonly MemberReply[]): string | undefined {
  const wrote = replies.filter(({ text }) => text !== undefined && text !== '').map(({ provider, model, text }) => ({ provider, model, reply: text }));
  return wrote.length === 0 ? undefined : JSON.stringify(wrote);
}

function describeVote({ provider, decision, confidence, reasoning }: Signal): string {
  return `${provider}, ${decision} ${confidence.toFixed(2)}: ${reasoning}`;
}

const gravity = { transient: 0, question: 1, fatal: 2 } as const;

/** The gravest of all failures; unavailable only when all members are, as others might answer the next question. */
function failureOfAll(failed: readonly { readonly provider: string; readonly failure: Failure }[]): Failure {
  const available = failed.filter(({ failure }) => failure.code !== 'provider-unavailable');
  const [{ failure: gravest }] = (available.length === 0 ? failed : available).toSorted((a, b) => gravity[failureKinds[b.failure.code]] - gravity[failureKinds[a.failure.code]]) as [(typeof failed)[number]];
  const message = `No member of the consensus answered. ${failed.map(({ provider, failure }) => `${provider}: ${failure.message}`).join(' ')}`;
  return { code: gravest.code, message, retryAfterMs: gravest.retryAfterMs };
}

function sumUsage(replies: readonly Spent[]): Usage | null {
  const usages = replies.map(({ usage }) => usage);
  const input = sum(usages.map((usage) => usage?.input ?? null));
  const cachedInput = sum(usages.map((usage) => usage?.cached_input ?? null));
  const output = sum(usages.map((usage) => usage?.output ?? null));
  return input === null || cachedInput === null || output === null ? null : { input, cached_input: cachedInput, output };
}

function sumEstimates(estimates: readonly Estimate[]): Estimate {
  const total = (part: Exclude<keyof Estimate, 'cache'>) => sum(estimates.map((estimate) => estimate[part]));
  return { input: total('input'), output: total('output'), usd: total('usd'), maxUsd: total('maxUsd'), cache: null };
}

/** Unknown when any part is. */
function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((total, part) => (total === null || part === null ? null : total + part), 0);
}

/** Whole only when every member is; what applies to no member is null. */
function combineChecks(providers: readonly SignalProvider[], checks: readonly ConnectionCheck[]): ConnectionCheck {
  const all = (level: 'reachable' | 'key') => {
    const known = checks.flatMap((check) => check[level] ?? []);
    return known.length === 0 ? null : known.every(Boolean);
  };
  const at = checks.findIndex(({ failure }) => failure !== null);
  const failure = checks[at]?.failure ?? null;
  return { reachable: all('reachable'), key: all('key'), failure: failure === null ? null : { ...failure, message: `${providers[at]!.id}: ${failure.message}` } };
}
