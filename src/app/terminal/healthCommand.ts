import type { Health } from '../../core/signal/provider.ts';
import { createProvider } from '../provider/createProvider.ts';
import { checkHealth } from '../provider/health.ts';
import { exitCodes, type ExitCode } from './exitCode.ts';
import { readProviderSettings, terminalTools, type ProviderOptions } from './providerOptions.ts';
import { plainLine } from './table.ts';
import type { Terminal } from './terminal.ts';

export type HealthOptions = ProviderOptions & { readonly ask: boolean; readonly json?: boolean };

const levels = { reachable: 'Reachable', key: 'Key accepted', answers: 'Model answers', schema: 'Reply valid' } as const satisfies Record<keyof Health['checks'], string>;
const longestMessage = 400;

/** `llm-signals health`: proves level by level what works, and says why the first that fails does. */
export async function healthInTerminal(options: HealthOptions, terminal: Terminal, abort: AbortSignal): Promise<ExitCode> {
  const settings = await readProviderSettings(options, terminal);
  const provider = await createProvider(settings, await terminalTools(terminal, settings));
  const health = await checkHealth(provider, abort, { ask: options.ask });
  terminal.print(options.json === true ? `${JSON.stringify(healthFacts(health), null, 2)}\n` : describeHealth(health));
  return health.error === null ? exitCodes.done : exitCodes.notAllAnswered;
}

function healthFacts({ provider, model, checks, latencyMs, error }: Health): object {
  return { provider, model, ...checks, latency_ms: latencyMs, error };
}

function describeHealth({ provider, model, checks, latencyMs, error }: Health): string {
  const words = { true: 'yes', false: 'no', null: '–' } as const;
  const lines = Object.entries(levels).map(([name, label]) => `  ${label.padEnd(14)} ${words[`${checks[name as keyof Health['checks']]}`]}`);
  const took = latencyMs === null ? [] : [`  ${'Took'.padEnd(14)} ${latencyMs.toFixed(0)} ms`];
  const verdict = error === null ? 'healthy' : 'not healthy';
  return [`${provider}, ${model}: ${verdict}`, ...lines, ...took, ...(error === null ? [] : [`  ${plainLine(error, longestMessage)}`])].map((line) => `${line}\n`).join('');
}
