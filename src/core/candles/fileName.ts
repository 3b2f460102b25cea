import { parseTimeframe } from './time/timeframe.ts';

/** Freqtrade's kinds of candles; a name that says none is of the spot market. */
export const candleTypes = ['spot', 'futures', 'mark', 'index', 'premiumIndex', 'funding_rate'] as const;
export type CandleType = (typeof candleTypes)[number];

/** What a candle file's name says about its content. */
export type FileNameFacts = { readonly pair: string | undefined; readonly timeframe: string | undefined; readonly candleType: CandleType };

// Longest first, so that BTCFDUSD is not read as BTCFD/USD.
const quotes = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'TUSD', 'USDE', 'USD1', 'DAI', 'EUR', 'USD', 'GBP', 'TRY', 'BRL', 'JPY', 'BTC', 'ETH', 'BNB', 'SOL', 'XBT'];

/**
 * Pair and timeframe from a file name: Freqtrade's `BTC_USDT-5m.feather`, `XRP_USDT_USDT-1h-futures.json.gz`,
 * exchange symbols such as `LTCBTC-5m-….csv`, and the same with underscores. Unknown stays undefined.
 */
export function parseFileName(fileName: string): FileNameFacts {
  const base = fileName.replace(/^.*[\\/]/, '').replace(/\.(csv|tsv|txt|json|feather|parquet)(\.gz)?$/i, '');
  const words = base.split(/[-\s_,]+/);
  const at = words.findIndex((word) => parseTimeframe(word) !== undefined);
  const found = at < 0 ? undefined : words[at];
  return {
    pair: pairOf(at < 0 ? words : words.slice(0, at)),
    timeframe: found?.replace(/Mo$/, 'M'),
    candleType: candleTypes.find((type) => base.toLowerCase().endsWith(`-${type.toLowerCase()}`)) ?? 'spot',
  };
}

/** `BTC_USDT` is a pair, `XRP_USDT_USDT` a future; one word splits before a known quote currency. The last one counts. */
function pairOf(words: readonly string[]): string | undefined {
  const symbols = words.filter((word) => /^(?=.*[A-Z])[A-Z0-9.]{2,}$/.test(word));
  const [base, quote, settle] = symbols.slice(-3);
  if (symbols.length === 3 && quote === settle) {
    return `${base}/${quote}:${settle}`;
  }
  const pairs = symbols.map((symbol, i) => {
    const before = symbols[i - 1];
    if (before !== undefined && quotes.includes(symbol)) {
      return `${before}/${symbol}`;
    }
    const fitting = quotes.filter((candidate) => symbol.endsWith(candidate) && symbol.length > candidate.length + 1);
    // XBTUSD is no XB in TUSD: a base of two letters is believed only when there is no other.
    const joined = fitting.find((candidate) => symbol.length > candidate.length + 2) ?? fitting[0];
    return joined === undefined ? undefined : `${symbol.slice(0, -joined.length)}/${joined}`;
  });
  return pairs.findLast((pair) => pair !== undefined);
}

/** Whether `pair` is written as Freqtrade writes pairs: `BTC/USDT`, `XRP/USDT:USDT`. */
export function isPair(pair: string): boolean {
  return /^[A-Za-z0-9.]+\/[A-Za-z0-9.]+(:[A-Za-z0-9.]+)?$/.test(pair);
}
