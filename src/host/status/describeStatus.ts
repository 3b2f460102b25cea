import type { Health } from '../../core/signal/provider.ts';
import { commandIds } from '../commandIds.ts';
import type { BatchesStatus, HealthStatus, RunStatus, Status } from './status.ts';

/** A status in words. A `$(name)` is an icon where it is allowed: in the text, the heading and the checks. */
export type StatusWords = {
  readonly text: string;
  readonly spoken: string;
  readonly heading: string;
  readonly facts: readonly Fact[];
  /** The checks of the provider; absent when none was made. */
  readonly checks?: string;
  readonly links: readonly (readonly [string, string])[];
  /** Whether a run waits for a provider that is not well. */
  readonly isWarning: boolean;
};

type Fact = readonly [string, string];
type Links = StatusWords['links'];

const log: Links = [['Show Log', commandIds.showLog]];
const check: Links = [['Check Health', commandIds.checkHealth]];
const choose: Links = [['Choose Provider…', commandIds.chooseProvider]];
const ready: Links = [['Run Signals…', commandIds.runSignals], ...check, ...log];
const setKey: Links = [['Set API Key…', commandIds.setApiKey]];
const collect: Links = [['Collect Batch Now', commandIds.collectBatch]];
const resume: Links = [['Resume', commandIds.resumeRun], ['Ask Another Provider…', commandIds.askAnotherProvider]];

export function describeStatus({ health, run, backend, batches }: Status): StatusWords {
  const words = withBatches(run.type === 'running' ? describeRunning(run) : withPausedRun(describeHealth(health), health, run), batches);
  return backend === null ? words : { ...words, facts: [...words.facts, ['Backend', `${backend.address}, running${backend.needsToken ? '' : ' without a token'}`]] };
}

function describeHealth(status: HealthStatus): StatusWords {
  const name = status.provider;
  const calm = { isWarning: false };
  switch (status.type) {
    case 'unchecked':
      return { ...calm, text: `$(circle-outline) LLM ${name}`, spoken: `LLM Signals: ${name}, not checked yet`, heading: `$(circle-outline) ${name} was not checked yet`, facts: [['Check', 'on first use']], links: ready };
    case 'checking':
      return { ...calm, text: `$(loading~spin) LLM ${name}`, spoken: `LLM Signals: checking ${name}`, heading: `$(loading~spin) Checking ${name}`, facts: describeAsking(status.usd), links: log };
    case 'ready':
      return { ...calm, text: `$(pass) LLM ${name}`, spoken: `LLM Signals: ${name} is ready`, heading: `$(pass) ${name} is ready`, facts: describeChecked(status), ...describeChecks(status.health), links: ready };
    case 'degraded': {
      const state = status.lacksKey ? 'needs a key' : 'is degraded';
      const repair = status.lacksKey ? setKey : check;
      return {
        ...calm, text: `$(warning) LLM ${name}`, spoken: `LLM Signals: ${name} ${state}`, heading: `$(warning) ${name} ${state}`,
        facts: [['Error', status.error], ...describeChecked(status)], ...describeChecks(status.health), links: [...repair, ...choose, ...log],
      };
    }
    case 'unavailable':
      return {
        ...calm, text: `$(error) LLM ${name}`, spoken: `LLM Signals: ${name} is unavailable`, heading: `$(error) ${name} is unavailable`,
        facts: [['Since', time(status.since)], ['Error', status.error], ...(status.nextCheck === null ? [] : [['Next check', time(status.nextCheck)] as const])], ...describeChecks(status.health), links: [...check, ...choose, ...log],
      };
  }
}

function describeAsking(usd: number | null | undefined): readonly Fact[] {
  return usd === undefined ? [] : [['Asking', `one small question, ${usd === null ? 'price unknown' : usd === 0 ? 'free' : `about $${usd.toFixed(4)}`}`]];
}

function describeRunning({ done, total, title, usd, budgetUsd, failed }: Extract<RunStatus, { type: 'running' }>): StatusWords {
  const cost = usd === null ? 'unknown' : usd === 0 && budgetUsd === null ? 'free' : dollars(usd);
  return {
    text: `$(sync~spin) LLM ${done}/${total}`,
    spoken: `LLM Signals: ${done} of ${total} answered`,
    heading: `$(sync~spin) ${done} of ${total} answered`,
    facts: [['Run', title], ['Cost', budgetUsd === null ? cost : `${cost} of ${dollars(budgetUsd)} budget`], ['Failed', String(failed)]],
    links: [['Open Panel', commandIds.openPanel], ['Pause', commandIds.pauseRun], ['Cancel', commandIds.cancelRun], ...log],
    isWarning: false,
  };
}

/** A run that waits is said beside the health of the provider, and as a warning until that is well again. */
function withPausedRun(words: StatusWords, health: HealthStatus, run: RunStatus): StatusWords {
  if (run.type !== 'paused') {
    return words;
  }
  const questions = `${run.waiting} ${run.waiting === 1 ? 'question' : 'questions'}`;
  return {
    ...words,
    spoken: `${words.spoken}, the run is paused`,
    facts: [...words.facts, ['Waiting', `${questions}, the run is paused`]],
    links: [...(health.type === 'degraded' && health.lacksKey ? setKey : []), ...resume, ...log],
    isWarning: (health.type === 'unavailable' || health.type === 'degraded') && health.provider === run.provider,
  };
}

/** Runs that wait for batches are said beside everything else: they need nobody. */
function withBatches(words: StatusWords, batches: BatchesStatus | undefined): StatusWords {
  if (batches === undefined) {
    return words;
  }
  const { runs, done, total } = batches;
  return {
    ...words,
    text: `${words.text}  $(watch) ${done}/${total}`,
    spoken: `${words.spoken}, ${runs === 1 ? 'a run waits' : `${runs} runs wait`} for a batch, ${done} of ${total} done`,
    facts: [...words.facts, ['Batches', `${runs === 1 ? '1 run waits' : `${runs} runs wait`}, ${done} of ${total} questions done`]],
    links: [...words.links, ...collect],
  };
}

function describeChecked({ health, at, keyFrom }: Extract<HealthStatus, { type: 'ready' | 'degraded' }>): readonly Fact[] {
  return [
    ...(health === null ? [] : [['Model', health.model] as const, ...describeLatency(health)]),
    ...(keyFrom === null ? [] : [['Key', `from ${keyFrom}`] as const]),
    ['Checked', time(at)],
  ];
}

/** How long an answer took, or a connection; nothing was connected to where nothing can be. */
function describeLatency({ checks, latencyMs }: Health): readonly Fact[] {
  if (checks.answers === null && checks.reachable === null) {
    return [];
  }
  return [[checks.answers === null ? 'Reached' : 'Answered', latency(latencyMs)]];
}

function describeChecks(health: Health | null): Pick<StatusWords, 'checks'> {
  if (health === null) {
    return {};
  }
  const words = { reachable: 'Reachable', key: 'Key', answers: 'Answers', schema: 'Replies valid' } as const;
  const icons = { true: '$(check)', false: '$(close)', null: '$(dash)' } as const;
  const names = Object.keys(words) as (keyof typeof words)[];
  return { checks: names.map((name) => `${icons[`${health.checks[name]}`]} ${words[name]}`).join('  ') };
}

function latency(ms: number | null): string {
  return ms === null ? '–' : ms < 1000 ? `in ${Math.max(1, Math.round(ms))} ms` : `in ${(ms / 1000).toFixed(1)} s`;
}

function time(at: Date): string {
  return at.toTimeString().slice(0, 8);
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}
