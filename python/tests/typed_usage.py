"""What a type checker makes of the package; checked by mypy, never run."""

from __future__ import annotations

import polars
from typing_extensions import assert_type

import parasift
from parasift import Classifier, Explanation, Label, Page, Paragraph, Table, Verdict

classifier = Classifier.embedded()

page = classifier.classify_html(b"<p>x")
assert_type(page, Page)
assert_type(page.paragraphs, tuple[Paragraph, ...])
assert_type(page.paragraphs[0].label, Label)
assert_type(page.paragraphs[0].probability.spam, float)
assert_type(page.verdict, Verdict)
assert_type(page.counts["spam"], int)
assert_type(page.title, str | None)

assert_type(classifier.classify_batch(["a", b"b"], threads=2), list[Page])
assert_type(classifier.classify_batch(line for line in ["a"]), list[Page])
assert_type(classifier.classify_batch(polars.DataFrame({"text": ["a"]}), column="text"), Table)
assert_type(classifier.classify_batch(polars.Series(["a"])), Table)
assert_type(classifier.clean_batch(["a"], keep=("body", "nav")), list[str])
assert_type(classifier.clean_batch(classifier.classify_batch(polars.Series(["a"])), column="model"), Table)
assert_type(classifier.explain("a"), list[Explanation])
assert_type(parasift.repair("a").changes[0].start, int)

# What is wrong is found.
classifier.classify_html(1)  # type: ignore[arg-type]
classifier.classify_bytes(b"", input="pdf")  # type: ignore[arg-type]
classifier.clean_html("", keep="boddy")  # type: ignore[arg-type]
classifier.classify_batch(["a"], column="text")  # type: ignore[call-overload]
page.verdict = "clean"  # type: ignore[misc]
