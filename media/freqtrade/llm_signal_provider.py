"""Trading signals of language models for Freqtrade strategies: asked live, recorded in backtests.

Copy this file into user_data/strategies, beside the strategy that imports it.

- Live and in dry-run, `get_signal` asks a backend over REST, at `DJANGO_API_URL`
  (default http://localhost:8000).
- In backtests and hyperopt, `attach_signals` reads what a run recorded in
  user_data/llm_signals/BTC_USDT-5m.jsonl and touches no network.
- `add_signals` does one or the other, and `decide` turns the answers into entries and exits,
  in the same way for both.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import logging
import math
import os
import re
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import requests

logger = logging.getLogger(__name__)

DEFAULT_API_URL = "http://localhost:8000"
SIGNAL_PATH = "/api/v1/strategies/llm"
HEALTH_TIMEOUT = 10
RECENT_CANDLES = 10
CANDLE_FIELDS = ("open", "high", "low", "close", "volume")
DECISIONS = ("BUY", "SELL", "HOLD")
DAY = pd.Timedelta(hours=24)

#: Names in the question and the columns they carry, unless `get_signal` is given others.
DEFAULT_INDICATORS = {
    "rsi": "rsi",
    "ema_short": "ema_20",
    "ema_long": "ema_50",
    "macd": "macd",
    "macd_signal": "macdsignal",
    "bb_upper": "bb_upperband",
    "bb_middle": "bb_middleband",
    "bb_lower": "bb_lowerband",
    "volume": "volume",
}

#: The columns that signals are attached as, after their prefix. Unknown is None or NaN.
TEXT_COLUMNS = ("decision", "reasoning", "risk_level", "provider", "model", "outcome")
NUMBER_COLUMNS = ("confidence", "stop_loss", "take_profit")

#: What reading a line that is none of ours comes to.
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)

#: Outcome of a question asked live that came to nothing; in recordings it is "failed" or "skipped".
UNAVAILABLE = "unavailable"

Signal = dict[str, Any]
Answer = dict[str, Any]


class LLMSignalError(ValueError):
    """A question that came to nothing, or recorded signals that cannot be used."""


class LLMSignalProvider:
    """Asks for signals live and attaches recorded ones.

    :param api_url: Where the backend is. Default: `DJANGO_API_URL` of the environment or of a
        `.env` file in the current folder or beside this one, else http://localhost:8000.
    :param provider: Who answers, such as "anthropic". Default: the backend's own choice.
    :param timeout: Seconds to wait for an answer.
    :param raise_on_error: Without an answer raise LLMSignalError, instead of returning a neutral
        signal with `error` set.
    :param strict: Raise LLMSignalError when recorded signals cannot be used, instead of
        attaching none.
    """

    def __init__(
        self,
        api_url: str | None = None,
        provider: str | None = None,
        timeout: float = 30,
        raise_on_error: bool = False,
        strict: bool = False,
    ) -> None:
        self.api_url = (api_url or _configured_url() or DEFAULT_API_URL).rstrip("/")
        self.provider = provider
        self.timeout = timeout
        self.raise_on_error = raise_on_error
        self.strict = strict
        self._asked: dict[tuple[str, str, str], dict[int, Answer]] = {}
        self._recordings: dict[Path, tuple[dict[str, str], dict[int, Answer]]] = {}
        self._said: set[str] = set()

    # Asking

    def get_signal(
        self,
        dataframe: pd.DataFrame,
        pair: str,
        timeframe: str = "5m",
        indicators: dict[str, str] | None = None,
    ) -> Signal:
        """Asks about the last candle of the dataframe.

        :param indicators: Names in the question and the columns they carry, in place of
            DEFAULT_INDICATORS.
        :return: decision (BUY, SELL, HOLD), confidence (0 to 1), reasoning, risk_level, perhaps
            suggested_stop_loss and suggested_take_profit, pair, timeframe, provider, model.
            Without an answer a neutral signal: HOLD with confidence 0, and `error` says why.
        :raises LLMSignalError: Without an answer, if `raise_on_error`.
        """
        try:
            question = self.build_question(dataframe, pair, timeframe, indicators)
            return _checked(self._request("POST", self.timeout, question))
        except (LLMSignalError, KeyError, IndexError, TypeError, ValueError) as error:
            reason = (
                str(error)
                if isinstance(error, LLMSignalError)
                else f"the candles cannot be read: {error!r}"
            )
            logger.error("No signal for %s %s: %s", pair, timeframe, reason)
            if self.raise_on_error:
                raise LLMSignalError(f"No signal for {pair} {timeframe}: {reason}") from None
            return {
                "decision": "HOLD",
                "confidence": 0.0,
                "reasoning": f"No signal: {reason}",
                "risk_level": "high",
                "pair": pair,
                "timeframe": timeframe,
                "provider": "none",
                "model": "none",
                "error": reason,
            }

    def health_check(self) -> dict[str, Any]:
        """What the backend says of itself: `configured`, provider, model, or why not in `error`.

        Never raises.
        """
        try:
            return self._request("GET", min(self.timeout, HEALTH_TIMEOUT))
        except LLMSignalError as error:
            return {"configured": False, "error": str(error)}

    def build_question(
        self,
        dataframe: pd.DataFrame,
        pair: str,
        timeframe: str,
        indicators: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """What is asked about the last candle: values known at its close, and nothing unknown."""
        last = dataframe.iloc[-1]
        values: dict[str, Any] = {}
        for name, column in (indicators or DEFAULT_INDICATORS).items():
            if column in dataframe.columns:
                if (value := _known(last[column])) is not None:
                    values[name] = value
            elif indicators is not None:
                self._say(logging.WARNING, f"There is no column {column} to ask about as {name}.")
        recent = dataframe.tail(RECENT_CANDLES)
        candles = [
            {field: _known(candle[field]) for field in CANDLE_FIELDS}
            for _, candle in recent.iterrows()
        ]
        values["recent_candles"] = [candle for candle in candles if None not in candle.values()]
        change = _day_change(dataframe)
        if change is not None:
            values["price_change_24h"] = change
        question: dict[str, Any] = {"market_data": values, "pair": pair, "timeframe": timeframe}
        if (price := _known(last["close"])) is not None:
            question["current_price"] = price
        if self.provider is not None:
            question["provider"] = self.provider
        return question

    def _say(self, level: int, message: str) -> None:
        """Logs a message once: hyperopt comes by at every epoch."""
        if message not in self._said:
            self._said.add(message)
            logger.log(level, message)

    def _request(
        self, method: str, timeout: float, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """The JSON object the backend replies with. Errors name no path: it may hold a token."""
        url = urlsplit(self.api_url)
        where = f"{url.scheme}://{url.hostname}" + (f":{url.port}" if url.port else "")
        try:
            with requests.Session() as session:
                # A proxy of the environment cannot reach this machine's own addresses.
                session.trust_env = not _is_loopback(url.hostname)
                response = session.request(
                    method, self.api_url + SIGNAL_PATH, json=body, timeout=timeout
                )
        except requests.Timeout:
            raise LLMSignalError(f"{where} did not answer within {timeout:g} s") from None
        except requests.ConnectionError:
            raise LLMSignalError(f"{where} cannot be reached") from None
        except requests.RequestException as error:
            raise LLMSignalError(f"{where} cannot be asked: {type(error).__name__}") from None
        try:
            reply = response.json()
        except ValueError:
            reply = None
        if not response.ok:
            reason = reply.get("error") if isinstance(reply, dict) else None
            raise LLMSignalError(
                f"{where} replied {response.status_code}: {reason or response.reason}"
            )
        if not isinstance(reply, dict):
            raise LLMSignalError(f"{where} did not reply with a JSON object")
        return reply

    # Recorded signals

    def attach_signals(
        self,
        dataframe: pd.DataFrame,
        pair: str,
        timeframe: str = "5m",
        path: str | Path | None = None,
        prefix: str = "llm_",
    ) -> pd.DataFrame:
        """Sets the llm_* columns from what a run recorded, by the candles' open times.

        A candle that was not asked about has no outcome. One that was asked several times has the
        decision that most answers gave (a tie is HOLD with confidence 0), their median
        confidence, and the rest from the first of them. A recording that is missing, or was made
        for another pair, timeframe, time or other candles, attaches nothing; one line of level
        ERROR says why.

        :param path: The recording, or the folder that holds it as BTC_USDT-5m.jsonl. Default: the
            folder llm_signals beside the one that this file is in.
        :raises LLMSignalError: When the recording cannot be used, if `strict`.
        """
        answers = self._recorded(dataframe, pair, timeframe, path) or {}
        times = _milliseconds(dataframe["date"])
        return _set_columns(dataframe, [answers.get(time, {}) for time in times], prefix)

    def _recorded(
        self, dataframe: pd.DataFrame, pair: str, timeframe: str, path: str | Path | None
    ) -> dict[int, Answer] | None:
        """A recording's answers by open time; None, said once, when it cannot be used."""
        place = Path(path or Path(__file__).resolve().parent.parent / "llm_signals")
        file = place if place.suffix == ".jsonl" else place / recording_name(pair, timeframe)
        try:
            if file not in self._recordings:
                self._recordings[file] = _read_recording(file)
            series, answers = self._recordings[file]
            _check_recording(file, series, answers, dataframe, pair, timeframe)
        except LLMSignalError as error:
            message = f"No recorded signals for {pair} {timeframe}, so nothing is entered: {error}."
            self._say(logging.ERROR, message)
            if self.strict:
                raise
            return None
        return answers

    # Both

    def add_signals(
        self,
        dataframe: pd.DataFrame,
        pair: str,
        timeframe: str,
        gate: pd.Series,
        live: bool,
        path: str | Path | None = None,
        prefix: str = "llm_",
    ) -> pd.DataFrame:
        """Sets the llm_* columns: recorded answers or, if `live`, those asked as candles come in.

        :param gate: Which candles are worth a question. Live, the last candle is asked about,
            once, if it is one of them. Recorded, those without an answer are counted in a
            warning; they do not trade.
        :param live: Whether this is dry-run or live trading.
        """
        if not live:
            dataframe = self.attach_signals(dataframe, pair, timeframe, path, prefix)
            if self._recorded(dataframe, pair, timeframe, path) is not None:
                self._report(dataframe, gate, f"{pair} {timeframe}", prefix)
            return dataframe
        asked = self._asked.setdefault((pair, timeframe, prefix), {})
        times = _milliseconds(dataframe["date"])
        if times and bool(gate.iloc[-1]) and times[-1] not in asked:
            asked[times[-1]] = self._ask(dataframe, pair, timeframe)
        self._asked[pair, timeframe, prefix] = {
            time: asked[time] for time in times if time in asked
        }
        return _set_columns(dataframe, [asked.get(time, {}) for time in times], prefix)

    def _ask(self, dataframe: pd.DataFrame, pair: str, timeframe: str) -> Answer:
        try:
            signal = self.get_signal(dataframe, pair, timeframe)
        except LLMSignalError as error:
            signal = {"error": str(error)}
        if "error" in signal:
            logger.warning(
                "%s %s: no answer; the technical conditions decide alone.", pair, timeframe
            )
            return {"outcome": UNAVAILABLE}
        return _answer_of(signal)

    def _report(self, dataframe: pd.DataFrame, gate: pd.Series, what: str, prefix: str) -> None:
        """Says what was recorded about the candles of a gate: why many, few or none trade."""
        asked = dataframe[gate]
        passing = f"{what}: of {len(asked)} candles that pass the conditions"
        if len(asked) == 0:
            self._say(logging.WARNING, f"{what}: no candle passes the conditions, so none trades.")
            return
        by_decision = asked.groupby(f"{prefix}decision")[f"{prefix}confidence"]
        answers = [f"{len(given)} {name} up to {given.max():.2f}" for name, given in by_decision]
        if answers:
            self._say(logging.INFO, f"{passing}, by confidence: {', '.join(answers)}.")
        outcomes = asked[f"{prefix}outcome"]
        unanswered = outcomes[outcomes != "answered"].fillna("never asked").value_counts()
        if len(unanswered) > 0:
            counts = ", ".join(f"{count} {outcome}" for outcome, count in unanswered.items())
            self._say(logging.WARNING, f"{passing}, {counts}; they do not trade.")


