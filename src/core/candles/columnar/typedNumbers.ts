/** What typed files hold as numbers, as doubles; undefined when the values are of another kind. */
export function numbersOf(values: unknown): Float64Array | undefined {
  if (values instanceof Float64Array) {
    return values;
  }
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    const numbers = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) {
      numbers[i] = Number(values[i]!);
    }
    return numbers;
  }
  return values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint32Array ? new Float64Array(values) : undefined;
}

/** How many ticks of a timestamp make a millisecond. */
export const ticksPerMs = { s: 1e-3, ms: 1, us: 1e3, ns: 1e6 } as const;

/** Timestamps as epoch milliseconds, rounded down: exact, though nanoseconds are more than a double can count. */
export function instantsOf(ticks: BigInt64Array, unit: keyof typeof ticksPerMs): Float64Array {
  const size = ticksPerMs[unit];
  // Each tick is high * 2 ** 32 + low, without a BigInt made of it; a double holds both quotients.
  const halves = new DataView(ticks.buffer, ticks.byteOffset, ticks.byteLength);
  const whole = Math.floor(2 ** 32 / size);
  const rest = 2 ** 32 - whole * size;
  const instants = new Float64Array(ticks.length);
  for (let i = 0; i < ticks.length; i++) {
    const high = halves.getInt32(8 * i + 4, true);
    const low = halves.getUint32(8 * i, true);
    instants[i] = high * whole + Math.floor((high * rest + low) / size);
  }
  return instants;
}
