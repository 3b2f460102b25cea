"""Writes test/unit/core/indicators/talibReference.json: closes, volumes and what the real TA-Lib makes of them.

Run it in a virtual environment that has the PyPI wheel:
    pip install ta-lib==0.8.2 && python scripts/talib_reference.py
"""

import json
import math
import pathlib
import random

import numpy
import talib

CANDLES = 260


def closes() -> numpy.ndarray:
    """A seeded walk around 30,000 with a flat stretch, where ranges and variances vanish."""
    walk = random.Random(20180116)
    price = 30_000.0
    values = []
    for i in range(CANDLES):
        if not 120 <= i < 150:
            price *= math.exp(walk.gauss(0, 0.004))
        values.append(round(price, 2))
    return numpy.array(values)


def volumes() -> numpy.ndarray:
    walk = random.Random(7)
    return numpy.array([round(walk.lognormvariate(3, 1), 4) for _ in range(CANDLES)])


def column(values: numpy.ndarray) -> list:
    return [None if math.isnan(value) else float(value) for value in values]


def main() -> None:
    close, volume = closes(), volumes()
    macd, macdsignal, macdhist = talib.MACD(close, 12, 26, 9)
    upper, middle, lower = talib.BBANDS(close, 20, 2, 2)
    indicators = {
        "rsi": talib.RSI(close, 14),
        "ema_20": talib.EMA(close, 20),
        "ema_50": talib.EMA(close, 50),
        "ema_200": talib.EMA(close, 200),
        "macd": macd,
        "macdsignal": macdsignal,
        "macdhist": macdhist,
        "bb_upperband": upper,
        "bb_middleband": middle,
        "bb_lowerband": lower,
        "volume_mean": talib.SMA(volume, 20),
    }
    table = {
        "madeBy": f"scripts/talib_reference.py with the PyPI wheel ta-lib {talib.__version__}, TA-Lib {talib.__ta_version__.decode()}",
        "close": close.tolist(),
        "volume": volume.tolist(),
        "indicators": {name: column(values) for name, values in indicators.items()},
    }
    target = pathlib.Path(__file__).parent.parent / "test/unit/core/indicators/talibReference.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(table) + "\n")


if __name__ == "__main__":
    main()
