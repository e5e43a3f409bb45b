"""Folders for what is made on the way, on the machine that makes it; those of processes that were killed are taken away."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "parasift-spark-"

#: Seconds that a folder may be there without its lock: it is made before it is locked.
UNLOCKED = 60


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone in the end, or, if this process is killed, when the next one on this machine asks for a folder.

    The system frees the lock of a process that is killed, whatever it was doing.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = _locked(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _sweep() -> None:
    """Takes away the folders of processes that are gone; of folders of other users nothing is said."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_new(folder) or (lock := _locked(folder)) is None:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _is_new(folder: Path) -> bool:
    try:
        return time.time() - folder.lstat().st_mtime < UNLOCKED
    except OSError:
        return False


def _locked(folder: Path) -> int | None:
    """Locks a folder for as long as the file that it gives is open; None if another process has it locked, it cannot be
    opened or is a link, or the system has no such locks.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
