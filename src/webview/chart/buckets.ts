/** Aggregates of columns in buckets of 1, 4, 16, … candles, kept as long as their column. NaN is unknown and left out. */

type Column = Float64Array | Uint8Array;
type Combine = (a: number, b: number) => number;

const growth = 4;

/** Makes a function that gives a column in buckets of a size; the last bucket may hold less. */
function createAggregate(combine: Combine): <Kind extends Column>(column: Kind, size: number) => Kind {
  const kept = new WeakMap<Column, Map<number, Column>>();
  const aggregate = <Kind extends Column>(column: Kind, size: number): Kind => {
    if (size === 1) {
      return column;
    }
    const sizes = kept.get(column) ?? new Map<number, Column>();
    kept.set(column, sizes);
    const made = sizes.get(size) ?? combineEach(aggregate(column, size / growth), combine);
    sizes.set(size, made);
    return made as Kind;
  };
  return aggregate;
}

function combineEach(column: Column, combine: Combine): Column {
  const length = Math.ceil(column.length / growth);
  const combined = column instanceof Uint8Array ? new Uint8Array(length) : new Float64Array(length);
  for (let bucket = 0; bucket < length; bucket += 1) {
    const end = Math.min(column.length, (bucket + 1) * growth);
    let value = column[bucket * growth]!;
    for (let index = bucket * growth + 1; index < end; index += 1) {
      const next = column[index]!;
      value = Number.isNaN(value) ? next : Number.isNaN(next) ? value : combine(value, next);
    }
    combined[bucket] = value;
  }
  return combined;
}

/** The lowest value of each bucket. */
export const lowest = createAggregate((a, b) => (b < a ? b : a));

/** The highest value of each bucket. */
export const highest = createAggregate((a, b) => (b > a ? b : a));

/** The sum of each bucket. */
export const sums = createAggregate((a, b) => a + b);
