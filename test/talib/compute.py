"""Computes every column of our catalog with the real TA-Lib, qtpylib and Freqtrade, for comparison.

    python compute.py FOLDER

FOLDER/request.json holds {"series": [{"name", "timeframe", "length", "informative": ["1h", …]}]}; FOLDER/<name>.candles the
columns time (ms), open, high, low, close, volume, one after the other as little-endian doubles. Written are
FOLDER/<name>.columns, likewise, and FOLDER/reply.json: {"columns": {"<name>": ["<column>", …]}}.

qtpylib and merge_informative_pair are not installed but run as they stand in the wheels of `technical` and `freqtrade`, which
scripts/pythonEnvironment.mjs puts into the folder `wheels` of this Python's virtual environment.
"""

import json
import pathlib
import sys
import types
import warnings
import zipfile

import numpy
import pandas
import talib

# Of pandas and numpy, about the style of the code in the wheels and about 0/0 in qtpylib's averages.
warnings.filterwarnings("ignore")

WHEELS = pathlib.Path(sys.prefix) / "wheels"
FIELDS = ["time", "open", "high", "low", "close", "volume"]
MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080, "M": 43200}
PATTERNS = {
    "cdl_doji": talib.CDLDOJI,
    "cdl_hammer": talib.CDLHAMMER,
    "cdl_hangingman": talib.CDLHANGINGMAN,
    "cdl_engulfing": talib.CDLENGULFING,
    "cdl_harami": talib.CDLHARAMI,
    "cdl_morningstar": talib.CDLMORNINGSTAR,
    "cdl_eveningstar": talib.CDLEVENINGSTAR,
    "cdl_shootingstar": talib.CDLSHOOTINGSTAR,
}


def timeframe_to_minutes(timeframe: str) -> int:
    """As Freqtrade's function of this name, which asks ccxt: a month has 30 days."""
    return int(timeframe[:-1]) * MINUTES[timeframe[-1]]


def module_from_wheel(package: str, path: str) -> types.ModuleType:
    """Runs one file of a package's wheel, without the package around it."""
    wheel = next(WHEELS.glob(f"{package}-*.whl"))
    module = types.ModuleType(pathlib.PurePosixPath(path).stem)
    sys.modules[module.__name__] = module
    with zipfile.ZipFile(wheel) as archive:
        exec(compile(archive.read(path), f"{wheel.name}/{path}", "exec"), module.__dict__)
    return module


def load_qtpylib() -> types.ModuleType:
    return module_from_wheel("technical", "technical/vendor/qtpylib/indicators.py")


def load_strategy_helper() -> types.ModuleType:
    """Its only import from Freqtrade is timeframe_to_minutes."""
    exchange = types.ModuleType("freqtrade.exchange")
    exchange.timeframe_to_minutes = timeframe_to_minutes
    sys.modules["freqtrade"] = types.ModuleType("freqtrade")
    sys.modules["freqtrade.exchange"] = exchange
    return module_from_wheel("freqtrade", "freqtrade/strategy/strategy_helper.py")


def averages(close: numpy.ndarray) -> dict:
    functions = {"ema": talib.EMA, "sma": talib.SMA, "wma": talib.WMA, "dema": talib.DEMA, "tema": talib.TEMA}
    periods = (2, 9, 20, 50, 200)
    return {f"{name}_{period}": function(close, period) for name, function in functions.items() for period in periods}


def trend(high: numpy.ndarray, low: numpy.ndarray, close: numpy.ndarray) -> dict:
    columns = dict(zip(("macd", "macdsignal", "macdhist"), talib.MACD(close, 12, 26, 9)))
    for period in (2, 7, 14):
        columns[f"adx_{period}"] = talib.ADX(high, low, close, period)
        columns[f"plus_di_{period}"] = talib.PLUS_DI(high, low, close, period)
        columns[f"minus_di_{period}"] = talib.MINUS_DI(high, low, close, period)
    return columns


def momentum(high: numpy.ndarray, low: numpy.ndarray, close: numpy.ndarray) -> dict:
    columns = {"rsi": talib.RSI(close, 14), "rsi_7": talib.RSI(close, 7)}
    columns.update(zip(("stoch_k", "stoch_d"), talib.STOCH(high, low, close)))
    columns.update(zip(("stochf_k", "stochf_d"), talib.STOCHF(high, low, close)))
    columns.update(zip(("stochrsi_k", "stochrsi_d"), talib.STOCHRSI(close)))
    for period in (7, 14, 20):
        columns[f"cci_{period}"] = talib.CCI(high, low, close, period)
        columns[f"willr_{period}"] = talib.WILLR(high, low, close, period)
    for period in (1, 10):
        columns[f"roc_{period}"] = talib.ROC(close, period)
    return columns


