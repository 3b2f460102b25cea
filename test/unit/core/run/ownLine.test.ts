import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { isOwnLine } from '../../../../src/core/run/ownLine.ts';
import { lineSchema } from '../../../../src/core/run/record.ts';
import { answeredAt, unansweredAt } from '../../../fixtures/recordedRuns.ts';

const candle = { open: 1, high: 2, low: 0.5, close: 1.5, volume: 0 };
const question = { market_data: { rsi: 25.5, recent_candles: [candle, candle], price_change_24h: -3 }, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 };
const own = [
  answeredAt(0, 'BUY', { question, reply: '{"decision":"BUY"}' }),
  answeredAt(0, 'SELL', { question, gates: [], signal: { ...answeredAt(0, 'SELL').signal!, suggested_stop_loss: 101, suggested_take_profit: 90 }, warnings: ['The stop was removed.'] }),
  { ...unansweredAt(1, 'failed'), reply: 'I decline.' },
  { ...unansweredAt(2, 'skipped'), usage: null, usd: null, latency_ms: null },
];
type Json = { [name: string]: unknown };

/** A value with one of its places changed: another value, none, or one more beside it. */
const changed = fc.tuple(fc.constantFrom(...own), fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }), fc.constantFrom('set', 'remove', 'add'), fc.oneof(fc.jsonValue(), fc.constantFrom(Infinity, NaN, 0, 1, 'BUY', 'entry', undefined), fc.constant(candle)))
  .map(([line, path, change, value]) => {
    const copy = structuredClone(line) as Json;
    let at = copy;
    for (const step of path.slice(0, -1)) {
      const inner = Object.values(at).filter((each) => typeof each === 'object' && each !== null) as Json[];
      at = inner[step % Math.max(1, inner.length)] ?? at;
    }
    const names = Object.keys(at);
    const name = names[path.at(-1)! % Math.max(1, names.length)] ?? 'a';
    if (Array.isArray(at)) {
      at.push(value);
    } else if (change === 'remove') {
      delete at[name];
    } else {
      at[change === 'add' ? `${name}_2` : name] = value;
    }
    return copy;
  });

describe('isOwnLine', () => {
  it('knows the lines we write', () => {
    for (const line of own) {
      assert.ok(isOwnLine(JSON.parse(JSON.stringify(line))));
    }
  });

  it('takes nothing that the schema refuses or would change', () => {
    fc.assert(fc.property(changed, (value) => {
      const parsed = z.safeParse(lineSchema, value);
      if (isOwnLine(value)) {
        assert.ok(parsed.success, JSON.stringify(value));
        assert.deepEqual(parsed.data, value);
      }
    }), { numRuns: 2000 });
  });

  it('leaves lines of earlier versions and votes to the schema', () => {
    const { reply, ...earlier } = own[0]!;
    assert.ok(reply !== null && !isOwnLine(earlier));
    assert.equal(isOwnLine(null), false);
    assert.equal(isOwnLine([]), false);
  });
});
