"""The blocks in datatrove's own local executor, on JSON lines and WARC."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove")

from datatrove.data import Document  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import JsonlReader, WarcReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

import parasift  # noqa: E402
from parasift.datatrove import ParasiftExtractor, ParasiftFilter, ParasiftFormatter  # noqa: E402
from site_on_loopback import ARTICLE, HACKED, LIST, TEXT  # noqa: E402

PAGES = {"article": ARTICLE, "hacked": HACKED, "list": LIST}


def lines(folder: Path) -> dict[str, dict[str, Any]]:
    """What a writer has written, by id."""
    found = (json.loads(line) for file in sorted(folder.glob("*.jsonl.gz")) for line in gzip.open(file, "rt", encoding="utf-8"))
    return {line["id"]: line for line in found}


def run(tmp_path: Path, *blocks: Any, tasks: int = 2) -> dict[str, dict[str, Any]]:
    out = tmp_path / "out"
    pipeline = [*blocks, JsonlWriter(str(out))]
    LocalPipelineExecutor(pipeline, tasks=tasks, workers=tasks, logging_dir=str(tmp_path / "logs")).run()
    return lines(out)


def stats(tmp_path: Path, block: str) -> dict[str, Any]:
    found = json.loads((tmp_path / "logs" / "stats.json").read_text("utf-8"))
    return next(step["stats"] for step in found if block in step["name"])


def total(stat: Any) -> int:
    return int(stat["total"] if isinstance(stat, dict) else stat)


def jsonl(tmp_path: Path, texts: dict[str, str]) -> JsonlReader:
    """A reader of two files."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, (name, text) in enumerate(texts.items()):
        with (folder / f"{number % 2}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"id": name, "text": text}) + "\n")
    return JsonlReader(str(folder))


def warc(tmp_path: Path) -> WarcReader:
    folder = tmp_path / "in"
    folder.mkdir()
    with gzip.open(folder / "crawl.warc.gz", "wb") as file:
        for name, page in PAGES.items():
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Target-URI: http://{name}.example/\r\n"
                f"WARC-Date: 2025-01-01T00:00:00Z\r\nWARC-Identified-Payload-Type: text/html\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            file.write(head.encode() + body + b"\r\n\r\n")
    return WarcReader(str(folder))


def test_the_extractor_keeps_articles_of_warc(tmp_path: Path) -> None:
    written = run(tmp_path, warc(tmp_path), ParasiftExtractor(), tasks=1)
    texts = {line["metadata"]["url"]: line["text"] for line in written.values()}
    classifier = parasift.Classifier.embedded()
    assert texts == {f"http://{name}.example/": classifier.clean_html(PAGES[name]) for name in ("article", "hacked")}
    hacked = next(line for line in written.values() if "hacked" in line["metadata"]["url"])
    assert hacked["metadata"]["parasift"]["verdict"] == "injected"
    found = stats(tmp_path, "EXTRAC")
    assert [total(found[name]) for name in ("total", "forwarded", "dropped", "verdict_no-body")] == [3, 2, 1, 1]


def test_the_filter_drops_by_verdict_and_says_why(tmp_path: Path) -> None:
    dropped = tmp_path / "dropped"
    sift = ParasiftFilter(drop=["injected", "no-body"], input="html", exclusion_writer=JsonlWriter(str(dropped)))
    kept = run(tmp_path, jsonl(tmp_path, PAGES), sift)
    assert {name: line["text"] for name, line in kept.items()} == {"article": ARTICLE}
    reasons = {name: line["metadata"]["filter_reason"] for name, line in lines(dropped).items()}
    assert reasons == {"hacked": "verdict_injected", "list": "verdict_no-body"}
    assert total(stats(tmp_path, "FILTER")["dropped_verdict_injected"]) == 1


def test_the_filter_goes_by_what_the_extractor_found(tmp_path: Path) -> None:
    kept = run(tmp_path, jsonl(tmp_path, PAGES), ParasiftExtractor(markdown=True), ParasiftFilter(drop=["injected"]))
    assert {name: line["text"][:4] for name, line in kept.items()} == {"article": "# 北街"}


def test_the_formatter_keeps_the_article_of_a_text(tmp_path: Path) -> None:
    written = run(tmp_path, jsonl(tmp_path, {"a": TEXT}), ParasiftFormatter(), tasks=1)
    assert written["a"]["text"] == parasift.Classifier.embedded().clean_text(TEXT)
    assert written["a"]["text"].startswith("因老旧管网检修") and "版权" not in written["a"]["text"]


def test_a_model_of_ones_own_goes_to_the_workers(tmp_path: Path) -> None:
    sift = ParasiftFilter(drop=[], input="html", classifier=parasift.Classifier.embedded().spam_at_false_alarms(0.001))
    assert len(run(tmp_path, jsonl(tmp_path, PAGES), sift)) == 3
    assert ParasiftFilter(min_quality=1.0).filter(Document(text="首页", id="1")) == (False, "verdict_no-body")
    assert ParasiftFilter(drop=(), min_quality=1.0).filter(Document(text="首页", id="1")) == (False, "quality")
    with pytest.raises(ValueError, match="drop: no verdicts"):
        ParasiftFilter(drop=["spam"])
