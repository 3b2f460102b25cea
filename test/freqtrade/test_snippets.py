"""The snippets for Python, each expanded as VS Code does and exercised in the smallest strategy."""

import json
import re
import textwrap

import pandas as pd
import pytest
from freqtrade.enums import RunMode
from freqtrade.strategy import IStrategy
from workspace import MEDIA, Workspace

FILE = MEDIA.parent / "snippets" / "python.json"
SNIPPETS = {each["prefix"]: each for each in json.loads(FILE.read_text()).values()}

SMALLEST = """
import talib.abstract as ta
from freqtrade.strategy import IStrategy
from llm_signal_provider import LLMSignalProvider


class Smallest(IStrategy):
    timeframe = "5m"
    stoploss = -0.05

    def __init__(self, config):
        super().__init__(config)
        {created}

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        dataframe["ema_20"] = ta.EMA(dataframe, timeperiod=20)
        dataframe["volume_mean"] = dataframe["volume"].rolling(20).mean()
        dataframe["my_custom_column"] = dataframe["close"].rolling(5).mean()
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        {body}
        self.seen = locals()
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe
"""


def expand(prefix: str) -> str:
    """A snippet with its defaults, the first of each choice, and the cursor gone."""
    text = "\n".join(SNIPPETS[prefix]["body"])
    text = re.sub(r"\$\{\d+\|([^,|]*)[^}]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:((?:[^{}]|\{[^{}]*\})*)\}", r"\1", text)
    return text.replace("$0", "")


def load(workspace: Workspace, source: str, name: str, runmode: RunMode) -> IStrategy:
    compile(source, name, "exec")
    (workspace.user_data / "strategies" / f"{name}.py").write_text(source)
    return workspace.load(name, runmode)


def run(
    workspace: Workspace, prefix: str, candles: pd.DataFrame, runmode: RunMode = RunMode.DRY_RUN
) -> tuple[IStrategy, pd.DataFrame]:
    """What a snippet does in populate_entry_trend."""
    body = textwrap.indent(expand(prefix), " " * 8).strip()
    source = SMALLEST.format(created=expand("llm-provider").strip(), body=body)
    strategy = load(workspace, source, "Smallest", runmode)
    metadata = {"pair": "SAMPLE/USDT"}
    dataframe = strategy.populate_indicators(candles.copy(), metadata)
    return strategy, strategy.populate_entry_trend(dataframe, metadata)


@pytest.fixture
def oversold(sample, momentum) -> pd.DataFrame:
    """The sample up to a candle at which the technical rules buy."""
    last = next(line["time"] for line in momentum.lines if line["signal"]["decision"] == "BUY")
    return sample[sample["date"] <= pd.Timestamp(last)].reset_index(drop=True)


@pytest.fixture
def asked(monkeypatch, rules_backend):
    monkeypatch.setenv("DJANGO_API_URL", rules_backend)


def test_each_has_a_prefix_of_its_own_and_a_description():
    assert len(SNIPPETS) == 8
    for prefix, snippet in SNIPPETS.items():
        assert re.fullmatch(r"llm(-[a-z]+)+", prefix)
        assert snippet["description"].endswith(".")
        assert "$" not in expand(prefix)


def test_strategy(workspace, momentum):
    (workspace.user_data / "strategies" / "MyLLMStrategy.py").write_text(expand("llm-strategy"))
    momentum.write(workspace.signals())
    workspace.backtest("MyLLMStrategy")
    tags = set(workspace.trades("MyLLMStrategy")["enter_tag"])
    assert tags and all(tag.startswith("llm BUY ") for tag in tags)


def test_get_signal(workspace, oversold, backend, monkeypatch):
    monkeypatch.setenv("DJANGO_API_URL", backend.url)
    _, dataframe = run(workspace, "llm-get-signal", oversold)
    assert len(backend.questions) == 1
    assert dataframe["enter_long"].iloc[-1] == 1
    assert dataframe["enter_long"].sum() == 1


def test_gate_in_a_backtest(workspace, sample, momentum):
    momentum.write(workspace.signals())
    _, dataframe = run(workspace, "llm-gate", sample, RunMode.BACKTEST)
    assert (dataframe["llm_outcome"] == "answered").sum() == len(momentum.lines)


@pytest.mark.usefixtures("asked")
def test_gate_live(workspace, oversold):
    _, dataframe = run(workspace, "llm-gate", oversold)
    assert dataframe["llm_decision"].iloc[-1] == "BUY"
    assert dataframe["llm_decision"].count() == 1


def test_fallback_is_not_needed(workspace, oversold, backend, monkeypatch):
    monkeypatch.setenv("DJANGO_API_URL", backend.url)
    _, dataframe = run(workspace, "llm-fallback", oversold)
    assert dataframe["enter_tag"].iloc[-1] == "llm BUY 0.85"


def test_fallback(workspace, oversold, monkeypatch):
    monkeypatch.setenv("DJANGO_API_URL", "http://127.0.0.1:9")
    strategy, dataframe = run(workspace, "llm-fallback", oversold)
    assert dataframe["enter_tag"].iloc[-1] == "technical"
    assert strategy.llm_unavailable


@pytest.mark.usefixtures("asked")
def test_health(workspace, sample):
    strategy, _ = run(workspace, "llm-health", sample)
    assert strategy.seen["health"]["configured"] is True


def test_health_without_a_backend(workspace, sample, monkeypatch):
    monkeypatch.setenv("DJANGO_API_URL", "http://127.0.0.1:9")
    strategy, _ = run(workspace, "llm-health", sample)
    assert strategy.llm_unavailable


def test_attach(workspace, sample, momentum):
    momentum.write(workspace.signals())
    strategy, dataframe = run(workspace, "llm-attach", sample, RunMode.BACKTEST)
    buys = {
        pd.Timestamp(line["time"])
        for line in momentum.lines
        if line["signal"]["decision"] == "BUY" and line["signal"]["confidence"] >= 0.7
    }
    assert set(dataframe.loc[strategy.seen["agrees"], "date"]) == buys != set()


def test_custom_indicators(workspace, oversold, backend, monkeypatch):
    monkeypatch.setenv("DJANGO_API_URL", backend.url)
    _, dataframe = run(workspace, "llm-custom-indicators", oversold)
    (question,) = backend.questions
    assert question["market_data"]["custom_indicator"] == dataframe["my_custom_column"].iloc[-1]
    assert "macd" not in question["market_data"]
