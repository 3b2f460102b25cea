import { createBudget } from '../../core/run/budget.ts';
import { answerPlaces, indexAnswers } from '../answers/answers.ts';
import { createProvider } from '../provider/createProvider.ts';
import type { PriceTag } from '../provider/priceTag.ts';
import { viewSeries } from '../view.ts';
import { describePriceTag, priceOf } from './agreeOnPrice.ts';
import { describeGates } from './describeRun.ts';
import { describeSeries, seriesFacts } from './describeSeries.ts';
import { exitCodes, type ExitCode } from './exitCode.ts';
import { prepareFile, type CandleOptions } from './plannedRun.ts';
import { readProviderSettings, terminalTools, type ProviderOptions } from './providerOptions.ts';
import type { Terminal } from './terminal.ts';

export type EstimateOptions = ProviderOptions & CandleOptions & {
  /** In USD. */
  readonly budget: number;
  readonly json?: boolean;
};

/** How long a language model takes for a signal, as the documentation of the integration says. */
const secondsPerAnswer = { least: 2, most: 10 };

/** `llm-signals estimate`: what a run over these files would ask and cost. Asks nobody and writes nothing. */
export async function estimateInTerminal(files: readonly string[], options: EstimateOptions, terminal: Terminal, abort: AbortSignal): Promise<ExitCode> {
  const settings = await readProviderSettings(options, terminal);
  const tools = await terminalTools(terminal, settings);
  // Nothing is sent, so that a price can be had before a key.
  const keyFor: typeof tools.keyFor = async (id, origin) => (await tools.keyFor(id, origin)) ?? (origin.startsWith('https:') ? 'none' : undefined);
  const provider = await createProvider(settings, { ...tools, keyFor });
  const known = await indexAnswers(answerPlaces(terminal.folder));
  const budget = createBudget(options.budget);
  const facts: object[] = [];
  for (const file of files.length === 0 ? [undefined] : files) {
    const prepared = await prepareFile(file, options);
    const tag = await priceOf({ planned: { prepared, place: {} }, provider, known, out: new Set() }, abort);
    const fits = budget.reserve(tag.usd);
    const time = provider.id === 'rules' || tag.questions === 0 ? null : timeOf(tag, options.concurrency);
    facts.push({
      series: seriesFacts(prepared.opened.series), funnel: prepared.gate.funnel, provider: provider.id, model: provider.model,
      questions: tag.questions, answered: tag.answered, tokens_in: tag.input, tokens_out: tag.output, usd: tag.usd, max_usd: tag.maxUsd, prompt_cache: tag.cache, fits_budget: fits, seconds: time,
    });
    if (options.json !== true) {
      const duration = time === null ? '' : `Time: ${describeTime(time.least)} to ${describeTime(time.most)}, ${options.concurrency} at once.\n`;
      const over = fits ? '' : 'That is more than the budget: the run would stop at it.\n';
      terminal.print([describeSeries(prepared.opened.series), describeGates(viewSeries(prepared).gate, prepared.gateColumns), describePriceTag(provider, tag, options.budget), over, duration].join(''));
    }
  }
  if (options.json === true) {
    terminal.print(`${JSON.stringify(facts.length === 1 ? facts[0] : facts, null, 2)}\n`);
  }
  return exitCodes.done;
}

/** In seconds. */
function timeOf({ questions }: PriceTag, concurrency: number): { readonly least: number; readonly most: number } {
  const rounds = Math.ceil(questions / concurrency);
  return { least: rounds * secondsPerAnswer.least, most: rounds * secondsPerAnswer.most };
}

function describeTime(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
