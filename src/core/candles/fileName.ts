import { parseTimeframe } from './timeframe.ts';

/** What a candle file's name says about its content. */
export type FileNameFacts = { readonly pair: string | undefined; readonly timeframe: string | undefined };

// Longest first, so that BTCFDUSD is not read as BTCFD/USD.
const quotes = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'TUSD', 'USDE', 'USD1', 'DAI', 'EUR', 'USD', 'GBP', 'TRY', 'BRL', 'JPY', 'BTC', 'ETH', 'BNB', 'SOL', 'XBT'];

/**
 * Pair and timeframe from a file name: Freqtrade's `BTC_USDT-5m.feather`, `XRP_USDT_USDT-1h-futures.json.gz`,
 * exchange symbols such as `LTCBTC-5m-….csv`, and the same with underscores. Unknown stays undefined.
 */
export function parseFileName(fileName: string): FileNameFacts {
  const base = fileName.replace(/^.*[\\/]/, '').replace(/\.(csv|tsv|txt|json|feather|parquet)(\.gz)?$/i, '');
  const words = base.split(/[-\s_]+/);
  const at = words.findIndex((word) => parseTimeframe(word) !== undefined);
  const found = at < 0 ? undefined : words[at];
  return {
    pair: pairOf(at < 0 ? words : words.slice(0, at)),
    timeframe: found?.replace(/Mo$/, 'M'),
  };
}

/** `BTC_USDT` is a pair, `XRP_USDT_USDT` a future; one word splits before a known quote currency. */
function pairOf(words: readonly string[]): string | undefined {
  const symbols = words.filter((word) => /^[A-Z0-9.]{2,}$/.test(word));
  const [base, quote, settle] = symbols.slice(-3);
  if (symbols.length === 3 && quote === settle) {
    return `${base}/${quote}:${settle}`;
  }
  const last = symbols.at(-1);
  const before = symbols.at(-2);
  if (last !== undefined && before !== undefined && quotes.includes(last)) {
    return `${before}/${last}`;
  }
  const joined = last === undefined ? undefined : quotes.find((candidate) => last.endsWith(candidate) && last.length > candidate.length + 1);
  return last === undefined || joined === undefined ? undefined : `${last.slice(0, -joined.length)}/${joined}`;
}

/** Whether `pair` is written as Freqtrade writes pairs: `BTC/USDT`, `XRP/USDT:USDT`. */
export function isPair(pair: string): boolean {
  return /^[A-Za-z0-9.]+\/[A-Za-z0-9.]+(:[A-Za-z0-9.]+)?$/.test(pair);
}
