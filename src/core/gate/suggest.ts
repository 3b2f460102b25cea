const farthest = 3;
const listed = 12;

/** What to say after an unknown name: the nearest one there is, or the first of those there are. */
export function describeUnknown(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? `There are ${names.slice(0, listed).join(', ')}${names.length > listed ? ' and more' : ''}.` : `Did you mean ${nearest}?`;
}

/** The name that a name may be a slip of; undefined when none is near. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const ranked = names.map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }));
  const nearest = ranked.reduce((best, next) => (next.distance < best.distance ? next : best), { candidate: '', distance: farthest + 1 });
  return nearest.distance <= Math.min(farthest, Math.ceil(name.length / 2)) ? nearest.candidate : undefined;
}

/** Levenshtein's distance: how many letters must be put in, taken out or changed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
