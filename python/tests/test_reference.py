"""The package says what the library says: tests/reference.rs reads the same file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parasift import Classifier, Page

ROOT = Path(__file__).resolve().parents[2]
MODEL, *PAGES = [json.loads(line) for line in (ROOT / "tests/reference.jsonl").read_text("utf-8").split("\n") if line]
TOLERANCE = 2e-6


def given(page: dict[str, Any]) -> str | bytes:
    if "file" in page:
        file: str = page["file"]
        return (ROOT / file).read_bytes()
    if "hex" in page:
        return bytes.fromhex(page["hex"])
    text: str = page["text"]
    return text.encode(page["encode"]) if "encode" in page else text


def described(page: Page) -> dict[str, Any]:
    return {
        "format": page.format,
        "encoding": page.encoding,
        "how": page.how,
        "verdict": page.verdict,
        "quality": pytest.approx(page.quality, abs=TOLERANCE),
        "title": page.title,
        "clean": page.clean(),
        "markdown": page.clean(keep=["body", "nav"], repair=True, markdown=True),
        "head": [[head.kind, head.label] for head in page.head],
        "paragraphs": [
            {
                "start": paragraph.start,
                "end": paragraph.end,
                "text": paragraph.text,
                "label": paragraph.label,
                "probability": pytest.approx(
                    [paragraph.probability.body, paragraph.probability.nav, paragraph.probability.spam], abs=TOLERANCE
                ),
                "spans": [list(span) for span in paragraph.spans],
                "hidden": paragraph.hidden,
            }
            for paragraph in page.paragraphs
        ],
    }


def test_the_model(classifier: Classifier) -> None:
    assert classifier.model_name == MODEL["model"]
    assert len(PAGES) > 10
    assert any(paragraph["spans"] for page in PAGES for paragraph in page["said"]["paragraphs"])


@pytest.mark.parametrize("page", PAGES, ids=[page["name"] for page in PAGES])
def test_page(classifier: Classifier, page: dict[str, Any]) -> None:
    source = given(page)
    by_name = {"html": classifier.classify_html, "text": classifier.classify_text, "auto": classifier.classify_bytes}
    labelled = by_name[page["input"]](source)
    assert page["said"] == described(labelled)
    [batched] = classifier.classify_batch([source], input=page["input"])
    assert page["said"] == described(batched)
    if isinstance(source, str):
        assert labelled.source == source
    for paragraph in labelled.paragraphs:
        part = labelled.source[paragraph.start : paragraph.end]
        assert part[:1] == paragraph.text[:1] or part.startswith("&")
        if labelled.format == "text":
            assert part.split() == paragraph.text.split()


def test_surrogates_stand_for_one_character_each(classifier: Classifier) -> None:
    [page] = [page for page in PAGES if page["name"] == "replacement characters"]
    for surrogate in ("\ud800", "\udfff"):
        source = page["text"].replace("\ufffd", surrogate)
        labelled = classifier.classify_text(source)
        assert {**page["said"], "how": labelled.how} == described(labelled)
        assert labelled.source == page["text"]
    # A pair that is not joined is two characters in Python.
    [paragraph] = classifier.classify_text("\ud83d\ude00 first").paragraphs
    assert (paragraph.end, paragraph.text) == (8, "\ufffd\ufffd first")
