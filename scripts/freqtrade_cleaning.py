"""Writes what the real Freqtrade makes of untidy candles, for test/unit/core/candles/freqtradeCleaning.test.ts.

Run in a virtual environment with freqtrade installed:
    python scripts/freqtrade_cleaning.py
"""

import json
from pathlib import Path

import freqtrade
import pandas
from freqtrade.data.converter import clean_ohlcv_dataframe

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
FIELDS = ["open", "high", "low", "close", "volume"]


def at(text):
    return int(pandas.Timestamp(text, tz="UTC").timestamp() * 1000)


def rows_at(times):
    """A row for each time, all values different."""
    return [[time, 10 + i * 1.25, 13 + i * 1.5, 8 + i * 0.75, 11 + i, 100 + i * 7.5] for i, time in enumerate(times)]


def steps(first, ms, counts):
    return [at(first) + ms * count for count in counts]


CASES = [
    ("tidy", "5m", steps("2024-01-01", 5 * MINUTE, [0, 1, 2])),
    ("duplicates", "5m", steps("2024-01-01", 5 * MINUTE, [0, 1, 1, 1, 2])),
    ("unsorted", "5m", steps("2024-01-01", 5 * MINUTE, [3, 1, 0, 2])),
    ("newest first with duplicates", "5m", steps("2024-01-01", 5 * MINUTE, [3, 2, 2, 1, 0, 0])),
    ("gaps", "1h", steps("2024-01-01", 60 * MINUTE, [0, 1, 4, 5, 9])),
    ("off-grid", "5m", steps("2024-01-01", MINUTE, [0, 1, 5, 11, 12, 13, 25])),
    ("off-grid at the start", "5m", steps("2024-01-01 00:02", 5 * MINUTE, [0, 1, 4])),
    ("off-grid, unsorted and duplicates", "5m", steps("2024-01-01", MINUTE, [11, 5, 0, 5, 12, 30, 30])),
    ("days", "1d", steps("2024-02-27", DAY, [0, 1, 4])),
    ("three days from an odd day", "3d", steps("2024-02-27", DAY, [0, 3, 9])),
    ("seven hours from noon", "7h", [at("2024-02-27 12:00"), at("2024-02-27 19:00"), at("2024-02-28 09:00")]),
    ("weeks on Monday", "1w", steps("2024-01-01", 7 * DAY, [0, 1, 4])),
    ("weeks on Thursday", "1w", steps("2024-01-04", 7 * DAY, [0, 1, 4])),
    ("weeks at Monday noon", "1w", steps("2024-01-01 12:00", 7 * DAY, [0, 1, 3])),
    ("two days of one week", "1w", steps("2024-01-01", DAY, [0, 1, 7])),
    ("months", "1M", [at("2024-01-01"), at("2024-02-01"), at("2024-05-01")]),
    ("months off the first day", "1M", [at("2024-01-15"), at("2024-02-20"), at("2024-04-03")]),
    ("months over a year's end", "1M", [at("2023-11-01"), at("2024-02-01")]),
]


def clean(rows, timeframe, fill):
    frame = pandas.DataFrame(rows, columns=["date", *FIELDS])
    frame["date"] = pandas.to_datetime(frame["date"], unit="ms", utc=True)
    cleaned = clean_ohlcv_dataframe(frame, timeframe, "BTC/USDT", fill_missing=fill, drop_incomplete=False)
    times = [int(date.timestamp() * 1000) for date in cleaned["date"]]
    return [[time, *values] for time, values in zip(times, cleaned[FIELDS].to_numpy().tolist())]


def case(name, timeframe, times):
    rows = rows_at(times)
    return {
        "name": name,
        "timeframe": timeframe,
        "rows": rows,
        "filled": clean(rows, timeframe, True),
        "kept": clean(rows, timeframe, False),
    }


def main():
    target = Path(__file__).parents[1] / "test/unit/core/candles/freqtradeCleaning.json"
    cases = ",\n".join(json.dumps(case(*each)) for each in CASES)
    target.write_text(f'{{"freqtrade": "{freqtrade.__version__}", "cases": [\n{cases}\n]}}\n')


if __name__ == "__main__":
    main()
