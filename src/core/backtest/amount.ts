/**
 * Decimals in which the gain or loss of a wallet shows: cents of 100 and more; of a smaller one, such as 0.05 BTC, a
 * millionth of it, up to the eight decimals that exchanges count in.
 */
export function amountDecimals(wallet: number): number {
  return wallet >= 100 || !(wallet > 0) ? 2 : Math.min(8, 5 - Math.floor(Math.log10(wallet)));
}

/** An amount of the wallet's currency; nothing is never -0. */
export function formatAmount(amount: number, wallet: number): string {
  return withoutMinusZero(amount.toFixed(amountDecimals(wallet)));
}

/** A share of one in percent. */
export function formatPercent(share: number): string {
  return `${withoutMinusZero((share * 100).toFixed(2))} %`;
}

const rateFormat = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 10, useGrouping: false });

/** A rate without the last digits of binary arithmetic, such as 0.1042001 for 0.104200099999999. */
export function formatRate(rate: number): string {
  return rateFormat.format(rate);
}

function withoutMinusZero(text: string): string {
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}
