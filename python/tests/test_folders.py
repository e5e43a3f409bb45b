"""Folders of files, here and in a store that only streams."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from pyarrow import fs  # noqa: E402

from parasift.spark.files import Folder  # noqa: E402


def store(tmp_path: Path) -> Folder:
    """The folder as an object store would have it: nothing of it is at hand, and nothing can be renamed in it."""
    folder = Folder(str(tmp_path))
    folder.system, folder.path = fs.SubTreeFileSystem(str(tmp_path), fs.LocalFileSystem()), "crawl"
    return folder


def test_pages_are_told_by_their_endings_and_hidden_files_are_none(tmp_path: Path) -> None:
    for name in ["b.warc.gz", "a/c.HTML", "a/d.jsonl.zst", "notes.md", "_SUCCESS.txt", ".hidden/e.txt", "a/_f.txt", "g.gz"]:
        file = tmp_path / "crawl" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"page")
    pages = [("a/c.HTML", 4), ("a/d.jsonl.zst", 4), ("b.warc.gz", 4)]
    address = (tmp_path / "crawl").as_uri()
    assert [Folder(str(tmp_path / "crawl")).pages(), Folder(address).pages(), store(tmp_path).pages()] == [pages] * 3
    assert Folder(str(tmp_path / "none")).pages() == []


def test_a_file_of_a_store_is_fetched_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "crawl" / "a").mkdir(parents=True)
    (tmp_path / "crawl" / "a" / "b.warc.gz").write_bytes(b"\x1f\x8b not inflated")
    with store(tmp_path).at_hand("a/b.warc.gz") as folder:
        assert folder != tmp_path and (folder / "a" / "b.warc.gz").read_bytes() == b"\x1f\x8b not inflated"
    assert not folder.exists()
    with Folder(str(tmp_path)).at_hand("crawl/a/b.warc.gz") as folder:
        assert folder == tmp_path


def test_what_is_published_is_whole_and_replaces_what_was_there(tmp_path: Path) -> None:
    made = tmp_path / "made.gz"
    for folder in (Folder(str(tmp_path / "crawl")), store(tmp_path)):
        for content in (b"first", b"second"):
            made.write_bytes(content)
            folder.publish(made, "a/out.gz")
            assert folder.read("a/out.gz") == content
        assert [file.name for file in (tmp_path / "crawl").rglob("*") if file.is_file()] == ["out.gz"]
    assert folder.read("none") is None
