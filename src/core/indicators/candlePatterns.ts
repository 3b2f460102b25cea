import type { Steps } from '../candles/rows.ts';
import type { CandleValues } from './indicator.ts';

/**
 * Candle patterns as TA-Lib recognises them with its default candle settings: 100 bullish, -100 bearish, ±80 where two
 * bodies of an engulfing or a harami share an end, 0 none. Those that look at most come in steps. "Long", "short" and "near" compare with averages of the candles before.
 */

/** What patterns look at. */
type Shapes = {
  /** Distance of open and close. */
  readonly body: Float64Array;
  readonly range: Float64Array;
  /** The upper and lower end of the body of the candle at an index. */
  readonly top: (index: number) => number;
  readonly bottom: (index: number) => number;
};

const settled = 10;
const penetration = 0.3;

/** Doji (TA_CDLDOJI): hardly any body. First value at 10. */
export function doji(candles: CandleValues): Float64Array {
  const { body, range } = shapesOf(candles);
  const hardly = averageBefore(range, settled, 0.1, settled);
  return recognise(candles, settled, (i) => (body[i]! <= hardly[i]! ? 100 : 0));
}

/** Hammer (TA_CDLHAMMER): a small body near the low of the candle before, a long lower and no upper shadow. First value at 11. */
export function hammer(candles: CandleValues): Steps<Float64Array> {
  return longLowerShadow(candles, ({ bottom }, near, i) => (bottom(i) <= candles.low[i - 1]! + near ? 100 : 0));
}

/** Hanging man (TA_CDLHANGINGMAN): a hammer's shape near the high of the candle before. First value at 11. */
export function hangingMan(candles: CandleValues): Steps<Float64Array> {
  return longLowerShadow(candles, ({ bottom }, near, i) => (bottom(i) >= candles.high[i - 1]! - near ? -100 : 0));
}

/** Shooting star (TA_CDLSHOOTINGSTAR): a small body above the body before, a long upper and no lower shadow. First value at 11. */
export function shootingStar(candles: CandleValues): Float64Array {
  const { body, range, top, bottom } = shapesOf(candles);
  const small = averageBefore(body, settled, 1, settled + 1);
  const veryShort = averageBefore(range, settled, 0.1, settled + 1);
  return recognise(candles, settled + 1, (i) => {
    const isShape = body[i]! < small[i]! && candles.high[i]! - top(i) > body[i]! && bottom(i) - candles.low[i]! < veryShort[i]!;
    return isShape && bottom(i) > top(i - 1) ? -100 : 0;
  });
}

/** Engulfing (TA_CDLENGULFING): a body of the other colour around the body before. First value at 2. */
export function engulfing(candles: CandleValues): Float64Array {
  const { open, close } = candles;
  const { top, bottom } = shapesOf(candles);
  return recognise(candles, 2, (i) => {
    const colour = colourAt(candles, i);
    const isAround = top(i) >= top(i - 1) && bottom(i) <= bottom(i - 1) && (top(i) > top(i - 1) || bottom(i) < bottom(i - 1));
    const isWhole = open[i] !== close[i - 1] && close[i] !== open[i - 1];
    return colour !== colourAt(candles, i - 1) && isAround ? colour * (isWhole ? 100 : 80) : 0;
  });
}

/** Harami (TA_CDLHARAMI): a small body inside the long body before. First value at 11. */
export function harami(candles: CandleValues): Float64Array {
  const { body, top, bottom } = shapesOf(candles);
  const long = averageBefore(body, settled, 1, settled);
  const short = averageBefore(body, settled, 1, settled + 1);
  return recognise(candles, settled + 1, (i) => {
    const isShape = body[i - 1]! > long[i - 1]! && body[i]! <= short[i]!;
    const isInside = top(i) <= top(i - 1) && bottom(i) >= bottom(i - 1);
    const isWhole = top(i) < top(i - 1) && bottom(i) > bottom(i - 1);
    return isShape && isInside ? -colourAt(candles, i - 1) * (isWhole ? 100 : 80) : 0;
  });
}

