"""Names for types: what labels and verdicts there are, what dicts hold, what speaks Arrow."""

from __future__ import annotations

from typing import Any, Literal, Protocol, TypedDict

Label = Literal["body", "nav", "spam"]
"""What a paragraph is: the article, page furniture, or injected text."""

Verdict = Literal["clean", "injected", "doorway", "no-body"]
"""What the labels of its paragraphs make of a page."""

Format = Literal["html", "text"]
"""How a page was read."""

Input = Literal["auto", "html", "text"]
"""How a page is to be read; "auto" tells it by the content."""


class ProbabilityDict(TypedDict):
    """The probability of each label."""

    body: float
    nav: float
    spam: float


class Pull(TypedDict):
    """A pull towards two labels, each against nav: log-odds in nats. None is minus infinity: the model does not know it."""

    body: float | None
    spam: float | None


class GroupEvidence(TypedDict):
    """What the features of one group say by themselves, in nats."""

    features: int
    article: float
    spam: float


class _Part(TypedDict):
    name: str
    pull: Pull


class Part(_Part, total=False):
    """A part of a paragraph's log-odds: a group of features, which has evidence, or another."""

    evidence: GroupEvidence


class WordEvidence(TypedDict):
    """A word, and what it says for body against nav, and for spam, in nats."""

    word: str
    article: float
    spam: float


class Explanation(TypedDict):
    """Why one paragraph got its label."""

    index: int
    text: str
    label: Label
    probability: ProbabilityDict
    log_odds: Pull
    parts: list[Part]
    words: list[WordEvidence]


class ArrowStream(Protocol):
    """Whatever gives a stream of Arrow arrays: tables and columns of pyarrow, polars, DuckDB."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class ArrowArray(Protocol):
    """Whatever gives one Arrow array: a batch of rows, an array."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...
