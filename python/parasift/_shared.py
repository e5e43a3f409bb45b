"""What the integrations share: a classifier that reaches worker processes once."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable

from . import Classifier

#: The verdicts that pages can have.
VERDICTS = frozenset({"clean", "injected", "doorway", "no-body"})

_here: dict[str, Carried] = {}


class Carried:
    """A classifier that is pickled with every task, and unpickled once in each process, however many tasks bring it."""

    def __init__(self, classifier: Classifier | None = None) -> None:
        self.classifier = Classifier.embedded() if classifier is None else classifier
        self._pickle = pickle.dumps(self.classifier)
        self._digest = hashlib.sha256(self._pickle).hexdigest()

    def __reduce__(self) -> tuple[object, ...]:
        return _carried, (self._digest, self._pickle)


def _carried(digest: str, pickled: bytes) -> Carried:
    if digest not in _here:
        _here[digest] = Carried(pickle.loads(pickled))
    return _here[digest]


def checked_verdicts(verdicts: Iterable[str], named: str) -> frozenset[str]:
    """A set of verdicts. Raises ValueError where there is one that no page can have."""
    if isinstance(verdicts, str):
        verdicts = [verdicts]
    checked = frozenset(verdicts)
    if unknown := checked - VERDICTS:
        raise ValueError(f"{named}: no verdicts: {sorted(unknown)}; there are {sorted(VERDICTS)}")
    return checked
