"""Writes the small candle files in test/fixtures/candles/: the same six candles in each binary format that Freqtrade has,
and 300 rows in files of many parts.

Run in a virtual environment with pandas and pyarrow installed:
    python scripts/candle_fixtures.py
"""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas
import pyarrow
from pyarrow import feather, parquet

CANDLES = [
    ["2024-01-01T00:00:00Z", 42250.5, 42300.25, 42200.125, 42280.75, 12.5],
    ["2024-01-01T01:00:00Z", 42280.75, 42350.0, 42270.0, 42310.1, 8.25],
    ["2024-01-01T02:00:00Z", 42310.1, 42310.1, 42150.333, 42180.9, 20.0],
    ["2024-01-01T03:00:00Z", 42180.9, 42220.0, 42100.0, 42111.11, 0.123456789],
    ["2024-01-01T04:00:00Z", 42111.11, 42500.0, 42111.11, 42499.99, 33.0],
    ["2024-01-01T05:00:00Z", 42499.99, 42600.5, 42400.0, 42555.55, 1.5],
]


def candles(unit, zone):
    frame = pandas.DataFrame(CANDLES, columns=["date", "open", "high", "low", "close", "volume"])
    dates = pandas.to_datetime(frame["date"], utc=True).dt.tz_convert(zone).astype(f"datetime64[{unit}, UTC]" if zone else f"datetime64[{unit}]")
    return frame.assign(date=dates)


def many_rows():
    """Rows by formula; 50 has no close, 150 a volume that is no number, 250 its low above its high, and the rsi begins late."""
    rows = range(300)
    return pyarrow.table({
        "date": pyarrow.array([datetime(1969, 12, 25, tzinfo=timezone.utc) + timedelta(hours=row) for row in rows], pyarrow.timestamp("us", "UTC")),
        "symbol": [f"BTC{row % 3}" for row in rows],
        "open": [100 + row / 8 for row in rows],
        "high": pyarrow.array([102 + row / 8 for row in rows], pyarrow.float32()),
        "low": [99 + row / 8 if row != 250 else 1000.0 for row in rows],
        "close": [101 + row / 8 if row != 50 else None for row in rows],
        "volume": pyarrow.array([row % 7 + 0.5 if row != 150 else float("nan") for row in rows]),
        "trades": pyarrow.array([row % 5 for row in rows], pyarrow.int64()),
        "rsi": [row / 3 if row >= 14 else None for row in rows],
    })


def main():
    folder = Path(__file__).parents[1] / "test/fixtures/candles"
    folder.mkdir(parents=True, exist_ok=True)
    freqtrade = candles("ms", "UTC")
    freqtrade.to_feather(folder / "BTC_USDT-1h.feather", compression_level=9, compression="lz4")
    freqtrade.to_parquet(folder / "BTC_USDT-1h.parquet")
    candles("ns", "UTC").assign(rsi=[None, None, 30.5, 31.0, 32.25, 33.0]).to_feather(folder / "nanoseconds-rsi.feather", compression="uncompressed")
    candles("us", None).to_parquet(folder / "no-zone-zstd.parquet", compression="zstd")
    candles("ns", None).to_feather(folder / "no-zone-zstd.feather", compression="zstd")
    many = many_rows()
    # The dictionary overflows early, so that pages of both kinds follow each other, in each column at another row.
    pages = {"row_group_size": 130, "write_batch_size": 8, "data_page_size": 200, "dictionary_pagesize_limit": 300}
    parquet.write_table(many, folder / "pages.parquet", **pages)
    parquet.write_table(many, folder / "pages-v2.parquet", data_page_version="2.0", compression="gzip", **pages)
    feather.write_feather(many, folder / "batches.feather", compression="lz4", chunksize=70)
    rows = freqtrade.assign(date=freqtrade["date"].astype("int64"))
    rows.reset_index(drop=True).to_json(folder / "BTC_USDT-1h.json", orient="values")
    rows.to_json(folder / "BTC_USDT-1h.json.gz", orient="values", compression={"method": "gzip", "mtime": 0})


if __name__ == "__main__":
    main()
