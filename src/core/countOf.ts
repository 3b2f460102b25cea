/** How many entries of `values` there are of each byte, 256 counts. */
export function countBytes(values: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) {
    counts[values[i]!]!++;
  }
  return counts;
}

/** How many entries of `values` equal `wanted`. */
export function countOf(values: Uint8Array, wanted: number): number {
  return countBytes(values)[wanted]!;
}
