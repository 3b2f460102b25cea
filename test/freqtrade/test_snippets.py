"""The snippets for Python, each expanded as VS Code does and exercised in the smallest strategy."""

import json
import re
import textwrap

import pandas as pd
import pytest
from freqtrade.data.dataprovider import DataProvider
from freqtrade.enums import RunMode
from freqtrade.strategy import IStrategy
from workspace import MEDIA, Workspace

FILE = MEDIA.parent / "snippets" / "python.json"
SNIPPETS = {each["prefix"]: each for each in json.loads(FILE.read_text()).values()}

SMALLEST = """
import talib.abstract as ta
from freqtrade.strategy import IStrategy
from llm_signal_provider import LLMSignalProvider, decide


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


def expand(prefix: str, choice: int = 0) -> str:
    """A snippet with its defaults, one of each choice (counted around), and the cursor gone."""
    text = "\n".join(SNIPPETS[prefix]["body"])

    def choose(found: re.Match[str]) -> str:
        choices = found[1].split(",")
        return choices[choice % len(choices)]

    text = re.sub(r"\$\{\d+\|([^|]*)\|\}", choose, text)
    text = re.sub(r"\$\{\d+:((?:[^{}]|\{[^{}]*\})*)\}", r"\1", text)
    return text.replace("$0", "")


def load(workspace: Workspace, source: str, name: str, runmode: RunMode) -> IStrategy:
    compile(source, name, "exec")
    (workspace.user_data / "strategies" / f"{name}.py").write_text(source)
    return workspace.load(name, runmode)


def run(
    workspace: Workspace, prefix: str, candles: pd.DataFrame, runmode: RunMode = RunMode.DRY_RUN
) -> tuple[IStrategy, pd.DataFrame]:
    """What a snippet, or one after the other, does in populate_entry_trend."""
    body = textwrap.indent("".join(map(expand, prefix.split())), " " * 8).strip()
    source = SMALLEST.format(created=expand("llm-provider").strip(), body=body)
    strategy = load(workspace, source, "Smallest", runmode)
    strategy.dp = DataProvider(strategy.config, None)
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
    assert len(SNIPPETS) == 10
    for prefix, snippet in SNIPPETS.items():
        assert re.fullmatch(r"llm(-[a-z]+)+", prefix)
        assert snippet["description"].endswith(".")
        assert "$" not in expand(prefix)


@pytest.mark.parametrize("prefix", SNIPPETS)
def test_every_choice_compiles(prefix):
    expanded = {expand(prefix, choice) for choice in range(4)}
    offered = [
        len(found.split(",")) for found in re.findall(r"\|([^|]*)\|\}", str(SNIPPETS[prefix]))
    ]
    assert len(expanded) == max([1, *offered])
    for text in expanded:
        compile(text, prefix, "exec")


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


def test_decide_in_a_backtest(workspace, sample, momentum):
    momentum.write(workspace.signals())
    _, dataframe = run(workspace, "llm-gate llm-decide", sample, RunMode.BACKTEST)
    entered = dataframe[dataframe["enter_long"] == 1]
    assert len(entered) > 0
    assert (entered["llm_decision"] == "BUY").all() and (entered["llm_confidence"] >= 0.7).all()
    assert (entered["enter_tag"] == "llm BUY 0.80").any()


def test_decide_live_without_an_answer(workspace, oversold, monkeypatch):
    monkeypatch.setenv("DJANGO_API_URL", "http://127.0.0.1:9")
    _, dataframe = run(workspace, "llm-gate llm-decide", oversold)
    assert list(dataframe["enter_tag"].dropna()) == ["technical"]


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


@pytest.mark.usefixtures("asked")
def test_costs(workspace, sample):
    strategy, _ = run(workspace, "llm-costs", sample)
    assert list(strategy.dp._msg_queue) == ["LLM signals cost 0.00 of 1.00 USD today."]
    assert not hasattr(strategy, "llm_unavailable")


def test_costs_when_the_budget_is_used_up(workspace, sample, backend, monkeypatch):
    monkeypatch.setenv("DJANGO_API_URL", backend.url)
    budget = {"limit": 2, "spent": 1.999, "reached": True}
    backend.health = (200, {"configured": True, "budget": budget})
    strategy, _ = run(workspace, "llm-costs", sample)
    assert list(strategy.dp._msg_queue) == ["LLM signals cost 2.00 of 2.00 USD today."]
    assert strategy.llm_unavailable == "The budget of the day is used up."


def test_costs_that_a_backend_does_not_tell(workspace, sample, backend, monkeypatch):
    monkeypatch.setenv("DJANGO_API_URL", backend.url)
    strategy, _ = run(workspace, "llm-costs", sample)
    assert list(strategy.dp._msg_queue) == []


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
