"""The labelled pages that tools are compared on: `*.jsonl.gz`, a page a line, its HTML bytes beside it."""
import dataclasses
import functools
import gzip
import hashlib
import json
import pathlib

from rule import normalise


@dataclasses.dataclass
class Page:
    source: str
    language: str
    raw: bytes
    html: str
    paragraphs: list

    @functools.cached_property
    def normalised(self):
        return [normalise(paragraph["text"]) for paragraph in self.paragraphs]

    def as_input(self):
        return json.dumps({"html": self.html, "language": self.language}) + "\n"


def opened(path):
    return gzip.open(path) if path.suffix == ".gz" else open(path, "rb")


def read_folder(folder):
    """All pages with HTML bytes of the folder's sets. A set is named after its file; `zh-` in front means Chinese."""
    pages = []
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]):
        source = path.name.partition(".")[0]
        with opened(path) as lines:
            rows = map(json.loads, lines)
            pages += [read_page(source, path.parent / row["html"], row) for row in rows if row.get("html")]
    return pages


def read_page(source, html_path, row):
    with opened(html_path) as file:
        raw = file.read()
    # A remark may follow the name: "gb18030 (declared utf-8)".
    encoding = (row.get("encoding") or "utf-8").split()[0]
    html = raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    paragraphs = [paragraph for paragraph in row["paragraphs"] if normalise(paragraph["text"])]
    return Page(source, "zh" if source.startswith("zh-") else "en", raw, html, paragraphs)


def read_all(folders):
    pages = []
    for folder in map(pathlib.Path, folders):
        try:
            found = read_folder(folder)
        except (OSError, ValueError, LookupError) as error:
            print(f"{folder}: left out: {type(error).__name__}: {error}")
            continue
        print(f"{folder}: {len(found)} pages with HTML" if found else f"{folder}: left out: no pages with HTML there")
        pages += found
    return pages


def digest_of(pages):
    digest = hashlib.sha256()
    for page in pages:
        digest.update(page.as_input().encode())
        digest.update(hashlib.sha256(page.raw).digest())
    return digest.hexdigest()
