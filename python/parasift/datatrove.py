"""Parasift in datatrove: an extractor for HTML, a filter by verdict, and a formatter that keeps the article of a text.

::

    LocalPipelineExecutor(pipeline=[
        WarcReader("crawl/"),
        ParasiftExtractor(),
        ParasiftFilter(drop=["doorway", "no-body"], exclusion_writer=JsonlWriter("dropped/")),
        JsonlWriter("articles/"),
    ], tasks=16).run()

Each block takes a :class:`parasift.Classifier`; without one it is the embedded model. It goes to the workers with the block,
and is unpacked once in each process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.pipeline.writers.disk_base import DiskWriter
from datatrove.utils.typeshelper import StatHints

from . import Classifier, Input, Label, Page
from ._shared import Carried, checked_verdicts

__all__ = ["ParasiftExtractor", "ParasiftFilter", "ParasiftFormatter"]

#: The key of a document's metadata that says what was found: verdict, quality, title, counts.
METADATA_KEY = "parasift"

#: Documents that are classified together.
BATCH_SIZE = 64


def _found(page: Page) -> dict[str, Any]:
    return {"verdict": page.verdict, "quality": page.quality, "title": page.title, "counts": page.counts}


def _batches(data: Iterable[Document]) -> Iterator[list[Document]]:
    documents = iter(data)
    while batch := list(islice(documents, BATCH_SIZE)):
        yield batch


class ParasiftFilter(BaseFilter):  # type: ignore[misc]
    """Drops documents by their verdict and their quality.

    The reason why a document goes (``verdict_doorway``, ``quality``) counts in the stats, and stands in the metadata of what
    the exclusion writer writes. A document that one of the other blocks has read is judged by what that found; else it is
    classified here, and what was found is added to its metadata.

    Args:
        drop: the verdicts whose documents go.
        min_quality: documents of less quality go; from 0 to 1.
        input: what the documents hold; ``"auto"`` tells HTML from text by the content.
        classifier: the embedded model unless given.
    """

    name = "🪲 Parasift"

    def __init__(
        self,
        drop: Iterable[str] = ("doorway", "no-body"),
        min_quality: float = 0.0,
        input: Input = "text",
        classifier: Classifier | None = None,
        exclusion_writer: DiskWriter | None = None,
        batch_size: int = BATCH_SIZE,
    ) -> None:
        super().__init__(exclusion_writer, batch_size)
        self.drop = checked_verdicts(drop, "drop")
        self.min_quality = min_quality
        self.input: Input = input
        self.carried = Carried(classifier)

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Document]) -> list[bool | tuple[bool, str]]:
        new = [doc for doc in batch if METADATA_KEY not in doc.metadata]
        pages = self.carried.classifier.classify_batch([doc.text for doc in new], input=self.input, threads=1)
        for doc, page in zip(new, pages):
            doc.metadata[METADATA_KEY] = _found(page)
        return [self._judge(doc.metadata[METADATA_KEY]) for doc in batch]

    def _judge(self, found: dict[str, Any]) -> bool | tuple[bool, str]:
        if found["verdict"] in self.drop:
            return False, f"verdict_{found['verdict']}"
        if found["quality"] < self.min_quality:
            return False, "quality"
        return True


class ParasiftFormatter(BaseFormatter):  # type: ignore[misc]
    """Keeps the article of documents that are text already, or with ``keep=("body", "nav")`` all but spam.

    Documents of which nothing is left stay, with an empty text: a filter behind it may drop them.

    Args:
        keep: the labels whose paragraphs stay.
        repair: whether a converter's damage is undone.
        classifier: the embedded model unless given.
    """

    name = "🪲 Parasift"

    def __init__(
        self, keep: Label | Iterable[Label] = "body", repair: bool = False, classifier: Classifier | None = None
    ) -> None:
        super().__init__()
        self.keep: Label | tuple[Label, ...] = keep if isinstance(keep, str) else tuple(keep)
        self.repair = repair
        self.carried = Carried(classifier)

    def format(self, text: str) -> str:
        return self.carried.classifier.clean_text(text, keep=self.keep, repair=self.repair)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        for doc in data or ():
            self.stat_update(StatHints.total)
            with self.track_time():
                page = self.carried.classifier.classify_text(doc.text)
                doc.metadata[METADATA_KEY] = _found(page)
                doc.text = page.clean(keep=self.keep, repair=self.repair)
            yield doc


class ParasiftExtractor(BaseExtractor):  # type: ignore[misc]
    """Replaces a document's HTML by its article, and drops documents without one.

    It works in the process itself, without the time limit and the process of its own that other extractors need: the time that
    a page takes grows with its length alone, and no page makes it fail.

    Args:
        keep: the labels whose paragraphs stay.
        markdown: headings, lists, quotations, code and tables as Markdown.
        repair: whether a converter's damage is undone.
        classifier: the embedded model unless given.
    """

    name = "🪲 Parasift"

    def __init__(
        self,
        keep: Label | Iterable[Label] = "body",
        markdown: bool = False,
        repair: bool = False,
        classifier: Classifier | None = None,
    ) -> None:
        super().__init__()
        self.keep: Label | tuple[Label, ...] = keep if isinstance(keep, str) else tuple(keep)
        self.markdown = markdown
        self.repair = repair
        self.carried = Carried(classifier)

    def extract(self, text: str) -> str:
        return self._clean(self.carried.classifier.classify_html(text))

    def _clean(self, page: Page) -> str:
        return page.clean(keep=self.keep, markdown=self.markdown, repair=self.repair)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        for batch in _batches(data or ()):
            with self.track_time("batch"):
                pages = self.carried.classifier.classify_batch([doc.text for doc in batch], input="html", threads=1)
            for doc, page in zip(batch, pages):
                self.stat_update(StatHints.total)
                self.stat_update(f"verdict_{page.verdict}")
                doc.metadata[METADATA_KEY] = _found(page)
                doc.text = self._clean(page)
                if doc.text:
                    self.stat_update(StatHints.forwarded)
                    self.update_doc_stats(doc)
                    yield doc
                else:
                    self.stat_update(StatHints.dropped)