def is_live(config: dict[str, Any]) -> bool:
    """Whether a strategy with this configuration trades as candles come in: dry-run or live."""
    return config["runmode"].value in ("dry_run", "live")


def decide(
    dataframe: pd.DataFrame, gate: pd.Series, decision: str, threshold: float, prefix: str = "llm_"
) -> tuple[pd.Series, pd.Series]:
    """Where to act, and the tag of each candle there: one decision for backtest, dry-run and live.

    A candle of the gate acts when its answer is `decision` with at least the threshold's
    confidence; tag "llm BUY 0.85". One that could not be asked live acts on the technical
    conditions alone; tag "technical". In recordings there is no such candle, so a backtest does not
    depend on whether a server was up.
    """
    confidence = dataframe[f"{prefix}confidence"]
    agrees = gate & (dataframe[f"{prefix}decision"] == decision) & (confidence >= threshold)
    alone = gate & (dataframe[f"{prefix}outcome"] == UNAVAILABLE)
    return agrees | alone, tags(dataframe, prefix)


def tags(dataframe: pd.DataFrame, prefix: str = "llm_") -> pd.Series:
    """What to call entries and exits by their answers: "llm BUY 0.85", "technical" or None."""
    columns = (dataframe[prefix + name] for name in ("outcome", "decision", "confidence"))
    made = [
        f"llm {decision} {confidence:.2f}"
        if outcome == "answered"
        else ("technical" if outcome == UNAVAILABLE else None)
        for outcome, decision, confidence in zip(*columns, strict=True)
    ]
    return pd.Series(made, index=dataframe.index, dtype="object")


