import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FailureCode } from '../../../src/core/errors.ts';
import { checkReply } from '../../../src/core/signal/checkReply.ts';
import type { Failure } from '../../../src/core/signal/failure.ts';
import type { Answer, SignalProvider } from '../../../src/core/signal/provider.ts';
import { questionText } from '../../../src/core/signal/prompt.ts';
import type { Question } from '../../../src/core/signal/question.ts';
import { doubleKey, type Double } from '../../double/double.ts';
import { charactersOfToken, modelText } from '../../double/modelText.ts';
import type { Step } from '../../double/step.ts';
import { replyOf } from '../../fixtures/providers.ts';
import { eachWithDouble, never, question } from './fixtures.ts';

/** What a provider that asks over the network is tested with. */
export type Subject = {
  readonly create: (url: string, options: { readonly key: string; readonly timeoutMs: number }) => SignalProvider;
  /** Whether its replies book tokens and have a price. */
  readonly books: boolean;
  /** What the request says before the question, as the API was sent it; undefined where there are no instructions. */
  readonly instructions?: (body: never) => unknown;
  /** The most tokens its replies may take. */
  readonly mostOutput?: number;
  /** Codes that it has reason to give instead of the usual ones, by status. */
  readonly codes?: { readonly [status: number]: FailureCode };
};

const statuses: { readonly [status: number]: FailureCode } = {
  307: 'provider-not-found', 400: 'provider-bad-request', 401: 'provider-key-rejected', 402: 'provider-no-quota', 403: 'provider-forbidden', 404: 'provider-not-found',
  408: 'provider-timeout', 409: 'provider-failed', 413: 'provider-bad-request', 422: 'provider-bad-request', 429: 'provider-rate-limited',
  500: 'provider-failed', 502: 'provider-failed', 503: 'provider-overloaded', 504: 'provider-timeout', 529: 'provider-overloaded',
};
const otherKey = 'sk-wrong-0123456789abcdef';

/** What every provider must do with a question. Call it inside `describe`. */
export function describeAnswers(create: () => SignalProvider): void {
  it('answers with a reply that is a signal, and with what it cost', async () => {
    const provider = create();
    for (const [rsi, decision] of [[25, 'BUY'], [75, 'SELL']] as const) {
      const answer = await provider.ask(question(rsi), never);
      const { signal, warnings } = checkReply(replyOf(answer), question(rsi), provider.id, provider.model);
      assert.deepEqual([signal.decision, warnings], [decision, []]);
    }
  });

  it('never estimates less at most than usually', () => {
    const { usd, maxUsd } = create().estimate(question());
    assert.ok(usd === null || maxUsd === null || usd <= maxUsd);
  });
}

