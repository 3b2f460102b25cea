"""A folder in which the real Freqtrade runs, offline."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from candles import read_sample, write_feather
from freqtrade.data.btanalysis import load_backtest_data
from freqtrade.enums import RunMode
from freqtrade.resolvers import StrategyResolver
from freqtrade.strategy import IStrategy

MEDIA = Path(__file__).parents[2] / "media" / "freqtrade"
LAUNCHER = MEDIA / "freqtrade_offline.py"

SPOT = {
    "stake_currency": "USDT",
    "exchange": {"name": "binance", "enable_ws": False, "pair_whitelist": ["SAMPLE/USDT"]},
}

CONFIG = {
    "max_open_trades": 1,
    "stake_amount": 100,
    "dry_run": True,
    "dry_run_wallet": 1000,
    "timeframe": "5m",
    "entry_pricing": {"price_side": "same", "use_order_book": True},
    "exit_pricing": {"price_side": "same", "use_order_book": True},
    "pairlists": [{"method": "StaticPairList"}],
    "fee": 0,
}


@dataclass(frozen=True)
class Workspace:
    """A user_data folder beside its configuration."""

    folder: Path

    @property
    def user_data(self) -> Path:
        return self.folder / "user_data"

    @property
    def config(self) -> Path:
        return self.folder / "config.json"

    def signals(self, pair: str = "SAMPLE/USDT") -> Path:
        """Where Freqtrade looks for a pair's recording."""
        return (
            self.user_data / "llm_signals" / f"{pair.replace('/', '_').replace(':', '_')}-5m.jsonl"
        )

    def configure(self, **settings: Any) -> None:
        """Adds settings to the configuration."""
        known = json.loads(self.config.read_text())
        self.config.write_text(json.dumps({**known, **settings}))

    def freqtrade(self, command: str, *arguments: str, env: dict[str, str] | None = None) -> str:
        """Runs a command through the launcher in a process of its own; all it said."""
        options = ["--config", str(self.config), "--userdir", str(self.user_data)]
        done = subprocess.run(
            [sys.executable, "-B", str(LAUNCHER), command, *options, *arguments],
            env={**os.environ, "COLUMNS": "300", "NO_COLOR": "1", **(env or {})},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        # After a configuration error Freqtrade ends with 0.
        assert done.returncode == 0 and "Configuration error:" not in done.stdout, done.stdout
        return done.stdout

    def backtest(self, strategy: str, *arguments: str, env: dict[str, str] | None = None) -> str:
        return self.freqtrade("backtesting", "--strategy", strategy, *arguments, env=env)

    def load(self, strategy: str, runmode: RunMode = RunMode.BACKTEST) -> IStrategy:
        """A strategy as Freqtrade's own resolver loads it, in this process."""
        config = {
            "strategy": strategy,
            "user_data_dir": self.user_data,
            "runmode": runmode,
            "stake_currency": "USDT",
        }
        return StrategyResolver.load_strategy(config)

    def trades(self, strategy: str) -> pd.DataFrame:
        """The trades of the latest backtest."""
        return load_backtest_data(self.user_data / "backtest_results", strategy)


def make_workspace(folder: Path) -> Workspace:
    """A spot market with the sample's candles."""
    workspace = Workspace(folder)
    strategies = workspace.user_data / "strategies"
    strategies.mkdir(parents=True)
    for file in MEDIA.glob("*.py"):
        if file != LAUNCHER:
            shutil.copy(file, strategies)
    write_feather(
        read_sample(), workspace.user_data / "data" / "binance" / "SAMPLE_USDT-5m.feather"
    )
    workspace.config.write_text(json.dumps({**CONFIG, **SPOT}))
    return workspace
