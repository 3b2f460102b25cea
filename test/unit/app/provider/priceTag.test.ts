import assert from 'node:assert/strict';
import { loadPrompt } from '../../../../src/app/provider/loadPrompt.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun, type PreparedRun } from '../../../../src/app/run/prepareRun.ts';
import { describePrice, describePriceDetails, priceRun } from '../../../../src/app/provider/priceTag.ts';
import { pricingOf } from '../../../../src/core/models/models.ts';
import { isoTime } from '../../../../src/core/candles/time/time.ts';
import { planQuestions } from '../../../../src/core/run/plan.ts';
import { createAnthropicProvider } from '../../../../src/providers/anthropic.ts';
import { createRulesProvider } from '../../../../src/providers/rules.ts';
import { sampleFile } from '../../../fixtures/folders.ts';

const at = new Date('2026-11-23T00:00:00Z');
const prepare = async (gate: string): Promise<PreparedRun> => prepareRun(await openCandles(sampleFile), { ...defaultChoices, gates: { entry: gate } });
const claude = async (model: string, text?: string) => {
  const pricing = pricingOf(model, {}, at);
  const prompt = { ...(await loadPrompt(undefined)), ...(text === undefined ? {} : { text }) };
  return { provider: createAnthropicProvider({ model, baseUrl: 'http://127.0.0.1:9', apiKey: undefined, prompt, pricing, timeoutMs: 1000 }) };
};
const none = () => false;
const near = (actual: number | null, expected: number, share: number) => assert.ok(actual !== null && Math.abs(actual / expected - 1) <= share, `Expected about ${expected}, got ${actual}`);

describe('priceRun', () => {
  const exactly = (prepared: PreparedRun, { provider }: Awaited<ReturnType<typeof claude>>) => {
    const estimates = [...planQuestions(prepared.opened.series, prepared.frame, prepared.pair, prepared.gate.asked, prepared.marketData)].map(({ question }) => provider.estimate(question));
    const sum = (name: 'input' | 'output' | 'usd' | 'maxUsd') => estimates.reduce((total, estimate) => total + estimate[name]!, 0);
    return { input: sum('input'), output: sum('output'), usd: sum('usd'), maxUsd: sum('maxUsd') };
  };

  it('adds up the questions of a short run', async () => {
    const [prepared, haiku] = [await prepare('every_nth(20)'), await claude('claude-haiku-5-5')];
    const { questions, answered, cache, ...sums } = await priceRun(prepared, haiku.provider, none);
    assert.ok(questions > 50 && questions <= 200);
    assert.deepEqual([questions, answered, cache, sums], [prepared.gate.asked.length, 0, 'asked', exactly(prepared, haiku)]);
  });

  it('comes near with a sample of a long one, and not below the most', async () => {
    const [prepared, haiku] = [await prepare('close > 0'), await claude('claude-haiku-5-5')];
    const tag = await priceRun(prepared, haiku.provider, none);
    const exact = exactly(prepared, haiku);
    assert.ok(tag.questions > 1_000);
    near(tag.input, exact.input, 0.01);
    near(tag.output, exact.output, 0.01);
    near(tag.usd, exact.usd, 0.01);
    assert.ok(tag.maxUsd! >= exact.maxUsd * 0.999);
  });

  it('prices only what is still to be asked', async () => {
    const [prepared, haiku] = [await prepare('every_nth(20)'), await claude('claude-haiku-5-5')];
    const firstThree = prepared.gate.asked.slice(0, 3).map(({ index }) => isoTime(prepared.opened.series.time[index]!));
    assert.equal((await priceRun(prepared, haiku.provider, ({ time }) => firstThree.includes(time))).questions, prepared.gate.asked.length - 3);
    assert.deepEqual(await priceRun(prepared, haiku.provider, () => true), { questions: 0, answered: prepared.gate.asked.length, input: 0, output: 0, usd: 0, maxUsd: 0, cache: null });
  });

  it('does not know a price that is unknown, and knows what is free', async () => {
    const [prepared, mine, rules] = [await prepare('every_nth(100)'), await claude('mine'), createRulesProvider()];
    const tag = await priceRun(prepared, mine.provider, none);
    assert.deepEqual([tag.usd, tag.maxUsd, tag.cache, tag.input! > 0], [null, null, 'by-itself', true]);
    assert.deepEqual(await priceRun(prepared, rules, none), { questions: tag.questions, answered: 0, input: 0, output: 0, usd: 0, maxUsd: 0, cache: null });
  });

  it('says that a prompt is too short to cache', async () => {
    const [prepared, haiku] = [await prepare('every_nth(100)'), await claude('claude-haiku-5-5', 'Decide.')];
    assert.equal((await priceRun(prepared, haiku.provider, none)).cache, 'too-short');
  });
});

describe('describePrice', () => {
  const tag = { questions: 232, answered: 0, input: 264_480, output: 37_120, usd: 0.8349, maxUsd: 1.944, cache: null };
  const cases: readonly (readonly [change: Partial<typeof tag> | { readonly usd: null }, words: string])[] = [
    [{}, 'Ask 232 Questions for about $0.83'],
    [{ questions: 1 }, 'Ask 1 Question for about $0.83'],
    [{ questions: 12_345, usd: 1234.5 }, 'Ask 12,345 Questions for about $1,234.50'],
    [{ usd: 0.004 }, 'Ask 232 Questions for under $0.01'],
    [{ usd: 0 }, 'Ask 232 Questions, free'],
    [{ usd: null }, 'Ask 232 Questions, price unknown'],
    [{ questions: 0, usd: 0 }, 'No Questions to Ask'],
  ];
  for (const [change, words] of cases) {
    it(`says: ${words}`, () => assert.equal(describePrice({ ...tag, ...change }), words));
  }

  it('says that a batch is sent', () => {
    assert.equal(describePrice({ ...tag, usd: 0.4175 }, true), 'Send 232 Questions as a Batch for about $0.42');
    assert.equal(describePrice({ ...tag, questions: 1, usd: null }, true), 'Send 1 Question as a Batch, price unknown');
  });

  it('says the rest in sentences', () => {
    assert.equal(describePriceDetails({ ...tag, cache: 'asked' }), 'About 264,000 tokens in, 37,100 out, at most $1.95. The model caches the prompt.');
    assert.equal(describePriceDetails({ ...tag, maxUsd: 0.001, cache: 'too-short' }), 'About 264,000 tokens in, 37,100 out, at most $0.01. The prompt is too short for the model to cache.');
    assert.match(describePriceDetails({ ...tag, maxUsd: 0.1611 }), /at most \$0\.17\./);
    assert.equal(describePriceDetails({ ...tag, input: null, maxUsd: null, cache: 'by-itself' }), 'Tokens unknown.');
  });
});
