/** The configurations of one backtest: ours alone, or the user's with what must be of the run laid over it. */
import path from 'node:path';
import { isFuture } from '../../core/candles/freqtradeFiles.ts';

export type Traded = {
  readonly pair: string;
  readonly timeframe: string;
  /** The exchange whose rules apply; undefined for that of the user's configuration, without one for the usual. */
  readonly exchange: string | undefined;
};

export const defaultExchange = 'binance';

/** All names under which Freqtrade takes what proves who one is. */
const credentials = ['api_key', 'apiKey', 'key', 'secret', 'password', 'uid', 'account_id', 'accountId', 'wallet_address', 'walletAddress', 'private_key', 'privateKey'] as const;
const noCredentials = Object.fromEntries(credentials.map((name) => [name, '']));

const stake = 100;
const wallet = 1000;

/** A simple account, for a user without a configuration. */
export function ownConfig(traded: Traded): object {
  const pricing = { price_side: 'same', use_order_book: true };
  return {
    max_open_trades: 1,
    stake_amount: stake,
    dry_run_wallet: wallet,
    entry_pricing: pricing,
    exit_pricing: pricing,
    ...configLaidOver({ ...traded, exchange: traded.exchange ?? defaultExchange }),
  };
}

/**
 * What is of the run or of this backtest, whatever the user's configuration says: Freqtrade lets a later configuration
 * replace values of an earlier one. Keys are emptied before Freqtrade hands them to the exchange's library.
 */
export function configLaidOver({ pair, timeframe, exchange }: Traded): object {
  return {
    stake_currency: stakeCurrencyOf(pair),
    timeframe,
    timeframe_detail: '',
    timerange: '',
    trading_mode: isFuture(pair) ? 'futures' : 'spot',
    margin_mode: isFuture(pair) ? 'isolated' : '',
    dataformat_ohlcv: 'json',
    dry_run: true,
    db_url: 'sqlite://',
    logfile: '',
    exchange: { ...(exchange === undefined ? {} : { name: exchange }), ...noCredentials, enable_ws: false, pair_whitelist: [pair], pair_blacklist: [] },
    pairlists: [{ method: 'StaticPairList' }],
    telegram: { enabled: false, token: '', chat_id: '' },
    api_server: { enabled: false, listen_ip_address: '127.0.0.1', listen_port: 8080, username: '', password: '', jwt_secret_key: 'none'.repeat(8) },
    webhook: { enabled: false },
  };
}

/** Says in words whose configuration takes part, and what of it does not. */
export function describeConfiguration(configs: readonly string[], pair: string): string {
  if (configs.length === 0) {
    return `No configuration of yours takes part: ${stake} of ${wallet} ${stakeCurrencyOf(pair)} a trade, one trade at a time.`;
  }
  const names = configs.map((file) => path.basename(file)).join(' and ');
  return `The configuration is ${names}. Pair, timeframe, candles, market and stake currency are of the run whatever it says; its keys, Telegram, API server, webhooks and log file are left out.`;
}

/** What profits are counted in: of a future what it is settled in, else the quote. */
export function stakeCurrencyOf(pair: string): string {
  return pair.split(/[/:]/).at(-1)!;
}
