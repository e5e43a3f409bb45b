"""Batches of Arrow, in and out."""

from __future__ import annotations

import types
from typing import Any

import polars
import pyarrow as pa
import pytest

import parasift
from parasift import Classifier

TEXTS = ["首页\n本市昨天启用了新的公交调度系统，首批覆盖十二条线路。", None, "", "😀 emoji\n中文", "nav\nHome"]


def expected(classifier: Classifier, texts: list[str | None]) -> list[dict[str, Any] | None]:
    return [text if text is None else classifier.classify_text(text).to_dict() for text in texts]


def rows(table: parasift.Table) -> list[dict[str, Any] | None]:
    """Rows as to_dict gives them: without spans that are none, and None where all is null."""
    found: list[dict[str, Any] | None] = []
    for row in pa.table(table).to_pylist():
        if all(value is None for value in row.values()):
            found.append(None)
            continue
        for paragraph in row["paragraphs"]:
            if paragraph["spans"] is None:
                del paragraph["spans"]
        found.append(row)
    return found


def encoded(texts: list[str | None]) -> list[bytes | None]:
    return [text if text is None else text.encode() for text in texts]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(TEXTS, pa.string()),
        pa.array(TEXTS, pa.large_string()),
        pa.array(TEXTS, pa.string_view()),
        pa.array(TEXTS).dictionary_encode(),
        pa.array([*TEXTS, None]).dictionary_encode()[:-1],
        pa.array(["before", *TEXTS, "behind"])[1:-1],
        pa.chunked_array([TEXTS[:2], [], TEXTS[2:]], pa.string()),
        polars.Series(TEXTS),
    ],
    ids=lambda column: str(getattr(column, "type", "polars")),
)
def test_kinds_of_columns(classifier: Classifier, column: Any) -> None:
    assert rows(classifier.classify_batch(column, input="text")) == expected(classifier, TEXTS)
    cleaned = pa.table(classifier.clean_batch(column, input="text", keep=("body", "nav")))
    assert cleaned["text"].to_pylist() == [
        text if text is None else classifier.clean_text(text, keep=("body", "nav")) for text in TEXTS
    ]


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.binary_view()], ids=str)
def test_kinds_of_bytes(classifier: Classifier, kind: pa.DataType) -> None:
    column = pa.array([*encoded(TEXTS), "<p>本市昨天启用了新的公交调度系统。".encode("gbk")], kind)
    said = rows(classifier.classify_batch(column))
    assert said[-1] is not None and said[-1]["encoding"] == "gbk"
    assert said[1] is None and [page and page["encoding"] for page in said[:4]] == ["utf-8", None, "utf-8", "utf-8"]


def test_tables(classifier: Classifier, hacked: bytes) -> None:
    html = hacked.decode()
    table = pa.table({"id": [1, 2], "text": [html, html], "html": [html, None], "page": [html, html]})
    by_html = rows(classifier.classify_batch(table))
    assert by_html == [classifier.classify_html(html).to_dict(), None]
    # A column of that name holds texts, whatever they look like.
    as_text = classifier.classify_text(html).to_dict()
    assert rows(classifier.classify_batch(table, column="text")) == [as_text, as_text]
    assert rows(classifier.classify_batch(table, column="text", input="html"))[0] == by_html[0]
    assert rows(classifier.classify_batch(table, column="page"))[0] == by_html[0]
    for other in (table.to_batches()[0], polars.DataFrame({"html": [html, None]}), table.to_reader()):
        assert rows(classifier.classify_batch(other)) == by_html


def test_results_go_to_other_libraries(classifier: Classifier, hacked: bytes) -> None:
    table = classifier.classify_batch(pa.table({"html": [hacked, None]}))
    assert (len(table), table.column_names[:2]) == (2, ["format", "encoding"])
    assert pa.schema(table).names == table.column_names == polars.DataFrame(table).columns
    assert polars.DataFrame(table)["verdict"].to_list() == ["injected", None]
    # More than once, and after it is gone itself.
    first, second = pa.table(table), pa.table(table)
    del table
    assert first.equals(second) and first.validate(full=True) is None
    # What comes out can go in.
    assert len(classifier.clean_batch(first, column="format")) == 2


