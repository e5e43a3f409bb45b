"""Labels every paragraph of a web page as body (the article), nav (page furniture) or spam (injected text).

>>> import parasift
>>> classifier = parasift.Classifier.embedded()
>>> page = classifier.classify_html("<ul><li><a href=/>Home</a></ul>")
>>> [paragraph.label for paragraph in page.paragraphs]
['nav']
>>> page.verdict
'no-body'

All offsets count characters (code points), as Python does: of the ``str`` that was given, or of the text that ``bytes``
were decoded to, which is ``page.source``.
"""

from parasift._errors import Error
from parasift._parasift import (
    Change,
    Classifier,
    Head,
    Page,
    Paragraph,
    Probability,
    Repaired,
    Table,
    __version__,
    repair,
)
from parasift._types import (
    ArrowArray,
    ArrowStream,
    Explanation,
    Format,
    GroupEvidence,
    Input,
    Label,
    Part,
    ProbabilityDict,
    Pull,
    Verdict,
    WordEvidence,
)

__all__ = [
    "ArrowArray",
    "ArrowStream",
    "Change",
    "Classifier",
    "Error",
    "Explanation",
    "Format",
    "GroupEvidence",
    "Head",
    "Input",
    "Label",
    "Page",
    "Paragraph",
    "Part",
    "Probability",
    "ProbabilityDict",
    "Pull",
    "Repaired",
    "Table",
    "Verdict",
    "WordEvidence",
    "__version__",
    "repair",
]
