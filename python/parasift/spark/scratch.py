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
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = os.open(folder, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        if lock is not None:
            _is_locked_now(lock)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def sweep() -> None:
    """Takes away the folders of processes that are gone; of folders of other users nothing is said."""
    if sys.platform == "win32":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if time.time() - folder.lstat().st_mtime < UNLOCKED:
                continue
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            if _is_locked_now(lock):
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def _is_locked_now(lock: int) -> bool:
    """Locks a folder, unless another process has it locked."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