def recording_name(pair: str, timeframe: str) -> str:
    """The file name of a recording: BTC_USDT-5m.jsonl."""
    return f"{re.sub(r'[/ .@$+:]', '_', pair)}-{timeframe}.jsonl"


def fingerprint(folder: str | Path) -> dict[str, str]:
    """The SHA-256 of each recording in a folder and those below it.

    Freqtrade repeats an earlier backtest's result when strategy and configuration are the same.
    With this in the configuration they are not when a recording changed.
    """
    files = sorted(Path(folder).glob("**/*.jsonl"))
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def _configured_url() -> str | None:
    """DJANGO_API_URL of the environment, else of a .env file here or beside this file."""
    if url := os.environ.get("DJANGO_API_URL"):
        return url
    for folder in (Path.cwd(), Path(__file__).resolve().parent):
        try:
            text = (folder / ".env").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if found := re.search(
            r"^\s*(?:export\s+)?DJANGO_API_URL\s*=\s*[\"']?([^\s\"']+)", text, re.MULTILINE
        ):
            return found[1]
    return None


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _known(value: Any) -> float | None:
    """A finite number; None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _day_change(dataframe: pd.DataFrame) -> float | None:
    """Percent against the close of the last candle opened at least 24 hours earlier, if any."""
    if "date" not in dataframe.columns:
        return None
    dates, closes = dataframe["date"], dataframe["close"]
    at = int(dates.searchsorted(dates.iloc[-1] - DAY, side="right")) - 1
    before = _known(closes.iloc[at]) if at >= 0 else None
    now = _known(closes.iloc[-1])
    return (
        (now / before - 1) * 100 if now is not None and before is not None and before > 0 else None
    )


def _checked(signal: Signal) -> Signal:
    """The signal, its decision in capitals. Raises when decision or confidence is none."""
    decision = str(signal.get("decision")).strip().upper()
    confidence = signal.get("confidence")
    if decision not in DECISIONS:
        raise LLMSignalError(f"the reply is no signal: decision {signal.get('decision')!r:.40}")
    if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise LLMSignalError(f"the reply is no signal: confidence {confidence!r:.40}")
    return {**signal, "decision": decision}


def _answer_of(signal: Signal) -> Answer:
    """A signal as the columns hold it."""
    answer = {
        name: signal[name]
        for name in ("decision", "confidence", *TEXT_COLUMNS)
        if signal.get(name) is not None
    }
    for name in ("stop_loss", "take_profit"):
        if (level := _known(signal.get(f"suggested_{name}"))) is not None:
            answer[name] = level
    return {**answer, "outcome": "answered"}


def _milliseconds(dates: pd.Series) -> list[int]:
    """Times since 1970, whatever the resolution; a time without a zone is UTC."""
    return pd.to_datetime(dates, utc=True).dt.as_unit("ms").astype("int64").tolist()


def _milliseconds_of(time: str) -> int:
    return int(pd.Timestamp(time).value) // 1_000_000


def _set_columns(dataframe: pd.DataFrame, answers: list[Answer], prefix: str) -> pd.DataFrame:
    columns = {
        **{name: [answer.get(name) for answer in answers] for name in TEXT_COLUMNS},
        **{name: [answer.get(name, math.nan) for answer in answers] for name in NUMBER_COLUMNS},
    }
    for name, values in columns.items():
        kind = "object" if name in TEXT_COLUMNS else "float64"
        dataframe[prefix + name] = pd.Series(values, index=dataframe.index, dtype=kind)
    return dataframe


def _read_recording(file: Path) -> tuple[dict[str, str], dict[int, Answer]]:
    """The series of a recording and its answers by open time."""
    lines = _read_lines(file)
    try:
        run = json.loads(lines[0])
        version, state = run["format"], run["state"]
        series = {name: str(run["series"][name]) for name in ("pair", "timeframe", "from", "to")}
    except UNREADABLE:
        raise LLMSignalError(f"{file}, line 1 is not what a recording holds") from None
    if version != 1:
        raise LLMSignalError(f"{file} is a recording of format {version}; this reads format 1")
    latest: dict[int, dict[int, Answer]] = {}
    for at, line in enumerate(lines[1:], 2):
        try:
            record = json.loads(line)
            # A resumed run has several lines for what it asked again; the last one counts.
            repeats = latest.setdefault(_milliseconds_of(record["time"]), {})
            repeats[record["repeat"]] = _recorded_answer(record)
        except UNREADABLE:
            raise LLMSignalError(f"{file}, line {at} is not what a recording holds") from None
    answers = {time: _most_given(list(repeats.values())) for time, repeats in latest.items()}
    answered = sum(answer["outcome"] == "answered" for answer in answers.values())
    what = f"{series['pair']} {series['timeframe']}"
    logger.info("%d recorded signals for %s in %s.", answered, what, file)
    if state != "finished":
        logger.warning("%s is of a run that is %s: not all its candles were asked.", file, state)
    return series, answers


def _read_lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LLMSignalError(f"there is no {file}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise LLMSignalError(f"{file} cannot be read: {error}") from None
    *lines, last = text.split("\n")
    # An interrupted copy ends within a line.
    if last.endswith("}"):
        lines.append(last)
    elif last != "" or not lines:
        logger.warning("%s ends within a line, which is left out.", file)
    return lines or [""]


def _check_recording(
    file: Path,
    series: dict[str, str],
    answers: dict[int, Answer],
    dataframe: pd.DataFrame,
    pair: str,
    timeframe: str,
) -> None:
    """Raises unless it was made for this pair, this timeframe and these candles."""
    for name, expected in (("pair", pair), ("timeframe", timeframe)):
        if series[name] != expected:
            raise LLMSignalError(f"{file} was recorded for the {name} {series[name]}")
    times = _milliseconds(dataframe["date"])
    first, last = (_milliseconds_of(series[end]) for end in ("from", "to"))
    if not times or times[0] > last or times[-1] < first:
        when = f"{series['from']} to {series['to']}"
        raise LLMSignalError(f"{file} was recorded for {when}, not for these candles")
    for time, close in zip(times, dataframe["close"], strict=True):
        price = answers[time]["price"] if time in answers else close
        if not math.isclose(price, close, rel_tol=1e-6):
            when = pd.Timestamp(time, unit="ms", tz="UTC").isoformat()
            message = f"the close of {when} was {price} there and is {close} here"
            raise LLMSignalError(f"{file} was recorded on other candles: {message}")


def _recorded_answer(record: dict[str, Any]) -> Answer:
    answer = _answer_of(_checked(record["signal"])) if record["outcome"] == "answered" else {}
    return {**answer, "outcome": record["outcome"], "price": float(record["price"])}


def _most_given(answers: list[Answer]) -> Answer:
    """What most answers to one question say; a tie is HOLD. Failures have no vote."""
    given = [answer for answer in answers if answer["outcome"] == "answered"]
    if not given:
        return answers[-1]
    (decision, votes), *others = Counter(answer["decision"] for answer in given).most_common(2)
    agreeing = [answer for answer in given if answer["decision"] == decision]
    if others and others[0][1] == votes:
        reasoning = f"{len(given)} answers without a majority."
        return {"decision": "HOLD", "confidence": 0.0, "reasoning": reasoning} | {
            name: given[0][name] for name in ("outcome", "price")
        }
    return {**agreeing[0], "confidence": median(answer["confidence"] for answer in agreeing)}
