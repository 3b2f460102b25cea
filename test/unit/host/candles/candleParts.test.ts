import assert from 'node:assert/strict';
import fc from 'fast-check';
import { messagesOf } from '../../../../src/host/candles/candleParts.ts';
import type { CandlesMessage, MoreCandles } from '../../../../src/protocol/candleMessages.ts';
import { reduceCandles, initialCandleModel, isWhole, type CandleModel } from '../../../../src/webview/candle/candleModel.ts';
import { candlesOf } from '../../webview/candle/problems.ts';

const longest = 200_000;
const all = candlesOf([], longest);
const cut = (length: number): CandlesMessage => {
  const { columns, filled } = all.series;
  const [time, open, high, low, close, volume] = (['time', 'open', 'high', 'low', 'close', 'volume'] as const).map((name) => columns[name].subarray(0, length));
  return { ...all, total: length, series: { ...all.series, columns: { time: time!, open: open!, high: high!, low: low!, close: close!, volume: volume! }, filled: filled.subarray(0, length) } };
};
const receive = (message: CandlesMessage, around?: number): CandleModel =>
  [...messagesOf(message, around)].reduce((model, next) => reduceCandles(model, { type: 'message', message: next }), initialCandleModel(undefined));

describe('messagesOf', () => {
  it('sends every candle once, wherever it begins, and the chart puts them together again', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: longest }), fc.option(fc.double({ min: -1000, max: longest + 1000, noNaN: true }), { nil: undefined }), (length, around) => {
      const message = cut(length);
      const { candles, more } = receive(message, around);
      assert.ok(candles !== null && isWhole(candles));
      assert.deepEqual([candles.start, more], [0, []]);
      for (const name of ['time', 'volume'] as const) {
        assert.ok(candles.series.columns[name].every((value, i) => value === message.series.columns[name][i]), name);
      }
    }), { numRuns: 30 });
  });

  it('begins with the candles around the one that is wanted, or with the newest', () => {
    const firstOf = (around?: number) => {
      const [{ start, series }] = [...messagesOf(all, around)] as [CandlesMessage];
      return [start, start + series.filled.length] as const;
    };
    const [from, to] = firstOf(90_000);
    assert.ok(from < 80_000 && to > 100_000 && to - from < 30_000, `${from} to ${to}`);
    assert.equal(firstOf()[1], longest);
    assert.equal(firstOf(3)[0], 0);
  });

  it('sends no more memory than the candles take', () => {
    for (const message of [...messagesOf(all, 90_000)] as (CandlesMessage | MoreCandles)[]) {
      const { columns, filled } = message.type === 'more' ? message : message.series;
      assert.equal(columns.close.buffer.byteLength, 8 * filled.length);
      assert.ok(columns.close.buffer.byteLength < 2 ** 20);
    }
  });

  it('sends the candles of a usual file at once', () => {
    assert.equal([...messagesOf(cut(20_000), undefined)].length, 1);
  });

  it('sends other messages as they are', () => {
    assert.deepEqual([...messagesOf({ type: 'loading', file: 'a.csv' }, 5)], [{ type: 'loading', file: 'a.csv' }]);
  });
});
