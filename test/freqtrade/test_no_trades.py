"""Why a backtest has no trades: each cause in the real Freqtrade, and what its log then says."""

import re
from collections.abc import Callable

import pytest
from recording import Recording, record
from workspace import Workspace

STRATEGY = "LLM_Momentum_Strategy"
METADATA = {"pair": "SAMPLE/USDT"}
UNUSED = "No recorded signals for SAMPLE/USDT 5m, so nothing is entered: "
PASSING = "SAMPLE/USDT 5m: of 166 candles that pass the conditions, "


def series(**facts: str) -> Callable[[Recording], Recording]:
    def change(recording: Recording) -> Recording:
        run = {**recording.run, "series": {**recording.run["series"], **facts}}
        return Recording(run, recording.lines)

    return change


def lines(**facts: object) -> Callable[[Recording], Recording]:
    return lambda recording: recording.map(lambda line: {**line, **facts})


def signals(**facts: object) -> Callable[[Recording], Recording]:
    return lambda recording: recording.map(
        lambda line: {**line, "signal": {**line["signal"], **facts}}
    )


CAUSES = {
    "another pair": (series(pair="BTC/USDT"), UNUSED + r".* was recorded for the pair BTC/USDT\."),
    "another timeframe": (series(timeframe="1h"), UNUSED + r".* was recorded for the timeframe 1h"),
    "another time": (
        series(**{"from": "2023-01-01T00:00:00Z", "to": "2023-02-01T00:00:00Z"}),
        UNUSED + ".* was recorded for 2023-01-01.* to 2023-02-01.*, not for these candles",
    ),
    "other candles": (
        lines(price=1.5),
        UNUSED + r".* was recorded on other candles: the close of .* was 1\.5 there and is",
    ),
    "nothing recorded in this range": (
        lambda recording: Recording(recording.run, []),
        PASSING + "166 never asked; they do not trade",
    ),
    "questions that failed": (
        lines(outcome="failed", signal=None),
        PASSING + "166 failed; they do not trade",
    ),
    "confidence below the threshold": (
        signals(confidence=0.65),
        PASSING + r"by confidence: 37 BUY up to 0\.65, 129 SELL up to 0\.65\.",
    ),
    "nothing but HOLD": (
        signals(decision="HOLD"),
        PASSING + r"by confidence: 166 HOLD up to 0\.80\.",
    ),
}


def entries(workspace: Workspace, strategy: str, candles) -> int:
    """How many candles a strategy enters at in a backtest."""
    loaded = workspace.load(strategy)
    dataframe = loaded.advise_indicators(candles.copy(), METADATA)
    dataframe = loaded.advise_entry(dataframe, METADATA)
    return int((dataframe["enter_long"] == 1).sum())


@pytest.mark.parametrize("cause", CAUSES)
def test_says_why_nothing_is_entered(workspace, momentum, sample, caplog, cause):
    caplog.set_level("INFO")
    momentum.write(workspace.signals())
    assert entries(workspace, STRATEGY, sample) > 0
    change, said = CAUSES[cause]
    change(momentum).write(workspace.signals())
    caplog.clear()
    assert entries(workspace, STRATEGY, sample) == 0
    assert re.search(said, caplog.text)


def test_says_that_there_is_no_recording(workspace, sample, caplog):
    assert entries(workspace, STRATEGY, sample) == 0
    assert re.search(UNUSED + r"there is no .*/llm_signals/SAMPLE_USDT-5m\.jsonl", caplog.text)


def test_says_that_the_gates_of_the_run_were_others(workspace, sample, tmp_path, caplog):
    record(tmp_path / "run", "--entry", "rsi > 80", "--gates", "entry").write(workspace.signals())
    assert entries(workspace, STRATEGY, sample) == 0
    assert PASSING + "166 never asked; they do not trade" in caplog.text


def test_says_that_no_candle_passes(workspace, momentum, sample, caplog):
    momentum.write(workspace.signals())
    assert entries(workspace, STRATEGY, sample[:199]) == 0
    assert "SAMPLE/USDT 5m: no candle passes the conditions, so none trades." in caplog.text
