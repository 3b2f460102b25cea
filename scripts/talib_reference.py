"""Writes test/unit/core/indicators/talibReference.json: candles and what the real TA-Lib and qtpylib make of them.

Run it with the Python of the environment that `npm test -- talib` makes (scripts/pythonEnvironment.mjs), after adding the column
to test/talib/compute.py and its name to COLUMNS.
"""

import json
import math
import pathlib
import random
import sys

import pandas
import talib

REPOSITORY = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY / "test/talib"))
sys.dont_write_bytecode = True

import compute  # noqa: E402

CANDLES = 240
COLUMNS = """
rsi ema_20 ema_50 ema_200 macd macdsignal macdhist bb_upperband bb_middleband bb_lowerband volume_mean
sma_20 wma_20 dema_20 tema_20 atr_14 adx_14 plus_di_14 minus_di_14 stoch_k stoch_d stochf_k stochf_d stochrsi_k stochrsi_d
cci_14 willr_14 roc_10 mfi_14 obv vwap_20 bb_qtpylib_upperband bb_qtpylib_middleband bb_qtpylib_lowerband
kc_upperband kc_middleband kc_lowerband dc_upperband dc_middleband dc_lowerband
cdl_doji cdl_hammer cdl_hangingman cdl_engulfing cdl_harami cdl_morningstar cdl_eveningstar cdl_shootingstar
""".split()


def candles() -> pandas.DataFrame:
    """A seeded walk around 30,000 in which every pattern occurs, with gaps between candles, and a flat stretch, where ranges, variances and volumes vanish."""
    walk = random.Random(3)
    rows = []
    close = 30_000.0
    for i in range(CANDLES):
        is_flat = 120 <= i < 150
        opened = close if is_flat or i % 3 == 0 else round(close * math.exp(walk.gauss(0, 0.005)), 2)
        if not is_flat:
            close = round(close * math.exp(walk.gauss(0, 0.004)), 2)
        high = round(max(opened, close) * (1 if is_flat else math.exp(abs(walk.gauss(0, 0.001)))), 2)
        low = round(min(opened, close) * (1 if is_flat else math.exp(-abs(walk.gauss(0, 0.001)))), 2)
        volume = 0.0 if 120 <= i < 142 else round(walk.lognormvariate(3, 1), 4)
        rows.append((opened, high, low, close, volume))
    return pandas.DataFrame(rows, columns=compute.FIELDS[1:])


def column(values) -> list:
    return [None if math.isnan(value) else int(value) if value == int(value) else float(value) for value in values]


def main() -> None:
    series = candles()
    columns = compute.talib_columns(series)
    columns.update(compute.qtpylib_columns(compute.load_qtpylib(), series))
    table = {
        "madeBy": f"scripts/talib_reference.py with the PyPI wheel ta-lib {talib.__version__}, TA-Lib {talib.__ta_version__.decode()}",
        "candles": {name: series[name].tolist() for name in series},
        "columns": {name: column(columns[name]) for name in COLUMNS},
    }
    (REPOSITORY / "test/unit/core/indicators/talibReference.json").write_text(json.dumps(table) + "\n")


if __name__ == "__main__":
    main()
