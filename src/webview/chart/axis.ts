import { formatPrice } from '../format.ts';

const legendHeight = 44;
const markHeight = 20;
const footShare = 0.2;

/** Keeps candles and their marks clear of the legend above and of volume and ribbon below, for a pane's height in px. */
export function priceMargins(height: number): { readonly top: number; readonly bottom: number } {
  return { top: Math.min(0.4, (legendHeight + markHeight) / Math.max(1, height)), bottom: footShare };
}

/** The axis needs only the decimals that tell its ticks apart. */
export function formatTicks(prices: readonly number[], decimals: number): string[] {
  for (let fewer = 0; fewer < decimals; fewer += 1) {
    if (prices.every((price) => Math.abs(price - Number(price.toFixed(fewer))) < 10 ** -decimals / 2)) {
      return prices.map((price) => formatPrice(price, fewer));
    }
  }
  return prices.map((price) => formatPrice(price, decimals));
}
