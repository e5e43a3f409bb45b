#!/usr/bin/env python3
"""What labelling costs on Spark beside a plain scan of the same Parquet, and beside one process without Spark.

usage: spark_scan.py CORPUS [COPIES]

CORPUS is as for throughput.py; its pages are written COPIES times (8 unless said otherwise) into Parquet files. All run on
two cores: Spark as local[2], the one process with two threads. Prints seconds and MB of UTF-8 a second, the best of some
alternating rounds, and ratios.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from throughput import corpus

import parasift
from parasift.spark import clean, score

ROUNDS = 3
FILES = 8


def same(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    return batches


def discard(df: DataFrame) -> None:
    df.write.format("noop").mode("overwrite").save()


def one_process(folder: Path) -> None:
    """Reads the same files, without Spark."""
    classifier = parasift.Classifier.embedded()
    for file in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(500):
            pa.table(classifier.classify_batch(batch, threads=2))


def measure(spark: SparkSession, kind: str, pages: list[str], folder: Path) -> None:
    folder.mkdir()
    for number in range(FILES):
        pq.write_table(pa.table({kind: pages[number::FILES]}), folder / f"{number}.parquet", compression="zstd")
    df = spark.read.parquet(str(folder))
    ways: dict[str, Callable[[], object]] = {
        "scan": lambda: discard(df),
        "mapInArrow, nothing done": lambda: discard(df.mapInArrow(same, df.schema)),
        "score": lambda: discard(score(df)),
        "clean": lambda: discard(clean(df)),
        "one process": lambda: one_process(folder),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for way, work in ways.items():
            start = time.perf_counter()
            work()
            best[way] = min(best[way], time.perf_counter() - start)
    megabytes = sum(len(page.encode()) for page in pages) / 1e6
    print(f"{kind}: {len(pages)} pages, {megabytes:.0f} MB")
    for way, took in best.items():
        print(f"  {way:26}{took:7.2f} s{megabytes / took:8.1f} MB/s")
    print(f"  score / mapInArrow        {best['score'] / best['mapInArrow, nothing done']:7.2f}")
    print(f"  score / scan              {best['score'] / best['scan']:7.2f}   (at most 1.5)")
    print(f"  score / one process       {best['score'] / best['one process']:7.2f}")


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    copies = int(sys.argv[2]) if len(sys.argv) == 3 else 8
    os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", False)
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 500)
    spark = builder.config("spark.driver.memory", "4g").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        for kind, pages in corpus(Path(sys.argv[1])).items():
            measure(spark, kind, pages * copies, Path(folder, kind))
    spark.stop()


if __name__ == "__main__":
    main()
