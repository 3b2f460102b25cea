/** Amounts of money in words. All are in USD. */

/** A limit as it was set: cents, and what is finer where it was set finer, such as $0.005. */
export function formatLimit(usd: number): string {
  const cents = usd.toFixed(2);
  return `$${Number(cents) === usd ? cents : String(usd)}`;
}

/** The most that something costs: up to the next cent. A billionth of one is the dust of binary arithmetic. */
export function formatMost(usd: number): string {
  return `$${(Math.ceil(usd * 100 - 1e-9) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** What a run cost. */
export function formatCost(usd: number | null): string {
  if (usd === null) {
    return 'cost unknown';
  }
  return usd === 0 ? 'free' : usd < 0.005 ? 'under $0.01' : `$${usd.toFixed(2)}`;
}