def volatility(high: numpy.ndarray, low: numpy.ndarray, close: numpy.ndarray) -> dict:
    columns = {}
    for period, suffix in ((20, ""), (50, "_50")):
        names = (f"bb_upperband{suffix}", f"bb_middleband{suffix}", f"bb_lowerband{suffix}")
        columns.update(zip(names, talib.BBANDS(close, period, 2, 2)))
    columns["dc_upperband"] = talib.MAX(high, 20)
    columns["dc_middleband"] = talib.MIDPRICE(high, low, 20)
    columns["dc_lowerband"] = talib.MIN(low, 20)
    for period in (1, 14):
        columns[f"atr_{period}"] = talib.ATR(high, low, close, period)
    return columns


def traded(high: numpy.ndarray, low: numpy.ndarray, close: numpy.ndarray, volume: numpy.ndarray) -> dict:
    return {
        "volume_mean": talib.SMA(volume, 20),
        "mfi_7": talib.MFI(high, low, close, volume, 7),
        "mfi_14": talib.MFI(high, low, close, volume, 14),
        "obv": talib.OBV(close, volume),
    }


def qtpylib_columns(qtpylib: types.ModuleType, candles: pandas.DataFrame) -> dict:
    bollinger = qtpylib.bollinger_bands(qtpylib.typical_price(candles), window=20, stds=2)
    keltner = qtpylib.keltner_channel(candles)
    columns = {"vwap_7": qtpylib.rolling_vwap(candles, 7), "vwap_20": qtpylib.rolling_vwap(candles, 20)}
    for band, ours in (("upper", "upperband"), ("mid", "middleband"), ("lower", "lowerband")):
        columns[f"bb_qtpylib_{ours}"] = bollinger[band]
        columns[f"kc_{ours}"] = keltner[band]
    return {name: values.to_numpy() for name, values in columns.items()}


def talib_columns(candles: pandas.DataFrame) -> dict:
    opened, high, low, close, volume = (candles[field].to_numpy() for field in FIELDS[1:])
    columns = averages(close)
    columns.update(trend(high, low, close))
    columns.update(momentum(high, low, close))
    columns.update(volatility(high, low, close))
    columns.update(traded(high, low, close, volume))
    columns.update({name: function(opened, high, low, close).astype(float) for name, function in PATTERNS.items()})
    return columns


def resample(candles: pandas.DataFrame, timeframe: str) -> pandas.DataFrame:
    """Coarser candles; the first one is dropped unless it begins with its own beginning, for the exchange's would differ."""
    count, unit = int(timeframe[:-1]), timeframe[-1]
    rule = {"m": f"{count}min", "h": f"{count}h", "d": f"{count}D", "w": "W-MON", "M": "MS"}[unit]
    parts = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    coarser = candles.resample(rule, on="date", label="left", closed="left").agg(parts).dropna().reset_index()
    return coarser if coarser["date"][0] == candles["date"][0] else coarser.iloc[1:].reset_index(drop=True)


def informative_columns(helper: types.ModuleType, candles: pandas.DataFrame, timeframe: str, coarser: str) -> dict:
    informative = resample(candles, coarser)
    informative["rsi"] = talib.RSI(informative["close"], 14)
    informative["ema_9"] = talib.EMA(informative["close"], 9)
    merged = helper.merge_informative_pair(candles[["date"]], informative, timeframe, coarser, ffill=True)
    wanted = [f"{name}_{coarser}" for name in ("open", "high", "low", "close", "volume", "rsi", "ema_9")]
    return {name: merged[name].to_numpy() for name in wanted}


def main(folder: pathlib.Path) -> None:
    qtpylib = load_qtpylib()
    helper = load_strategy_helper()
    reply = {"columns": {}}
    for series in json.loads((folder / "request.json").read_text())["series"]:
        name, timeframe = series["name"], series["timeframe"]
        values = numpy.fromfile(folder / f"{name}.candles", dtype="<f8").reshape(len(FIELDS), series["length"])
        candles = pandas.DataFrame(dict(zip(FIELDS, values)))
        candles["date"] = pandas.to_datetime(candles["time"], unit="ms", utc=True)
        columns = talib_columns(candles)
        columns.update(qtpylib_columns(qtpylib, candles))
        for coarser in series["informative"]:
            columns.update(informative_columns(helper, candles, timeframe, coarser))
        numpy.concatenate(list(columns.values())).astype("<f8").tofile(folder / f"{name}.columns")
        reply["columns"][name] = list(columns)
    (folder / "reply.json").write_text(json.dumps(reply))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
