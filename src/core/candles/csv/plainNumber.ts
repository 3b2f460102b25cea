const minus = 45;
const point = 46;
const zero = 48;

// So many digits fit an integer of 32 bits, which is quicker to count up than a double.
const quickDigits = 9;
// A double holds every integer of 15 digits, and dividing two exact ones rounds as Number() does.
const mostDigits = 15;
const powers = Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Reads a number such as `-12.34`, exactly as Number() does, into `column` at `row`.
 * Returns where it ends; -1 because it has more digits than are exact, or none before its point.
 */
export function readPlainNumber(bytes: Uint8Array, from: number, column: Float64Array, row: number): number {
  const isNegative = bytes[from] === minus;
  const first = isNegative ? from + 1 : from;
  let at = first;
  let whole = 0;
  // XOR with "0" leaves 0 to 9 for digits alone. Both counts wrap around when they grow too long, and are then not used.
  for (let digit = bytes[at]! ^ zero; digit < 10; digit = bytes[at]! ^ zero) {
    whole = (Math.imul(whole, 10) + digit) | 0;
    at += 1;
  }
  const wholeDigits = at - first;
  let part = 0;
  let decimals = 0;
  if (bytes[at] === point) {
    const firstDecimal = at + 1;
    at = firstDecimal;
    for (let digit = bytes[at]! ^ zero; digit < 10; digit = bytes[at]! ^ zero) {
      part = (Math.imul(part, 10) + digit) | 0;
      at += 1;
    }
    decimals = at - firstDecimal;
  }
  if (wholeDigits === 0 || wholeDigits + decimals > mostDigits) {
    return -1;
  }
  const power = powers[decimals]!;
  const isQuick = wholeDigits <= quickDigits && decimals <= quickDigits;
  const digits = isQuick ? whole * power + part : countDigits(bytes, first, at);
  column[row] = (isNegative ? -digits : digits) / power;
  return at;
}

/** The digits between two places as one integer, the point left out. */
function countDigits(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    value = bytes[at] === point ? value : value * 10 + (bytes[at]! - zero);
  }
  return value;
}