/** What every provider that asks over the network must do. */
export function describeProvider(name: string, subject: Subject): void {
  describe(`the ${name} provider`, () => {
    const double = eachWithDouble();
    const create = ({ key = doubleKey, timeoutMs = 5_000 } = {}) => subject.create(double().url, { key, timeoutMs });
    const askAfter = (...steps: readonly Step[]) => {
      double().script(...steps);
      return create().ask(question(), never);
    };

    describeAnswers(create);

    it('takes a reply in any letter case', async () => {
      const { signal } = checkReply(replyOf(await askAfter({ do: 'wrong-case' })), question(), 'p', 'm');
      assert.deepEqual([signal.decision, signal.risk_level], ['BUY', 'low']);
    });

    for (const [status, usual] of Object.entries(statuses)) {
      const code = subject.codes?.[Number(status)] ?? usual;
      it(`fails with ${code} on ${status}, asking once`, async () => {
        const { failure } = failed(await askAfter({ do: 'status', status: Number(status), message: 'Said by the server' }));
        assert.equal(failure.code, code);
        assert.match(failure.message, new RegExp(`${status}: Said by the server\\.$`));
        assert.equal(double().requests.length, 1);
      });
    }

    it('says how long to wait', async () => {
      const waits = async (headers: { readonly [header: string]: string }) => failed(await askAfter({ do: 'status', status: 429, headers })).failure.retryAfterMs;
      assert.equal(await waits({ 'retry-after': '7' }), 7_000);
      assert.equal(await waits({ 'retry-after-ms': '250', 'retry-after': '7' }), 250);
      const date = await waits({ 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
      assert.ok(date !== undefined && date > 55_000 && date <= 60_000, `Expected about a minute, got ${date}`);
      assert.equal(await waits({ 'retry-after': 'soon' }), undefined);
      assert.equal(await waits({}), undefined);
    });

    it('knows nothing of the cost when the connection breaks in the middle', async () => {
      for (const step of [{ do: 'drop' }, { do: 'reset' }] as const) {
        const { failure, usage, usd } = failed(await askAfter(step));
        assert.deepEqual([failure.code, usage, usd], ['provider-unreachable', null, null]);
      }
    });

    it('costs nothing when it cannot be reached', async () => {
      await double().die();
      const { failure, usage, usd } = failed(await create().ask(question(), never));
      assert.deepEqual([failure.code, usage, usd], ['provider-unreachable', { input: 0, cached_input: 0, output: 0 }, 0]);
      assert.match(failure.message, /ECONNREFUSED/);
    });

    for (const step of [{ do: 'drip', ms: 20 }, { do: 'hold' }] as const) {
      it(`gives up after its time on ${step.do}`, async () => {
        double().script(step);
        const { failure, usd } = failed(await create({ timeoutMs: 150 }).ask(question(), never));
        assert.deepEqual([failure.code, usd], ['provider-timeout', null]);
      });
    }

    it('rejects soon after an abort, and asks nothing when it came before', async () => {
      for (const step of [{ do: 'hold' }, { do: 'drip', ms: 20 }] as const) {
        const abort = new AbortController();
        double().script(step);
        const asked = double().requests.length;
        const asking = create().ask(question(), abort.signal);
        await double().waitForQuestions(asked + 1);
        const started = performance.now();
        abort.abort();
        await assert.rejects(asking);
        assert.ok(performance.now() - started < 200);
      }
      const asked = double().requests.length;
      await assert.rejects(create().ask(question(), AbortSignal.abort()));
      assert.equal(double().requests.length, asked);
    });

    it('names no key in any message', async () => {
      const provider = create({ key: otherKey });
      const rejected = failed(await provider.ask(question(), never));
      const checked = await provider.check(never);
      assert.deepEqual([rejected.failure.code, checked.reachable, checked.key], ['provider-key-rejected', true, false]);
      const echoed = await Promise.all([280, 295, 0].map((before) => askAfter({ do: 'status', status: 400, message: `${'x'.repeat(before)}${doubleKey} was sent` })));
      const messages = [rejected.failure.message, checked.failure?.message ?? '', ...echoed.map((answer) => failed(answer).failure.message)];
      for (const message of messages) {
        assert.ok(!message.includes(otherKey.slice(0, 8)) && !message.includes(doubleKey.slice(0, 8)), message);
        assert.ok(message.length < 400, message);
      }
    });

    it('sends nothing to another address', async () => {
      const location = `${double().url}/elsewhere`;
      assert.equal(failed(await askAfter({ do: 'status', status: 307, headers: { location } })).failure.code, 'provider-not-found');
      assert.equal(failed(await askAfter({ do: 'status', status: 302, headers: { location } })).failure.code, 'provider-not-found');
      assert.deepEqual(double().requests.filter(({ path }) => path === '/elsewhere'), []);
    });

    it('finds out free of charge whether it is reachable', async () => {
      const { reachable, failure } = await create().check(never);
      assert.deepEqual([reachable, failure], [true, null]);
      await double().die();
      assert.deepEqual(await create().check(never).then((check) => [check.reachable, check.key, check.failure?.code]), [false, null, 'provider-unreachable']);
      await assert.rejects(create().check(AbortSignal.abort()));
    });

    if (subject.books) {
      describeBooking(double, create, askAfter, subject);
    }
  });
}

function describeBooking(double: () => Double, create: () => SignalProvider, askAfter: (...steps: readonly Step[]) => Promise<Answer>, { instructions, mostOutput = 0 }: Subject): void {
  for (const [step, code] of [[{ do: 'refuse' }, 'provider-refused'], [{ do: 'truncate' }, 'provider-truncated'], [{ do: 'say', text: 'I would buy here.' }, 'provider-bad-reply']] as const) {
    it(`books a reply that is ${code}`, async () => {
      // Twice, for providers that ask for a bad reply to be written again.
      const { failure, usage, usd } = failed(await askAfter(step, step));
      assert.equal(failure.code, code);
      assert.ok(usage !== null && usage.input > 0 && usd !== null && usd > 0);
    });
  }

  it('gives the text of the model exactly as it came, whether it is a signal or not', async () => {
    const texts = ['  {"decision": "BUY"}\n', 'I would buy here.', '```json\n{}\n``` \u{1f4c8} </script>'];
    for (const text of texts) {
      double().always({ do: 'say', text });
      assert.equal((await askAfter()).text, text);
    }
    const whole = await askAfter({ do: 'answer' });
    assert.deepEqual('reply' in whole && JSON.parse(whole.text!), replyOf(whole));
    assert.equal((await askAfter({ do: 'truncate' })).text, modelText(questionText(question()), { do: 'truncate' }));
  });

  it('gives no text of what is no reply of the model, and no key in one that is', async () => {
    assert.equal((await askAfter({ do: 'status', status: 400, message: 'Said by the server' })).text, undefined);
    const text = `I was called with ${doubleKey}.`;
    double().always({ do: 'say', text });
    assert.equal((await askAfter()).text, 'I was called with ….');
  });

  it('costs nothing when the API refuses the request', async () => {
    const { usage, usd } = failed(await askAfter({ do: 'status', status: 500 }));
    assert.deepEqual([usage, usd], [{ input: 0, cached_input: 0, output: 0 }, 0]);
  });

  it('knows nothing of a cost that is not booked', async () => {
    const { usage, usd } = await askAfter({ do: 'no-usage' });
    assert.deepEqual([usage, usd], [null, null]);
  });

  it('does not try again when the quota is used up', async () => {
    for (const [status, kind] of [[429, 'insufficient_quota'], [429, 'enforced_spend_limit_reached'], [400, 'billing_error']] as const) {
      assert.equal(failed(await askAfter({ do: 'status', status, kind })).failure.code, 'provider-no-quota');
    }
  });

  it('never costs more than it was estimated to at most', async () => {
    const number = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    const market = fc.dictionary(fc.stringMatching(/^[a-z_]{1,20}$/), number, { maxKeys: 40 });
    await fc.assert(fc.asyncProperty(market, number, async (market_data, current_price) => {
      const asked: Question = { market_data, pair: 'BTC/USDT', timeframe: '5m', current_price };
      const provider = create();
      const { usd, maxUsd } = provider.estimate(asked);
      const spent = await provider.ask(asked, never);
      assert.ok(maxUsd !== null && spent.usd !== null && usd !== null && spent.usd <= maxUsd && usd <= maxUsd, `${spent.usd} of at most ${maxUsd}`);
    }), { numRuns: 20 });
  });

  it('never costs more than that for the longest replies', async () => {
    const text = 'x'.repeat(mostOutput * charactersOfToken);
    const { maxUsd } = create().estimate(question());
    const { usd, usage } = await askAfter({ do: 'say', text }, { do: 'say', text });
    assert.ok(usage !== null && usage.output >= mostOutput);
    assert.ok(maxUsd !== null && usd !== null && usd <= maxUsd, `${usd} of at most ${maxUsd}`);
  });

  it('says what the headers say about its limits', async () => {
    const { limits } = await askAfter();
    assert.ok(limits?.requests !== undefined && limits.requests.remaining > 3_000 && limits.requests.resetMs > 0 && limits.requests.resetMs < 400_000);
    assert.ok(limits.tokens !== undefined && limits.tokens.remaining > 1_000_000 && limits.tokens.resetMs > 20_000);
  });

  it('says the same before every question, and nothing of the question', async () => {
    const provider = create();
    await provider.ask(question(25, 100), never);
    await provider.ask(question(71.5, 200), never);
    const said = double().requests.map(({ body }) => JSON.stringify(instructions?.(body as never)));
    assert.equal(said[0], said[1]);
    assert.match(said[0] ?? '', /Decide for BTC\/USDT at 5m/);
    assert.doesNotMatch(said[0] ?? '', /71\.5/);
  });
}

export function failed(answer: Answer): Answer & { readonly failure: Failure } {
  assert.ok('failure' in answer, `Expected a failure, got ${JSON.stringify(answer)}`);
  return answer;
}
