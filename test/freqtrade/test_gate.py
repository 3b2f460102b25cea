"""Strategies to which "Add LLM Gate to This Strategy" added our gate, in the real Freqtrade."""

import json
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from recording import Recording, record

SCRIPT = Path(__file__).parent / "addGate.js"
CANDLE = pd.Timedelta(minutes=5)

PLAIN = '''"""A strategy of a user."""

import talib.abstract as ta
from freqtrade.strategy import IStrategy


class Mine(IStrategy):
    timeframe = "5m"
    stoploss = -0.05
    minimal_roi = {"0": 100}
    startup_candle_count = 400

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 35, "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 60, "exit_long"] = 1
        return dataframe
'''
ENTRY = """    def populate_entry_trend(self, dataframe, metadata):
"""
BODY = """        dataframe.loc[dataframe["rsi"] < 35, "enter_long"] = 1
        return dataframe
"""


def with_init(lines: str) -> str:
    """The strategy with these lines before its settings."""
    return PLAIN.replace("    timeframe", f"{lines}\n    timeframe", 1)


def with_entry(lines: str) -> str:
    """The strategy with other lines for what enters."""
    return PLAIN.replace(ENTRY + BODY, lines)


#: Strategies that all enter below RSI 35, in forms that users write.
FORMS = {
    "no __init__": PLAIN,
    "__init__ that returns at its end": with_init("""
    def __init__(self, config):
        super().__init__(config)
        self.mine = 1
        return None
"""),
    "__init__ that returns within": with_init("""
    def __init__(
        self,
        config: dict,  # all of it
    ) -> None:
        '''Mine.'''
        super().__init__(config)  # first of all
        if self.config:
            return
        self.mine = 1
"""),
    "__init__ on one line": with_init("""
    def __init__(self, config): super().__init__(config)
"""),
    "__init__ on one line with semicolons": with_init("""
    def __init__(self, config): super().__init__(config); self.mine = 1; return
"""),
    "__init__ with semicolons": with_init("""
    def __init__(this, config):
        this.mine = 1; super(Mine, this).__init__(config); return  # done
"""),
    "__init__ with branches": with_init("""
    def __init__(self, config):
        if config.get("mine"): IStrategy.__init__(self, config)
        else:
            IStrategy.__init__(self, config)
            return
"""),
    "__init__ twice": with_init("""
    def __init__(self): pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
"""),
    "decorators": with_init("""
    @property
    def protections(self):
        return []
""")
    .replace("class Mine", "def same(what):\n    return what\n\n\n@same\nclass Mine")
    .replace(ENTRY, f"    @same\n{ENTRY}"),
    "nested classes": with_init("""
    class HyperOpt:
        def __init__(self): return

        def populate_entry_trend(self, dataframe, metadata): return 1
"""),
    "tabs": PLAIN.replace("    ", "\t"),
    "two spaces and CRLF": with_init("""
    def __init__(self, config):
        super().__init__(config)
        return
""")
    .replace("    ", "  ")
    .replace("\n", "\r\n"),
    "entry on one line": with_entry(f"""
    def enter(self, dataframe):
{BODY}
    def populate_entry_trend(self, dataframe, meta): return self.enter(dataframe)  # all
"""),
    "entry with semicolons at the end of the file": with_entry("")
    + """
    def populate_entry_trend(self, d, m): d["enter_long"] = (d["rsi"] < 35) * 1; return d;""",
    "a signature over several lines": with_entry(f"""
    def populate_entry_trend(
        self,
        dataframe: "DataFrame" = None,  # candles, (by) date
        metadata: dict[str, str] = OTHER,
    ) -> "DataFrame":
{BODY}""").replace("class Mine", "OTHER = {}\n\n\nclass Mine"),
    "returns over several lines": with_entry("""
    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 35, "enter_long"] = 1
        enter = lambda: dataframe
        if dataframe.empty:
            return dataframe
        return (
            enter()  # return nothing
        )
"""),
    "several classes": PLAIN.replace("class Mine(IStrategy)", "class Base(IStrategy)")
    + f"""

class Mine(Base):
{ENTRY}        return super().populate_entry_trend(dataframe, metadata)


class After(Base):
    pass
""",
    "strings with all sorts in them": PLAIN.replace(
        '"""A strategy of a user."""',
        '''r"""
from llm_signal_provider import LLMSignalProvider, fingerprint, is_live
class Mine(:
    def populate_entry_trend(self): return 1 \\
"""''',
    ).replace(
        BODY,
        """        '''return 🚀
    def __init__(self): return'''
        text = f"{'return'!r} {{}} \\N{SNOWMAN}" r"\\'" "class Mine("
"""
        + BODY,
    ),
    "comments beside imports": PLAIN.replace("IStrategy\n", "IStrategy  # noqa: E402\n", 1),
}


def add_gate(*sources: str) -> list[str]:
    done = subprocess.run(
        ["node", str(SCRIPT)], input=json.dumps(sources), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def buys(recording: Recording) -> set[pd.Timestamp]:
    """The candles that a recording says to buy, surely enough."""
    return {
        pd.Timestamp(line["time"])
        for line in recording.lines
        if line["signal"]["decision"] == "BUY" and line["signal"]["confidence"] >= 0.7
    }


@pytest.fixture(scope="module")
def below_35(tmp_path_factory) -> Recording:
    """The technical rules about every candle at which Mine enters; they buy below RSI 30."""
    folder = tmp_path_factory.mktemp("gate") / "run"
    return record(folder, "--entry", "rsi < 35", "--gates", "entry")


def test_every_form_enters_where_confirmed(workspace, below_35, sample):
    below_35.write(workspace.signals())
    file = workspace.user_data / "strategies" / "Mine.py"
    metadata = {"pair": "SAMPLE/USDT"}

    def entries(source: str, form: str) -> set[pd.Timestamp]:
        compile(source, form, "exec")
        file.write_text(source, newline="")
        strategy = workspace.load("Mine")
        dataframe = strategy.advise_indicators(sample.copy(), metadata)
        dataframe = strategy.advise_entry(dataframe, metadata)
        assert ("llm_signals" in strategy.config) == ("llm_gate" in source), form
        return set(dataframe.loc[dataframe["enter_long"] == 1, "date"])

    for (form, before), after in zip(FORMS.items(), add_gate(*FORMS.values()), strict=True):
        assert len(entries(before, form)) == len(below_35.lines), form
        assert entries(after, form) == buys(below_35) != set(), form


def test_only_confirmed_entries_trade(workspace, below_35):
    file = workspace.user_data / "strategies" / "Mine.py"
    file.write_text(PLAIN)
    workspace.backtest("Mine")
    alone = workspace.trades("Mine")
    file.write_text(*add_gate(PLAIN))
    workspace.backtest("Mine")
    assert workspace.trades("Mine").empty
    below_35.write(workspace.signals())
    said = workspace.backtest("Mine")
    assert "they do not trade" not in said
    traded = workspace.trades("Mine")
    assert {date - CANDLE for date in traded["open_date"]} <= buys(below_35)
    assert len(alone) > 0 and len(traded) > 0
