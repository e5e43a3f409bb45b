#!/usr/bin/env python3
"""How fast the package is beside the Rust library, on the same pages in one run.

usage: throughput.py CORPUS

CORPUS is a folder of JSON lines (*.jsonl.gz), a page a line: {"html": path of its bytes, gzipped, or null,
"paragraphs": [{"text": ...}, ...]}. Prints MB of UTF-8 a second, and ratios: of Arrow batches and of lists of str to
the library, both with one thread; of two threads to one. The best of some rounds counts, as other programs only ever slow
one down; rounds alternate, so that they slow down all alike. The library is examples/throughput.rs, built by cargo.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

import parasift

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
BUILD = ["cargo", "build", "--quiet", "--release", "--locked", "--example", "throughput"]


def corpus(folder: Path) -> dict[str, list[str]]:
    """The pages as HTML, and as text."""
    pages: dict[str, list[str]] = {"html": [], "text": []}
    for file in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for page in map(json.loads, lines):
                pages["text"].append("\n".join(paragraph["text"] for paragraph in page["paragraphs"]))
                if page.get("html"):
                    data = gzip.decompress((folder / page["html"]).read_bytes())
                    pages["html"].append(data.decode(page.get("encoding") or "utf-8", "replace"))
    return pages


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def library(pages: list[str], kind: str, folder: str) -> Callable[[], float]:
    """Times the library: it reads the pages, and prints how long it took to classify them."""
    file = Path(folder) / kind
    file.write_text("\n".join(json.dumps(page) for page in pages), "utf-8")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    command = [str(target / "release" / "examples" / "throughput"), kind, str(file)]
    return lambda: float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(kind: str, pages: list[str], folder: str) -> None:
    classifier = parasift.Classifier.embedded()
    table = pa.table({kind: pages})
    megabytes = sum(len(page.encode()) for page in pages) / 1e6
    of_library = library(pages, kind, folder)

    def batch(threads: int) -> float:
        return seconds(lambda: pa.table(classifier.classify_batch(table, threads=threads)))

    def of_list(threads: int) -> float:
        # Strings that nobody has encoded before.
        fresh = [page[:1] + page[1:] for page in pages]
        return seconds(lambda: classifier.classify_batch(fresh, input=kind, threads=threads))  # type: ignore[call-overload]

    ways: dict[str, Callable[[], float]] = {
        "library": of_library,
        "arrow": lambda: batch(1),
        "arrow, 2 threads": lambda: batch(2),
        "list of str": lambda: of_list(1),
        "list of str, 2 threads": lambda: of_list(2),
        "clean, arrow": lambda: seconds(lambda: classifier.clean_batch(table, threads=1)),
    }
    best = {way: min(times) for way, times in _rounds(ways).items()}
    print(f"{kind}: {len(pages)} pages, {megabytes:.1f} MB")
    for way, took in best.items():
        print(f"  {way:24}{megabytes / took:8.1f} MB/s")
    print(f"  arrow / library         {best['library'] / best['arrow']:8.2f}   (at least 0.9)")
    print(f"  list of str / library   {best['library'] / best['list of str']:8.2f}   (at least 0.5)")
    for way in ("arrow", "list of str"):
        print(f"  {way + ', 2 threads / 1':24}{best[way] / best[way + ', 2 threads']:8.2f}   (at least 1.6)")


def _rounds(ways: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, measured in ways.items():
            times[way].append(measured())
    return times


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    subprocess.run(BUILD, cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        for kind, pages in corpus(Path(sys.argv[1])).items():
            measure(kind, pages, folder)


if __name__ == "__main__":
    main()
