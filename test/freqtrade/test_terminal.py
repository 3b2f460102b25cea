"""`llm-signals backtest`: a run in the real Freqtrade, in one command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from candles import SAMPLE_FILE, write_feather
from recording import PROGRAM, record
from test_backtest import expected_trades

NAMES = ("opened", "open_rate", "enter_tag", "closed", "close_rate", "exit_reason")
STRATEGY = "LLM_Momentum_Strategy"


def terminal(
    run: Path, *options: str, freqtrade: str = sys.executable, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = ["node", str(PROGRAM), "backtest", str(run), "--freqtrade", freqtrade, *options]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=cwd or run.parent,
        timeout=120,
        env={**os.environ, "NO_COLOR": "1"},
    )


def iso(time: pd.Timestamp) -> str:
    return time.isoformat().replace("+00:00", "Z")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    record(folder)
    return folder


def test_trades_exactly_at_the_recorded_signals(run, momentum, sample, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    done = terminal(run, "--json", "--fee", "0")
    assert done.returncode == 0, done.stderr
    backtest = json.loads(done.stdout)
    found = [tuple(trade[name] for name in NAMES) for trade in backtest["trades"]]
    expected = [
        (iso(trade[0]), trade[1], trade[2], iso(trade[3]), trade[4], trade[5])
        for trade in expected_trades(momentum, sample)
    ]
    assert found == expected
    assert len(found) >= 5
    metrics = backtest["metrics"]
    profit = sum(trade["profit"] for trade in backtest["trades"])
    assert metrics["trades"] == len(found)
    assert metrics["profit"] == pytest.approx(profit)
    assert metrics["sharpe"] is not None
    # The result is kept beside the run, and nothing else is left behind.
    kept = Path(backtest.pop("file"))
    assert sorted(tmp_path.rglob("*")) == sorted([*before, kept.parent, kept])
    assert {"run": str(run), **json.loads(kept.read_text())} == backtest


def test_shows_trades_and_what_freqtrade_said(run):
    done = terminal(run)
    assert f"{STRATEGY} on SAMPLE/USDT 5m" in done.stdout
    assert "llm BUY 0.80" in done.stdout and "Sharpe" in done.stdout
    assert "recorded signals for SAMPLE/USDT 5m" in done.stderr
    assert "No configuration of yours takes part: 100 of 1000 USDT a trade" in done.stdout


def test_says_which_signals_fall_into_the_warm_up(run, momentum):
    first = pd.Timestamp(momentum.run["series"]["from"]) + 400 * pd.Timedelta(minutes=5)
    early = [
        line
        for line in momentum.lines
        if pd.Timestamp(line["time"]) < first and line["signal"]["decision"] != "HOLD"
    ]
    assert len(early) >= 5
    said = terminal(run).stdout
    assert f"Candles before {first:%Y-%m-%d %H:%M} UTC are warm-up" in said
    assert f"{len(early)} BUY or SELL signals fall in them and are not traded." in said
    opened = [trade["opened"] for trade in json.loads(terminal(run, "--json").stdout)["trades"]]
    assert min(opened) > iso(first)


PRICING = {"price_side": "same", "use_order_book": True}
OWN = {
    **{"max_open_trades": 3, "stake_amount": 50, "dry_run_wallet": 500, "fee": 0.002},
    **{"stoploss": -0.01, "dry_run": False},
    **{"entry_pricing": PRICING, "exit_pricing": PRICING},
    # Of the run or of the backtest, whatever is said here.
    **{"timeframe": "1h", "timeframe_detail": "1m", "timerange": "20200101-20200201"},
    **{"stake_currency": "BTC", "trading_mode": "futures", "margin_mode": "cross"},
    "exchange": {
        **{"name": "kraken", "key": "sk-mine-1", "api_key": "sk-mine-0", "secret": "sk-mine-2"},
        **{"pair_whitelist": ["BTC/USDT"], "pair_blacklist": [".*/USDT"]},
    },
    "pairlists": [{"method": "VolumePairList", "number_assets": 20, "sort_key": "quoteVolume"}],
    "telegram": {"enabled": True, "token": "sk-mine-3", "chat_id": "1"},
    "api_server": {
        **{"enabled": True, "listen_ip_address": "0.0.0.0", "listen_port": 8080},
        **{"username": "me", "password": "sk-mine-4", "jwt_secret_key": "sk-mine-5" * 4},
    },
}


def test_trades_with_the_configuration_of_the_user(run, workspace, monkeypatch):
    monkeypatch.setenv("FREQTRADE__STAKE_AMOUNT", "7")
    config = workspace.folder / "mine.json"
    more = workspace.folder / "more.json"
    config.write_text("// mine\n" + json.dumps({**OWN, "logfile": str(workspace.folder / "log")}))
    more.write_text(json.dumps({"stake_amount": 60}))
    before = sorted(map(str, workspace.folder.rglob("*")))
    options = ("--config", "mine.json", "--config", "more.json", "--candles", str(SAMPLE_FILE))
    done = terminal(run, *options, "--json", cwd=workspace.folder)
    assert done.returncode == 0, done.stderr
    backtest = json.loads(done.stdout)
    assert backtest["configs"] == ["mine.json", "more.json"]
    assert backtest["metrics"]["starting_balance"] == 500
    assert backtest["stake_currency"] == "USDT" and backtest["timeframe"] == "5m"
    assert {round(trade["stake"]) for trade in backtest["trades"]} == {60}
    assert len(backtest["trades"]) >= 5
    for trade in backtest["trades"]:
        gross = trade["close_rate"] / trade["open_rate"]
        assert trade["profit_ratio"] == pytest.approx(gross * 0.998 / 1.002 - 1, abs=1e-6)
        assert trade["profit_ratio"] > -0.02
    assert any(trade["exit_reason"] == "stop_loss" for trade in backtest["trades"])
    # Nothing of theirs is written to, or gets into what we write or say.
    assert sorted(map(str, workspace.folder.rglob("*"))) == before
    written = [file.read_text() for file in run.rglob("*") if file.is_file()]
    assert "sk-mine" not in "".join([done.stdout, done.stderr, *written])
    assert "mine.json and more.json" in done.stderr


def test_compares_the_candles_of_the_user_with_those_of_the_run(run, workspace, sample):
    options = ("--candles", str(SAMPLE_FILE), "--json")
    name = "user_data/data/binance/SAMPLE_USDT-5m.feather"
    same = json.loads(terminal(run, *options, cwd=workspace.folder).stdout)
    assert f"{name} holds the same candles as the run." in same["notes"]
    other = sample.assign(close=sample["close"].where(sample.index != 700, sample["close"] * 1.01))
    write_feather(other, workspace.folder / name)
    differing = json.loads(terminal(run, *options, cwd=workspace.folder).stdout)
    [note] = [note for note in differing["notes"] if note.startswith(name)]
    assert "1 of 2000 candles differ or are missing, the first of 2024-01-03 10:20 UTC" in note
    assert differing["trades"] == same["trades"]


def test_leaves_a_bundle_as_it_is(run):
    bundle = run.with_suffix(".jsonl")
    before = bundle.read_bytes()
    done = terminal(bundle, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["file"] is None
    assert bundle.read_bytes() == before and not (run / "backtests").exists()


def test_says_that_there_is_no_such_configuration(run):
    done = terminal(run, "--config", "none.json")
    assert done.returncode == 2
    assert "There is no configuration" in done.stderr


def test_takes_the_strategies_of_user_data_and_leaves_all_as_it_is(run, workspace):
    strategy = workspace.user_data / "strategies" / "Mine.py"
    source = (workspace.user_data / "strategies" / f"{STRATEGY}.py").read_text()
    strategy.write_text(source.replace(f"class {STRATEGY}", "class Mine"))
    before = sorted(map(str, workspace.folder.rglob("*")))
    options = ("--candles", str(SAMPLE_FILE), "--strategy", "Mine", "--json")
    done = terminal(run, *options, cwd=workspace.folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["strategy"] == "Mine"
    assert len(json.loads(done.stdout)["trades"]) >= 5
    assert sorted(map(str, workspace.folder.rglob("*"))) == before


def test_never_shows_an_earlier_result(run):
    first, later = ("--timerange", "20240102-20240104"), ("--timerange", "20240104-20240107")
    opened = [
        [trade["opened"] for trade in json.loads(terminal(run, "--json", *closed).stdout)["trades"]]
        for closed in (first, later, first)
    ]
    assert opened[0] == opened[2] != opened[1]
    assert max(opened[0]) < min(opened[1])


def test_without_an_answer_nothing_trades_and_it_says_where_to_look(run):
    lines = (run / "signals.jsonl").read_text().splitlines()
    unsure = [json.loads(line) for line in lines]
    for line in unsure:
        line["signal"]["confidence"] = 0.1
    (run / "signals.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in unsure))
    done = terminal(run)
    assert done.returncode == 0, done.stderr
    assert "No trades." in done.stdout and "0 trades: 0 won, 0 lost." in done.stdout
    assert "Sharpe \N{EN DASH}" in done.stdout
    assert "by confidence: 37 BUY up to 0.10" in done.stderr


def test_says_that_there_is_no_such_strategy(run):
    done = terminal(run, "--strategy", "Unknown")
    assert done.returncode == 3
    assert "Impossible to load Strategy 'Unknown'" in done.stderr
    assert done.stderr.rstrip().endswith("What it printed says why.")


def test_says_that_there_is_no_freqtrade(run):
    done = terminal(run, freqtrade="/nowhere/freqtrade")
    assert done.returncode == 2
    assert "There is no /nowhere/freqtrade." in done.stderr


def test_runs_a_command_in_whose_folder_user_data_is(run, workspace):
    """As a container would: started beside user_data, it sees nothing else of the user."""
    docker = workspace.folder / "docker"
    expected = "run --entrypoint python --rm freqtrade -B user_data/"
    docker.write_text(
        f'#!/bin/sh\n[ "$*" != "${{*#{expected}}}" ] || exit 9\n'
        f'shift 5\nexec "{sys.executable}" "$@"\n'
    )
    docker.chmod(0o755)
    config = workspace.user_data / "config.json"
    config.write_text(json.dumps(OWN))
    options = ("--userdir", str(workspace.user_data), "--config", str(config), "--json")
    done = terminal(run, *options, freqtrade=f"'{docker}' run --rm freqtrade")
    assert done.returncode == 0, done.stderr
    trades = json.loads(done.stdout)["trades"]
    assert len(trades) >= 5 and {round(trade["stake"]) for trade in trades} == {50}
    assert [place for place in workspace.user_data.iterdir() if place.name.startswith(".")] == []
