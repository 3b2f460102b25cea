import { AppError } from '../../core/errors.ts';
import { modelOf, type ProviderOptions } from './providerOptions.ts';

/** The flags that stand on the command line, such as `--entry`, whatever the defaults of the others are. */
export type SaidFlags = ReadonlySet<string>;

type Given = Pick<ProviderOptions, 'model' | 'member' | 'weight'> & {
  readonly provider?: string;
  readonly resume?: string;
  readonly gates?: string;
};

/** What a recorded run knows itself. */
const recordedFlags = ['--pair', '--columns', '--timeframe', '--gaps', '--entry', '--exit', '--gates', '--market-data', '--from', '--to', '--repeat'];

/** Whom each flag is for. */
const flagProviders: { readonly [flag: string]: readonly string[] } = {
  '--base-url': ['anthropic', 'openai', 'openai-compatible', 'backend'],
  '--preset': ['openai-compatible'],
  '--structured': ['openai-compatible'],
  '--backend-provider': ['backend'],
  '--member': ['consensus'],
  '--weight': ['consensus'],
  '--recording': ['recording'],
};

/**
 * Refuses options that would change nothing, as who gives them believes that they do.
 * @throws AppError `run-differs` because the run that goes on or is replayed has its own, `gate-invalid` because the
 * gate is not used, `provider-misconfigured` because they are of somebody who is not asked.
 */
export function refuseUnused(said: SaidFlags, files: readonly string[], options: Given): void {
  const { provider, resume, gates } = options;
  if (resume !== undefined) {
    refuse(said, [...recordedFlags, '--concurrency', '--out'], files.length > 0 ? ['A file of candles'] : [], 'used with --resume: a run goes on as it began');
  } else if (provider === 'recording') {
    refuse(said, [...recordedFlags, '--model', '--base-url', '--batch'], [], 'used in a replay: the recording has its own');
  }
  const unusedGate = gates === 'entry' ? '--exit' : gates === 'exit' ? '--entry' : undefined;
  if (unusedGate !== undefined && said.has(unusedGate)) {
    throw new AppError('gate-invalid', `${unusedGate} is not used with --gates ${gates}.`, { hint: 'Leave one of the two out.' });
  }
  // A run that goes on remembers who answered.
  if (resume === undefined || provider !== undefined) {
    refuseOthers(said, options, provider ?? 'rules');
  }
}

/** Refuses a weight of somebody who does not vote. @throws AppError `provider-misconfigured` */
export function refuseStrayWeights({ member, weight }: Pick<Given, 'member' | 'weight'>): void {
  const stray = weight.find(([id]) => !member.includes(id));
  if (stray !== undefined) {
    throw new AppError('provider-misconfigured', `--weight ${stray[0]}=${stray[1]} is of no member.`, { hint: member.length === 0 ? 'Name those who vote with --member.' : `Those who vote are ${member.join(', ')}.` });
  }
}

function refuseOthers(said: SaidFlags, { model, member, weight, resume }: Given, provider: string): void {
  const asked = provider === 'consensus' ? [provider, ...member] : [provider];
  // A consensus takes the address of a server of its own, and the others' from the environment.
  const isFor = (flag: string, id: string) => flagProviders[flag]!.includes(id) && (provider !== 'consensus' || flag !== '--base-url' || id === 'openai-compatible');
  const unused = resume === undefined ? Object.keys(flagProviders).find((flag) => said.has(flag) && !asked.some((id) => isFor(flag, id))) : undefined;
  if (unused !== undefined) {
    throw new AppError('provider-misconfigured', `${unused} is for ${flagProviders[unused]!.join(', ')}, and ${provider} is to answer.`, { hint: 'Say who answers with --provider, or leave it out.' });
  }
  if (provider === 'consensus' && member.length > 0) {
    refuseStrayWeights({ member, weight });
  }
  const stray = resume === undefined ? model.find((text) => !hasModel(modelOf(text, provider)[0], asked)) : undefined;
  if (stray !== undefined) {
    throw new AppError('provider-misconfigured', `--model ${stray} is of nobody who is asked.`, { hint: provider === 'consensus' ? 'Say of which member it is, such as --model openai=gpt-6-luna.' : 'Say who answers with --provider, or leave it out.' });
  }
}

/** The rules, a backend and a consensus have no model that could be chosen. */
function hasModel(id: string, asked: readonly string[]): boolean {
  return asked.includes(id) && !['rules', 'backend', 'consensus'].includes(id);
}

function refuse(said: SaidFlags, flags: readonly string[], others: readonly string[], why: string): void {
  const unused = [...others, ...flags.filter((flag) => said.has(flag))];
  if (unused.length > 0) {
    throw new AppError('run-differs', `${unused.join(', ')} ${unused.length === 1 ? 'is' : 'are'} not ${why}.`, { hint: 'Leave it out, or start a new run.' });
  }
}
