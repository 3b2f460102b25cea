/** How many entries of `values` equal `wanted`. */
export function countOf(values: Uint8Array | Uint32Array, wanted: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    count += values[i] === wanted ? 1 : 0;
  }
  return count;
}
