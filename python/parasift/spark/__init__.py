"""Parasift on Spark: label or clean the pages in a column of a DataFrame.

::

    from parasift.spark import clean, score

    labelled = score(df)                     # a column "parasift" beside the others
    articles = clean(df, drop=["no-body"])   # the article in "text"

Both run over ``mapInArrow``: pages go to Python and come back as Arrow batches, one thread a task. The wheel must be installed
where the executors run (see docs/scale.md); the model goes there with the tasks, and is unpacked once in each worker process.

``python -m parasift.spark IN OUT`` labels or cleans files of any form that the command line reads; see ``--help``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import BinaryType, StringType, StructField, StructType

from .. import Classifier, Input, Label
from .._shared import Carried, checked_verdicts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["clean", "score"]

Batches = Iterator[pa.RecordBatch]

#: Columns that are looked for where none is named, and what they hold.
COLUMNS: dict[str, Input] = {"html": "html", "text": "text"}


def score(
    df: DataFrame,
    column: str | None = None,
    *,
    input: Input = "auto",
    output: str = "parasift",
    classifier: Classifier | None = None,
    charset: str | None = None,
) -> DataFrame:
    """Adds a column with the labels of each page: verdict, quality, counts, and the paragraphs with their probabilities.

    Args:
        column: the column with the pages, of strings or binary; "html" or "text" unless given.
        input: what the pages are; by the column's name where that is "html" or "text", else told by the content.
        output: the name of the new column, a struct like the rows of ``parasift score``'s Parquet, with offsets in
            characters; null where the page is null.
        classifier: the embedded model unless given.
        charset: the encoding of binary pages, where it is known.
    """
    column, input = _source(df, column, input)
    classifier = Classifier.embedded() if classifier is None else classifier
    carried = Carried(classifier)

    def add(batches: Batches) -> Batches:
        for batch in batches:
            found = pa.table(carried.classifier.classify_batch(batch.column(column), input=input, charset=charset, threads=1))
            yield _with(batch, output, _struct(found))

    found = pa.schema(classifier.classify_batch(pa.array([], pa.string())))
    return df.mapInArrow(add, _schema(df, {output: _spark_type(found)}))


def clean(
    df: DataFrame,
    column: str | None = None,
    *,
    input: Input = "auto",
    text: str = "text",
    output: str = "parasift",
    drop: Iterable[str] = ("no-body",),
    min_quality: float = 0.0,
    keep: Label | Iterable[Label] = "body",
    title: bool = True,
    repair: bool = False,
    markdown: bool = False,
    keep_spans: bool = False,
    classifier: Classifier | None = None,
    charset: str | None = None,
) -> DataFrame:
    """Puts the article of each page into a column, and drops rows by verdict and quality; null pages go, too.

    Args:
        column: the column with the pages, of strings or binary; "html" or "text" unless given.
        input: what the pages are; by the column's name where that is "html" or "text", else told by the content.
        text: the column that gets the article, in place of one that has that name already.
        output: the name of a column with verdict, quality, counts, title and model.
        drop: the verdicts whose rows go.
        min_quality: rows of less quality go; from 0 to 1.
        keep, title, repair, markdown, keep_spans: as :meth:`parasift.Classifier.clean_html` has them.
        classifier: the embedded model unless given.
        charset: the encoding of binary pages, where it is known.
    """
    column, input = _source(df, column, input)
    dropped = pa.array(sorted(checked_verdicts(drop, "drop")), pa.string())
    classifier = Classifier.embedded() if classifier is None else classifier
    carried = Carried(classifier)
    cleaning = {"keep": keep if isinstance(keep, str) else tuple(keep), "title": title, "repair": repair}
    options: dict[str, Any] = {"input": input, "charset": charset, "threads": 1, "markdown": markdown}
    options |= cleaning | {"keep_spans": keep_spans}

    def replace(batches: Batches) -> Batches:
        import pyarrow.compute as pc

        for batch in batches:
            found = pa.table(carried.classifier.clean_batch(batch.column(column), **options))
            is_kept = pc.and_(
                pc.invert(pc.is_in(found["verdict"], value_set=dropped)), pc.greater_equal(found["quality"], min_quality)
            )
            is_kept = pc.and_(pc.is_valid(found["verdict"]), is_kept).combine_chunks()
            cleaned = found["text"].combine_chunks()
            batch = _with(batch, text, cleaned)
            yield _with(batch, output, _struct(found.drop_columns(["text"]))).filter(is_kept)

    found = pa.schema(classifier.clean_batch(pa.array([], pa.string())))
    found = found.remove(found.get_field_index("text"))
    return df.mapInArrow(replace, _schema(df, {text: StringType(), output: _spark_type(found)}))


def _source(df: DataFrame, column: str | None, input: Input) -> tuple[str, Input]:
    """The column with the pages, and what they are. Raises ValueError if there is none such."""
    if column is None:
        column = next((name for name in COLUMNS if name in df.columns), None)
        if column is None:
            raise ValueError(f"no column html or text: name one of {', '.join(df.columns)}")
    elif column not in df.columns:
        raise ValueError(f"no column {column!r}: there are {', '.join(df.columns)}")
    kind = df.schema[column].dataType
    if not isinstance(kind, (StringType, BinaryType)):
        raise ValueError(f"column {column!r} is of {kind.simpleString()}: pages are strings or binary")
    return column, COLUMNS.get(column, "auto") if input == "auto" else input


def _schema(df: DataFrame, new: dict[str, Any]) -> StructType:
    """The columns of a DataFrame with others, in the place of those that have their names."""
    fields = {field.name: field for field in df.schema.fields}
    fields |= {name: StructField(name, kind) for name, kind in new.items()}
    return StructType(list(fields.values()))


def _spark_type(schema: pa.Schema) -> StructType:
    return from_arrow_schema(schema)


def _struct(table: pa.Table) -> pa.Array:
    """The rows of a table as one column."""
    return table.combine_chunks().to_struct_array().combine_chunks() if table.num_rows else pa.array(
        [], pa.struct(table.schema)
    )


def _with(batch: pa.RecordBatch, name: str, column: pa.Array) -> pa.RecordBatch:
    """A batch with a column, in the place of one that has its name."""
    columns = dict(zip(batch.schema.names, batch.columns)) | {name: column}
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
