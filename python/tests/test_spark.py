"""Real Sparks: in threads, and in a local cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark")

import pyarrow as pa  # noqa: E402
from pyspark.sql import DataFrame, SparkSession  # noqa: E402

import parasift  # noqa: E402
from parasift.spark import clean, score  # noqa: E402
from parasift.spark.job import main  # noqa: E402
from crawled import crawl, written  # noqa: E402
from site_on_loopback import ARTICLE, HACKED, LIST  # noqa: E402
from spark_cluster import ENVIRONMENT  # noqa: E402

PAGES = [ARTICLE, HACKED, LIST, None, ""]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Two executors in processes of their own, which share nothing with this one but the tasks."""
    os.environ.update(ENVIRONMENT)
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", False)
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 2).getOrCreate()
    yield session
    session.stop()


def pages(spark: SparkSession, column: str = "html") -> DataFrame:
    rows = [(number, page) for number, page in enumerate(PAGES)]
    return spark.createDataFrame(rows, f"id int, {column} string").repartition(3)


def by_id(df: DataFrame) -> dict[int, Any]:
    return {row.id: row for row in df.collect()}


def found(table: Any) -> list[dict[str, Any]]:
    return list(pa.table(table).to_pylist())


def test_score_adds_what_the_library_finds(spark: SparkSession) -> None:
    rows = by_id(score(pages(spark)))
    expected = found(parasift.Classifier.embedded().classify_batch(pa.array(PAGES), input="html"))
    assert sorted(rows) == [0, 1, 2, 3, 4]
    for number, row in rows.items():
        assert row.html == PAGES[number]
        if row.html is not None:
            assert row.parasift.asDict(recursive=True) == expected[number]
    assert rows[1].parasift.verdict == "injected"


def test_clean_replaces_the_text_and_drops_rows(spark: SparkSession) -> None:
    rows = by_id(clean(pages(spark, "text"), input="html"))
    classifier = parasift.Classifier.embedded()
    assert {number: row.text for number, row in rows.items()} == {0: classifier.clean_html(ARTICLE), 1: classifier.clean_html(HACKED)}
    assert rows[1].parasift.verdict == "injected" and rows[0].parasift.title == "北街片区停水通知"
    rows = by_id(clean(pages(spark, "raw"), "raw", input="html", drop=["injected"], markdown=True, min_quality=0.01))
    assert list(rows) == [0] and rows[0].text.startswith("# 北街") and rows[0].raw == ARTICLE


def test_bytes_in_other_encodings_and_a_model_of_ones_own(spark: SparkSession) -> None:
    df = spark.createDataFrame([(0, bytearray(ARTICLE.encode("gb18030")))], "id int, page binary")
    classifier = parasift.Classifier.embedded().spam_at_false_alarms(0.001)
    row = by_id(score(df, "page", classifier=classifier))[0]
    assert (row.parasift.format, row.parasift.encoding, row.parasift.verdict) == ("html", "gbk", "clean")


def test_what_cannot_be_read_is_said_before_anything_runs(spark: SparkSession) -> None:
    df = spark.createDataFrame([(0, "x")], "id int, page string")
    with pytest.raises(ValueError, match="no column html or text: name one of id, page"):
        score(df)
    with pytest.raises(ValueError, match="no column 'nil'"):
        score(df, "nil")
    with pytest.raises(ValueError, match="column 'id' is of int: pages are strings or binary"):
        clean(df, "id")
    with pytest.raises(ValueError, match="drop: no verdicts"):
        clean(df, "page", drop=["bad"])


def test_a_job_goes_on_where_it_was(spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files, out = crawl(tmp_path, 5), tmp_path / "out"
    (files / "bad.parquet").write_bytes(b"PAR1 cut off")
    (out / "more").mkdir(parents=True)
    left = out / "more" / "_000.parquet.1-0.part"
    left.write_bytes(b"left by an attempt that was killed")
    assert main([str(files), str(out)]) == 2
    messages = capsys.readouterr().err
    assert "bad.parquet: not done; start the job again" in messages and "5 files, 13 pages" in messages
    assert not left.exists()
    times = {file: file.stat().st_mtime_ns for file in out.rglob("*.parquet")}
    assert len(times) == 5
    (files / "bad.parquet").unlink()
    (out / "000.jsonl.gz.parquet").unlink()
    assert main([str(files), str(out)]) == 0
    assert "4 of 5 files are done already" in capsys.readouterr().err
    changed = [file.name for file in times if file.stat().st_mtime_ns != times[file]]
    assert changed == ["000.jsonl.gz.parquet"]
    assert main([str(files), str(out), "--clean"]) == 2
    assert "has outputs of another run" in capsys.readouterr().err


def test_articles_by_the_flags_of_clean(spark: SparkSession, tmp_path: Path) -> None:
    files, out = crawl(tmp_path, 2), tmp_path / "out"
    assert main([str(files), str(out), "--clean", "--", "--drop", "no-body", "--drop", "injected"]) == 0
    rows = [row for rows in written(out).values() for row in rows]
    assert {row["parasift"]["verdict"] for row in rows} == {"clean"} and "暂停供水" in rows[0]["text"]


def test_nothing_to_do_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), str(tmp_path / "out")]) == 2
    assert "no files that can be read" in capsys.readouterr().err
