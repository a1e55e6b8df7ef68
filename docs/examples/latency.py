#!/usr/bin/env python3
"""Runs a study and reads its Parquet file: docs/examples/latency.py [STUDY.npu]

Reads with duckdb or pyarrow, whichever is installed (pip install duckdb); without them it asks npusim for JSON.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
NPUSIM = os.environ.get("NPUSIM", str(HERE / ".." / ".." / "npusim"))
COLUMNS = ["accelerator", "timing.axi1.read_latency.value", "active_cycles"]


def rows(results: Path) -> list[tuple]:
    parquet = results / "results.parquet"
    try:
        import duckdb

        columns = ", ".join(f'"{column}"' for column in COLUMNS)
        return duckdb.sql(f"SELECT {columns} FROM '{parquet}' ORDER BY point").fetchall()
    except ImportError:
        pass
    try:
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(parquet, columns=COLUMNS).to_pydict()
        return list(zip(*(table[column] for column in COLUMNS)))
    except ImportError:
        pass
    columns = ", ".join(f'"{column}"' for column in COLUMNS)
    query = f"SELECT {columns} FROM results ORDER BY point"
    answer = subprocess.run(
        [NPUSIM, "study", "results", str(results), "--sql", query, "--json", "-"], check=True, capture_output=True
    )
    return [(name, float(latency), float(cycles)) for name, latency, cycles in json.loads(answer.stdout)["rows"]]


def main() -> None:
    study = sys.argv[1] if len(sys.argv) > 1 else str(HERE / "latency.npu")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([NPUSIM, "study", study, "-d", folder], check=True, stdout=subprocess.DEVNULL)
        for name, latency, cycles in rows(Path(folder)):
            print(f"{name} {latency:.0f} {cycles:.0f}")


main()
