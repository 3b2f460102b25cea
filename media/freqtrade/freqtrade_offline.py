"""Runs a command of Freqtrade without any connection to an exchange.

    python freqtrade_offline.py backtesting --config config.json --strategy LLM_Momentum_Strategy

Freqtrade asks the exchange for its markets before it reads a candle. Here the markets are made from
the pairs of the configuration and of the data folder instead; everything else is Freqtrade's own.
Nothing but loopback can be reached.

What only the exchange knows is neutral: prices and amounts have eight decimals, and no order is too
small. The fee is the configuration's `fee`, else the one that ccxt knows for the exchange. Leverage
tiers are Binance's where those that come with Freqtrade have the pair, else UNKNOWN_TIER.
"""

import ipaddress
import logging
import re
import sys
from collections.abc import Callable
from typing import Any

import ccxt.async_support
import ccxt.pro
from freqtrade import __version__
from freqtrade.data.history import get_datahandler
from freqtrade.exchange import Exchange
from freqtrade.main import main
from freqtrade.resolvers import ExchangeResolver

logger = logging.getLogger("freqtrade_offline")

#: The version of Freqtrade that this is tested with.
KNOWN_VERSION = "2026.9"

#: The leverage tier of a future whose own is not known here: any size, to 20 times.
UNKNOWN_TIER = {
    "minNotional": 0.0,
    "maxNotional": 1e12,
    "maintenanceMarginRate": 0.01,
    "maxLeverage": 20.0,
    "maintAmt": 0.0,
}

PAIR = re.compile(r"(?P<base>\w+)/(?P<quote>\w+)(?::(?P<settle>\w+))?")


def market_of(pair: str, precision_mode: int) -> dict[str, Any] | None:
    """The market of a pair as ccxt describes one; None when `pair` is none, such as a pattern."""
    parts = PAIR.fullmatch(pair)
    if parts is None:
        return None
    settle = parts["settle"]
    decimals = 1e-8 if precision_mode == ccxt.TICK_SIZE else 8
    return {
        "id": re.sub(r"\W", "", pair),
        "symbol": pair,
        "base": parts["base"],
        "quote": parts["quote"],
        "settle": settle,
        "type": "swap" if settle else "spot",
        "spot": settle is None,
        "swap": settle is not None,
        "contract": settle is not None,
        "linear": settle == parts["quote"] if settle else None,
        "contractSize": 1 if settle else None,
        "margin": False,
        "active": True,
        "precision": {"amount": decimals, "price": decimals},
        "limits": {
            name: {"min": None, "max": None} for name in ("amount", "price", "cost", "leverage")
        },
        "info": {},
    }


def pairs_of(config: dict[str, Any]) -> set[str]:
    """Every pair that the configuration names or that has candles in the data folder."""
    pairs = {*config["exchange"].get("pair_whitelist", []), *config.get("pairs", [])}
    if "datadir" in config:
        handler = get_datahandler(config["datadir"], config.get("dataformat_ohlcv", "feather"))
        available = handler.ohlcv_get_available_data(
            config["datadir"], config.get("trading_mode", "spot")
        )
        pairs.update(pair for pair, _timeframe, _candle_type in available)
    return pairs


def serve_markets(config: dict[str, Any]) -> None:
    """Lets ccxt's class of the exchange answer with the markets of our pairs."""
    name = config["exchange"]["name"].lower()
    ccxt_class = getattr(ccxt.pro, name, None) or getattr(ccxt.async_support, name, None)
    if ccxt_class is None:
        return  # Freqtrade says itself that there is no such exchange.
    precision_mode = ccxt_class().precisionMode
    markets = [
        market for pair in sorted(pairs_of(config)) if (market := market_of(pair, precision_mode))
    ]

    async def fetch_markets(_self: Any, params: Any = None) -> list[dict[str, Any]]:
        return markets

    async def fetch_currencies(_self: Any, params: Any = None) -> dict[str, Any]:
        return {}

    ccxt_class.fetch_markets = fetch_markets
    ccxt_class.fetch_currencies = fetch_currencies
    logger.info(
        "Offline: %d markets made from the configuration and the data folder.", len(markets)
    )


def fill_leverage_tiers(fill: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
    """Freqtrade's own filling of leverage tiers where it asks nobody, and a tier for the rest."""

    def filled(exchange: Exchange) -> None:
        if exchange.id == "binance":
            fill(exchange)
        tiers = exchange._leverage_tiers
        unknown = [pair for pair in exchange.markets if ":" in pair and pair not in tiers]
        for pair in unknown:
            tiers[pair] = [UNKNOWN_TIER]
        if unknown:
            logger.warning(
                "Offline: the leverage tiers of %s are not known; taken for one: up to 20 times, "
                "maintenance margin 1 %%.",
                ", ".join(unknown),
            )

    return filled


def offline(load_exchange: Callable[..., Exchange]) -> Callable[..., Exchange]:
    """Freqtrade's loader of exchanges, with the markets served first."""

    def load(config: dict[str, Any], **options: Any) -> Exchange:
        serve_markets(config)
        return load_exchange(config, **options)

    return load


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: connections and look-ups that would leave this machine fail."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not is_loopback(host):
        raise ConnectionRefusedError(f"Offline: {host!r} is not asked.")


def is_loopback(host: str | bytes | None) -> bool:
    """Whether a name or address is of this machine."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


def run(arguments: list[str]) -> None:
    """Hands the arguments to Freqtrade and exits with its exit code."""
    if not hasattr(ExchangeResolver, "load_exchange"):
        sys.exit(f"Freqtrade {__version__} loads exchanges in another way than {KNOWN_VERSION}.")
    if __version__ != KNOWN_VERSION:
        print(f"Tested with Freqtrade {KNOWN_VERSION}; this is {__version__}.", file=sys.stderr)
    Exchange.fill_leverage_tiers = fill_leverage_tiers(Exchange.fill_leverage_tiers)
    ExchangeResolver.load_exchange = staticmethod(offline(ExchangeResolver.load_exchange))
    sys.addaudithook(refuse_network)
    main(arguments)


if __name__ == "__main__":
    run(sys.argv[1:])
