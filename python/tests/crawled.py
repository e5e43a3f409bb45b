"""A folder of crawled files, and what becomes of it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from site_on_loopback import ARTICLE, HACKED, LIST


def crawl(folder: Path, files: int) -> Path:
    """Files of all forms, some of them in a folder of their own."""
    crawl = folder / "crawl"
    (crawl / "more").mkdir(parents=True)
    texts = [ARTICLE.replace("北街", f"第{n}街") for n in range(5)] + [HACKED, LIST]
    for number in range(files):
        pages = [texts[(number + n) % len(texts)] for n in range(3)]
        name = crawl / ("more" if number % 3 else "") / f"{number:03}"
        if number % 4 == 0:
            with gzip.open(f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
                file.writelines(json.dumps({"id": n, "html": page}) + "\n" for n, page in enumerate(pages))
        elif number % 4 == 1:
            pq.write_table(pa.table({"id": range(3), "html": pages}), f"{name}.parquet")
        elif number % 4 == 2:
            bodies = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode() for page in pages]
            head = "WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n"
            Path(f"{name}.warc").write_bytes(b"".join(head.format(len(b)).encode() + b + b"\r\n\r\n" for b in bodies))
        else:
            Path(f"{name}.html").write_text(pages[0], "utf-8")
    return crawl


def one_machine(crawl: Path, out: Path, *flags: str) -> dict[str, list[dict[str, Any]]]:
    """What the command line finds of each file."""
    rows = {}
    for file in sorted(path for path in crawl.rglob("*") if path.is_file()):
        name = str(file.relative_to(crawl))
        run = [sys.executable, "-m", "parasift", "score", name, "--out", str(out), "--format", "parquet", *flags]
        subprocess.run(run, cwd=crawl, check=True, capture_output=True)
        rows[name] = pq.read_table(out).to_pylist()
    return rows


def written(out: Path) -> dict[str, list[dict[str, Any]]]:
    files = sorted(out.rglob("*.parquet"))
    return {str(file.relative_to(out)).removesuffix(".parquet"): pq.read_table(file).to_pylist() for file in files}
