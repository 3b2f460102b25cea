"""The same work as pipeline.ts with pandas and the real TA-Lib: read, indicators, gate. Prints what it found.

    python pipeline.py FILE
"""

import json
import resource
import sys
import time

started = time.perf_counter()

import numpy  # noqa: E402
import pandas  # noqa: E402
import talib  # noqa: E402


def main(file: str) -> None:
    frame = pandas.read_csv(file, engine="c")
    # ISO dates of one form are the fastest way pandas has; Freqtrade's own files hold them parsed already.
    frame["date"] = pandas.to_datetime(frame["date"], utc=True, format="ISO8601")
    close = frame["close"].to_numpy()
    volume = frame["volume"].to_numpy(dtype=float)
    rsi = talib.RSI(close, 14)
    ema_20, ema_50, ema_200 = (talib.EMA(close, period) for period in (20, 50, 200))
    talib.MACD(close, 12, 26, 9)
    talib.BBANDS(close, 20, 2, 2)
    volume_mean = talib.SMA(volume, 20)
    known = ~numpy.isnan(ema_200)
    entry = (rsi < 30) & (close > ema_200) & (volume > volume_mean)
    crossed_above = (rsi[1:] > 70) & (rsi[:-1] <= 70)
    crossed_below = (close[1:] < ema_20[1:]) & (close[:-1] >= ema_20[:-1])
    exit_ = numpy.concatenate([[False], crossed_above | crossed_below])
    asked = int(((entry | exit_) & known).sum())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ms = (time.perf_counter() - started) * 1000
    print(json.dumps({"candles": len(frame), "asked": asked, "ms": ms, "peakMb": peak, "pandas": pandas.__version__, "talib": talib.__version__}))


main(sys.argv[1])
