"""`llm-signals backtest` of futures: short trades at recorded SELLs, with the user's funding."""

import json
from pathlib import Path

import pandas as pd
import pytest
from candles import read_sample, write_feather
from recording import record
from test_backtest import expected_trades
from test_terminal import OWN, iso, terminal
from workspace import make_workspace

PAIR = "XRP/USDT:USDT"
NAME = "XRP_USDT_USDT-5m-futures.feather"
STRATEGY = ("--strategy", "LLM_Short_Strategy", "--json")
GATES = (
    *("--entry", "rsi > 70 and close < ema_200 and volume > volume_mean"),
    *("--exit", "crosses_below(rsi, 30) or crosses_above(close, ema_20)"),
)
#: Of the amount, every eight hours: much, so that it shows.
RATE = 0.01


@pytest.fixture(scope="module")
def falling() -> pd.DataFrame:
    """The sample upside down: what rose falls, and its dips are rallies."""
    candles = read_sample()
    prices = {name: (20_000 / candles[of]).round(3) for name, of in
              (("open", "open"), ("high", "low"), ("low", "high"), ("close", "close"))}  # fmt: skip
    return candles.assign(**prices)


@pytest.fixture
def futures(tmp_path: Path, falling):
    """A run over the candles of a future as Freqtrade stores them, and its recording."""
    file = tmp_path / NAME
    write_feather(falling, file)
    return tmp_path / "run", record(tmp_path / "run", *GATES, file=file)


def mirrored(line):
    """The same signal for who buys first."""
    line["signal"]["decision"] = {"SELL": "BUY", "BUY": "SELL"}.get(
        line["signal"]["decision"], "HOLD"
    )
    return line


def test_trades_short_at_the_recorded_sells_and_says_that_funding_is_not_known(futures, falling):
    run, recording = futures
    assert recording.run["series"]["pair"] == PAIR
    done = terminal(run, *STRATEGY, "--fee", "0")
    assert done.returncode == 0, done.stderr
    backtest = json.loads(done.stdout)
    found = [(trade["opened"], trade["open_rate"], trade["closed"], trade["close_rate"])
             for trade in backtest["trades"]]  # fmt: skip
    expected = expected_trades(recording.map(mirrored), falling)
    assert found == [(iso(trade[0]), trade[1], iso(trade[3]), trade[4]) for trade in expected]
    assert len(found) >= 5
    assert {trade["side"] for trade in backtest["trades"]} == {"short"}
    sells = {line["time"] for line in recording.lines if line["signal"]["decision"] == "SELL"}
    step = pd.Timedelta(minutes=5)
    assert {iso(pd.Timestamp(trade["opened"]) - step) for trade in backtest["trades"]} <= sells
    assert "Funding is not known and taken as 0" in " ".join(backtest["notes"])
    assert "Funding is not known and taken as 0" in done.stderr


def profits(backtest) -> dict[str, float]:
    return {trade["opened"]: trade["profit"] for trade in backtest["trades"]}


def paid(backtest) -> int:
    """How many times of funding fall into the trades."""
    return sum(
        len(pd.date_range(trade["opened"], trade["closed"], freq="5min").floor("8h").unique()) - 1
        for trade in backtest["trades"]
    )


def test_counts_the_funding_of_the_user(futures, tmp_path):
    run, _ = futures
    config = tmp_path / "mine.json"
    exchange = {**OWN["exchange"], "name": "binance"}
    config.write_text(json.dumps({**OWN, "stoploss": -0.1, "exchange": exchange}))
    options = ("--candles", str(tmp_path / NAME), "--config", str(config))
    unpaid = json.loads(terminal(run, *STRATEGY, *options).stdout)
    workspace = make_workspace(tmp_path / "freqtrade")
    times = pd.date_range("2024-01-01", "2024-01-08", freq="8h", tz="UTC")
    rates = pd.DataFrame({"date": times, "funding_rate": RATE})
    folder = workspace.user_data / "data" / "binance" / "futures"
    write_feather(rates, folder / "XRP_USDT_USDT-1h-funding_rate.feather")
    done = terminal(run, *STRATEGY, *options, cwd=workspace.folder)
    assert done.returncode == 0, done.stderr
    backtest = json.loads(done.stdout)
    assert "XRP_USDT_USDT-1h-funding_rate.feather: 21 rates" in " ".join(backtest["notes"])
    # Who is short gets what is paid.
    got = sum(profits(backtest).values()) - sum(profits(unpaid).values())
    assert paid(backtest) >= 2
    assert got == pytest.approx(paid(backtest) * RATE * 50, rel=0.05)


def test_trades_with_the_configuration_and_the_exchange_of_the_user(futures, tmp_path):
    run, _ = futures
    config = tmp_path / "mine.json"
    exchange = {**OWN["exchange"], "name": "bybit"}
    config.write_text(json.dumps({**OWN, "trading_mode": "spot", "exchange": exchange}))
    done = terminal(run, *STRATEGY, "--config", str(config))
    assert done.returncode == 0, done.stderr
    trades = json.loads(done.stdout)["trades"]
    assert len(trades) >= 5 and {round(trade["stake"]) for trade in trades} == {50}
    assert "the leverage tiers of XRP/USDT:USDT are not known" in " ".join(done.stderr.split())
