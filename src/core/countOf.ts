/** How many entries of `values` equal `wanted`. */
export function countOf(values: Uint8Array, wanted: number): number {
  let count = 0;
  for (const value of values) {
    count += value === wanted ? 1 : 0;
  }
  return count;
}