def test_empty(classifier: Classifier) -> None:
    table = pa.table({"text": pa.array([], pa.string())})
    for empty in (table, table["text"], pa.array([], pa.string()), pa.chunked_array([], pa.string())):
        result = pa.table(classifier.classify_batch(empty))
        assert result.num_rows == 0 and "paragraphs" in result.column_names
    assert rows(classifier.classify_batch(pa.nulls(2))) == [None, None]


def test_many_rows_come_in_batches_that_do_not_depend_on_threads(classifier: Classifier) -> None:
    table = pa.table({"text": [f"{index} Zeilen\nHome" for index in range(3000)]})
    one, two = (pa.table(classifier.classify_batch(table, threads=threads)) for threads in (1, 2))
    assert one.num_rows == 3000 and one.equals(two)
    assert one["verdict"].num_chunks == two["verdict"].num_chunks > 1
    paragraphs = one["paragraphs"].to_pylist()
    assert [lines[0]["text"] for lines in paragraphs] == [f"{index} Zeilen" for index in range(3000)]


@pytest.mark.parametrize(
    ("table", "column", "error", "message"),
    [
        (pa.table({"a": ["x"], "b": ["y"]}), None, ValueError, "no column html or text: name one of a, b"),
        (pa.table({"a": ["x"]}), "c", ValueError, 'no column "c": name one of a'),
        (pa.table({"a": [1]}), "a", TypeError, "a column of Int64"),
        (pa.array(["x"]), "a", ValueError, "of what is a single column"),
        (pa.array([["x"]]), None, TypeError, "pages are strings or binary"),
    ],
)
def test_what_is_no_column_of_pages(
    classifier: Classifier, table: Any, column: str | None, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        classifier.classify_batch(table, column=column)


def test_texts_that_are_not_utf_8_are_refused(classifier: Classifier) -> None:
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")])
    with pytest.raises(ValueError, match="Arrow: .*UTF"):
        classifier.classify_batch(broken)


def speaking(**methods: Any) -> Any:
    """What says that it speaks Arrow."""
    return types.SimpleNamespace(**methods)


def test_capsules_are_taken_once(classifier: Classifier) -> None:
    array = pa.array(["Home"])
    pair = array.__arrow_c_array__()
    assert len(classifier.classify_batch(speaking(__arrow_c_array__=lambda: pair))) == 1
    with pytest.raises(ValueError, match="already released"):
        classifier.classify_batch(speaking(__arrow_c_array__=lambda: pair))
    stream = pa.chunked_array([array]).__arrow_c_stream__()
    assert len(classifier.classify_batch(speaking(__arrow_c_stream__=lambda: stream))) == 1
    with pytest.raises(ValueError, match="already released"):
        classifier.classify_batch(speaking(__arrow_c_stream__=lambda: stream))
    # A capsule of another kind is not read at all.
    for wrong in (array.__arrow_c_array__()[0], "no capsule"):
        with pytest.raises((ValueError, TypeError)):
            classifier.classify_batch(speaking(__arrow_c_stream__=lambda wrong=wrong: wrong))


def test_a_stream_that_fails(classifier: Classifier) -> None:
    def batches() -> Any:
        yield pa.record_batch({"text": ["Home"]})
        raise RuntimeError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"text": pa.string()}), batches())
    with pytest.raises(ValueError, match="the disk is gone"):
        classifier.classify_batch(reader)


def test_nothing_is_kept_of_what_was_given(classifier: Classifier) -> None:
    before = pa.total_allocated_bytes()
    column = pa.array(["Home\n" * 1000] * 100)
    assert pa.total_allocated_bytes() - before > 400_000
    for result in (classifier.clean_batch(column), classifier.clean_batch(pa.chunked_array([column]))):
        assert len(result) == 100
    # A capsule that nobody reads frees what it holds, and one outlives the table.
    table = classifier.clean_batch(column)
    table.__arrow_c_stream__(), table.__arrow_c_schema__()
    stream = table.__arrow_c_stream__()
    del table, column
    assert pa.total_allocated_bytes() == before
    assert pa.RecordBatchReader._import_from_c_capsule(stream).read_all().num_rows == 100
