"""The package's own exception."""

from __future__ import annotations

from typing import Literal


class Error(Exception):
    """A model file that cannot be read or used. The text of a page never causes one.

    Wrong arguments raise ``TypeError`` and ``ValueError``, as everywhere.
    """

    __module__ = "parasift"

    kind: Literal["io", "model", "data", "other"]
    """"io" (a file cannot be read), "model" (it is no model, or of another version) or "data"."""
    path: str | None
    """The file that caused the error, if one did."""
    line: int | None
    """The line in that file, from 1, if it is known."""

    def __init__(
        self,
        message: str,
        kind: Literal["io", "model", "data", "other"],
        path: str | None = None,
        line: int | None = None,
    ) -> None:
        # All of them, so that the error can be pickled.
        super().__init__(message, kind, path, line)
        self.kind = kind
        self.path = path
        self.line = line

    def __str__(self) -> str:
        return str(self.args[0])