/** Morning star (TA_CDLMORNINGSTAR, penetration 0.3): a long fall, a small body below it, a rise well into the first body. First value at 12. */
export function morningStar(candles: CandleValues): Steps<Float64Array> {
  const { close } = candles;
  return star(candles, 1, ({ body, top, bottom }, i) => top(i - 1) < bottom(i - 2) && close[i]! > close[i - 2]! + body[i - 2]! * penetration);
}

/** Evening star (TA_CDLEVENINGSTAR, penetration 0.3): a long rise, a small body above it, a fall well into the first body. First value at 12. */
export function eveningStar(candles: CandleValues): Steps<Float64Array> {
  const { close } = candles;
  return star(candles, -1, ({ body, top, bottom }, i) => bottom(i - 1) > top(i - 2) && close[i]! < close[i - 2]! - body[i - 2]! * penetration);
}

function* longLowerShadow(candles: CandleValues, judge: (shapes: Shapes, near: number, index: number) => number): Steps<Float64Array> {
  const shapes = shapesOf(candles);
  const { body, range, top, bottom } = shapes;
  const small = averageBefore(body, settled, 1, settled + 1);
  const veryShort = averageBefore(range, settled, 0.1, settled + 1);
  const near = averageBefore(range, 5, 0.2, settled);
  yield 0;
  return recognise(candles, settled + 1, (i) => {
    const isShape = body[i]! < small[i]! && bottom(i) - candles.low[i]! > body[i]! && candles.high[i]! - top(i) < veryShort[i]!;
    return isShape ? judge(shapes, near[i - 1]!, i) : 0;
  });
}

function* star(candles: CandleValues, colour: 1 | -1, turns: (shapes: Shapes, index: number) => boolean): Steps<Float64Array> {
  const shapes = shapesOf(candles);
  const { body } = shapes;
  const long = averageBefore(body, settled, 1, settled);
  const short = averageBefore(body, settled, 1, settled + 1);
  const notShort = averageBefore(body, settled, 1, settled + 2);
  yield 0;
  return recognise(candles, settled + 2, (i) => {
    const isColoured = colourAt(candles, i - 2) === -colour && colourAt(candles, i) === colour;
    const isShape = body[i - 2]! > long[i - 2]! && body[i - 1]! <= short[i - 1]! && body[i]! > notShort[i]!;
    return isColoured && isShape && turns(shapes, i) ? 100 * colour : 0;
  });
}

function recognise(candles: CandleValues, first: number, judge: (index: number) => number): Float64Array {
  const out = new Float64Array(candles.close.length).fill(NaN, 0, first);
  for (let i = first; i < out.length; i++) {
    out[i] = judge(i);
  }
  return out;
}

function shapesOf({ open, high, low, close }: CandleValues): Shapes {
  const body = new Float64Array(close.length);
  const range = new Float64Array(close.length);
  for (let i = 0; i < body.length; i++) {
    body[i] = Math.abs(close[i]! - open[i]!);
    range[i] = high[i]! - low[i]!;
  }
  return {
    body,
    range,
    top: (i) => Math.max(close[i]!, open[i]!),
    bottom: (i) => Math.min(close[i]!, open[i]!),
  };
}

/** 1 where the close is not below the open, else -1. */
function colourAt({ open, close }: CandleValues, index: number): 1 | -1 {
  return close[index]! >= open[index]! ? 1 : -1;
}

/**
 * `factor` times the mean of the `period` values before each, from `first` on. The running total is started and carried on
 * as in TA-Lib, since a candle may equal its average to the last digit.
 */
function averageBefore(values: Float64Array, period: number, factor: number, first: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN, 0, first);
  let total = 0;
  for (let i = first - period; i < Math.min(first, out.length); i++) {
    total += values[i]!;
  }
  for (let i = first; i < out.length; i++) {
    out[i] = factor * (total / period);
    total += values[i]! - values[i - period]!;
  }
  return out;
}
