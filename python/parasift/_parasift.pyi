from collections.abc import Iterable, Sequence
from os import PathLike
from typing import Any, Literal, final, overload

from parasift._types import ArrowArray, ArrowStream, Explanation, Format, Input, Label, Verdict

__all__ = [
    "Change",
    "Classifier",
    "Head",
    "Page",
    "Paragraph",
    "Probability",
    "Repaired",
    "Table",
    "__version__",
    "_restore",
    "_run",
    "repair",
]

__version__: str

@final
class Probability:
    @property
    def body(self) -> float: ...
    @property
    def nav(self) -> float: ...
    @property
    def spam(self) -> float: ...
    def of(self, label: Label, /) -> float: ...

@final
class Paragraph:
    @property
    def index(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> Label: ...
    @property
    def probability(self) -> Probability: ...
    @property
    def spans(self) -> list[tuple[int, int]]: ...
    @property
    def hidden(self) -> bool: ...

@final
class Head:
    @property
    def kind(self) -> Literal["title", "description", "keywords", "open-graph"]: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> Literal["nav", "spam"]: ...
    @property
    def probability(self) -> Probability: ...

@final
class Page:
    @property
    def paragraphs(self) -> tuple[Paragraph, ...]: ...
    @property
    def head(self) -> tuple[Head, ...]: ...
    @property
    def source(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def body(self) -> str: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def quality(self) -> float: ...
    @property
    def counts(self) -> dict[Label, int]: ...
    @property
    def format(self) -> Format: ...
    @property
    def encoding(self) -> str: ...
    @property
    def how(self) -> Literal["string", "mark", "caller", "declared", "valid", "detected", "mixed"]: ...
    @property
    def model_name(self) -> str: ...
    def text_of(self, label: Label, /) -> str: ...
    def clean(
        self,
        *,
        keep: Label | Iterable[Label] = "body",
        title: bool = True,
        repair: bool = False,
        markdown: bool = False,
        keep_spans: bool = False,
    ) -> str: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __len__(self) -> int: ...

@final
class Table:
    @property
    def column_names(self) -> list[str]: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def __len__(self) -> int: ...

@final
class Change:
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def damage(self) -> Literal["annotation", "shifted-run"]: ...
    @property
    def restored(self) -> str: ...

@final
class Repaired:
    @property
    def text(self) -> str: ...
    @property
    def changes(self) -> list[Change]: ...

def repair(text: str, /) -> Repaired: ...

@final
class Classifier:
    @staticmethod
    def embedded() -> Classifier: ...
    @staticmethod
    def open(path: str | PathLike[str], /) -> Classifier: ...
    @staticmethod
    def from_bytes(model: bytes | bytearray, /) -> Classifier: ...
    def spam_at_false_alarms(self, share: float, /) -> Classifier: ...
    @property
    def model_name(self) -> str: ...
    def classify_html(self, html: str | bytes | bytearray, /, *, charset: str | None = None) -> Page: ...
    def classify_text(self, text: str | bytes | bytearray, /, *, charset: str | None = None) -> Page: ...
    def classify_bytes(
        self, page: str | bytes | bytearray, /, *, input: Input = "auto", charset: str | None = None
    ) -> Page: ...
    def classify_paragraphs(self, paragraphs: Iterable[str], /) -> Page: ...
    @overload
    def classify_batch(
        self,
        pages: ArrowStream | ArrowArray,
        /,
        *,
        column: str | None = None,
        input: Input = "auto",
        charset: str | None = None,
        threads: int | None = None,
    ) -> Table: ...
    @overload
    def classify_batch(
        self,
        pages: Iterable[str | bytes | bytearray],
        /,
        *,
        column: None = None,
        input: Input = "auto",
        charset: str | None = None,
        threads: int | None = None,
    ) -> list[Page]: ...
    def clean_html(
        self,
        html: str | bytes | bytearray,
        /,
        *,
        charset: str | None = None,
        keep: Label | Iterable[Label] = "body",
        title: bool = True,
        repair: bool = False,
        markdown: bool = False,
        keep_spans: bool = False,
    ) -> str: ...
    def clean_text(
        self,
        text: str | bytes | bytearray,
        /,
        *,
        charset: str | None = None,
        keep: Label | Iterable[Label] = "body",
        title: bool = True,
        repair: bool = False,
        markdown: bool = False,
        keep_spans: bool = False,
    ) -> str: ...
    @overload
    def clean_batch(
        self,
        pages: ArrowStream | ArrowArray,
        /,
        *,
        column: str | None = None,
        input: Input = "auto",
        charset: str | None = None,
        threads: int | None = None,
        keep: Label | Iterable[Label] = "body",
        title: bool = True,
        repair: bool = False,
        markdown: bool = False,
        keep_spans: bool = False,
    ) -> Table: ...
    @overload
    def clean_batch(
        self,
        pages: Iterable[str | bytes | bytearray],
        /,
        *,
        column: None = None,
        input: Input = "auto",
        charset: str | None = None,
        threads: int | None = None,
        keep: Label | Iterable[Label] = "body",
        title: bool = True,
        repair: bool = False,
        markdown: bool = False,
        keep_spans: bool = False,
    ) -> list[str]: ...
    def explain(
        self, page: str | bytes | bytearray, /, *, input: Input = "auto", charset: str | None = None
    ) -> list[Explanation]: ...

def _restore(model: bytes | None, name: str, share: float | None, /) -> Classifier: ...
def _run(arguments: Sequence[str], /) -> int: ...
