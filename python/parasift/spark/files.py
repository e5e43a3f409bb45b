"""Files of a folder, here or in an object store: found, fetched, and published whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyarrow import fs

from .scratch import scratch

#: What the command line reads; each also with .gz and .zst behind it.
ENDINGS = (".parquet", ".jsonl", ".ndjson", ".json", ".warc", ".wet", ".html", ".htm", ".txt")
COMPRESSED = (".gz", ".zst")


class Folder:
    """A folder, named by a path or by an address such as ``s3://bucket/crawl``."""

    def __init__(self, name: str) -> None:
        self.name = name
        if "://" in name:
            self.system, self.path = fs.FileSystem.from_uri(name)
        else:
            self.system, self.path = fs.LocalFileSystem(), os.path.abspath(name)

    @property
    def is_local(self) -> bool:
        return isinstance(self.system, fs.LocalFileSystem)

    def files(self) -> list[tuple[str, int]]:
        """All files in it and in its folders, with their sizes in bytes; those whose names begin with . or _ are not."""
        found = self.system.get_file_info(fs.FileSelector(self.path, recursive=True, allow_not_found=True))
        names = [(self._relative(info.path), info.size) for info in found if info.type == fs.FileType.File]
        return sorted((name, size) for name, size in names if not any(part[0] in "._" for part in name.split("/")))

    def pages(self) -> list[tuple[str, int]]:
        """The files that can be read."""
        return [(name, size) for name, size in self.files() if _is_read(name)]

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self.path).replace(os.sep, "/")

    def _full(self, name: str) -> str:
        return f"{self.path.rstrip('/')}/{name}"

    @contextmanager
    def at_hand(self, name: str) -> Iterator[Path]:
        """A folder of this machine that has the file under its name."""
        if self.is_local:
            yield Path(self.path)
            return
        with scratch() as folder:
            copy = folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            with self.system.open_input_stream(self._full(name), compression=None) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            yield folder

    def read(self, name: str) -> bytes | None:
        """A small file; None if it is not there."""
        try:
            with self.system.open_input_stream(self._full(name), compression=None) as source:
                return bytes(source.read())
        except FileNotFoundError:
            return None

    def publish(self, file: Path, name: str) -> None:
        """Puts a file of this machine there; it appears under its name when it is whole.

        In an object store it does by itself. Elsewhere it is copied under another name first, which is its own for each
        attempt: of two that are at work on the same file, after one was given up, the later one replaces the earlier by
        the same bytes.
        """
        full = self._full(name)
        self.system.create_dir(os.path.dirname(full), recursive=True)
        appears_whole = not isinstance(self.system, (fs.LocalFileSystem, fs.HadoopFileSystem))
        folder, base = os.path.split(full)
        written = full if appears_whole else f"{folder}/_{base}.{os.getpid()}-{os.urandom(4).hex()}.part"
        with file.open("rb") as source, self.system.open_output_stream(written, compression=None) as target:
            shutil.copyfileobj(source, target, 1 << 20)
        if not appears_whole:
            self.system.move(written, full)

    def sweep(self) -> None:
        """Takes away what attempts that were killed have left."""
        found = self.system.get_file_info(fs.FileSelector(self.path, recursive=True, allow_not_found=True))
        for info in found:
            if info.base_name.startswith("_") and info.base_name.endswith(".part"):
                self.system.delete_file(info.path)


def _is_read(name: str) -> bool:
    lower = name.lower()
    for ending in COMPRESSED:
        lower = lower.removesuffix(ending)
    return lower.endswith(ENDINGS)
