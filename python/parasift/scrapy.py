"""Parasift in Scrapy: the article for your items, and a word when a site was tampered with.

The pipeline reads the HTML (or text) of an item, puts the article into it, and drops what you do not want::

    ITEM_PIPELINES = {"parasift.scrapy.ParasiftPipeline": 300}
    PARASIFT_DROP = ["doorway", "no-body"]

The downloader middleware looks at every HTML response before the spider does::

    DOWNLOADER_MIDDLEWARES = {"parasift.scrapy.ParasiftMiddleware": 560}
    PARASIFT_IGNORE = ["doorway"]

Settings, with their defaults:

===================================  ==================================================================================
``PARASIFT_MODEL = None``            A model file; None is the embedded model.
``PARASIFT_SPAM_AT_FALSE_ALARMS``    Call spam as much as can be without losing more than this share of body; None.
``PARASIFT_HTML_FIELD = "html"``     The field of an item with the page as HTML (str, bytes or a response).
``PARASIFT_TEXT_FIELD = "text"``     The field that gets the article; read as the page where there is no HTML.
``PARASIFT_FIELD = "parasift"``      The field that gets what was found; "" writes none.
``PARASIFT_KEEP_HTML = True``        Whether the HTML stays in the item.
``PARASIFT_MARKDOWN = False``        The article as Markdown.
``PARASIFT_DROP = []``               Verdicts whose items the pipeline drops.
``PARASIFT_MIN_QUALITY = 0.0``       Items of less quality are dropped; from 0 to 1.
``PARASIFT_IGNORE = []``             Verdicts whose responses the middleware keeps from the spider.
===================================  ==================================================================================

Both count into the stats (``parasift/verdict/clean``, ``parasift/spam_paragraphs``, ...) and send :data:`spam_found` once
for each page with spam. A page that both look at is classified once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem, IgnoreRequest
from scrapy.http import HtmlResponse, TextResponse

from . import Classifier, Page
from ._shared import checked_verdicts

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from typing_extensions import Self

__all__ = ["ParasiftMiddleware", "ParasiftPipeline", "spam_found"]

#: Sent for each page with spam, with ``page`` (a :class:`parasift.Page`), ``source`` (the response or the item) and ``spider``.
spam_found = object()

#: Where the middleware leaves the page for the spider and for the pipeline: ``response.meta["parasift"]``.
META_KEY = "parasift"


class _Sifting:
    """What the pipeline and the middleware have in common."""

    def __init__(self, crawler: Crawler) -> None:
        model = crawler.settings.get("PARASIFT_MODEL")
        share = crawler.settings.get("PARASIFT_SPAM_AT_FALSE_ALARMS")
        classifier = Classifier.embedded() if model is None else Classifier.open(model)
        self.crawler = crawler
        self.classifier = classifier if share is None else classifier.spam_at_false_alarms(float(share))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def count(self, name: str, by: int = 1) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"parasift/{name}", by)

    def found(self, page: Page, source: Any) -> None:
        """Counts a page that was seen for the first time, and tells of its spam."""
        self.count(f"verdict/{page.verdict}")
        if spam := page.counts["spam"]:
            self.count("spam_paragraphs", spam)
            self.crawler.signals.send_catch_log(spam_found, page=page, source=source, spider=self.crawler.spider)


class ParasiftMiddleware(_Sifting):
    """Classifies HTML responses; the page is ``response.meta["parasift"]``, and flags say what is wrong with it.

    Responses whose verdict stands in ``PARASIFT_IGNORE`` do not reach the spider: no link of theirs is followed.
    Stand it closer to the engine than ``HttpCompressionMiddleware`` (a smaller number than 590), or it sees compressed bytes.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.ignored = checked_verdicts(crawler.settings.getlist("PARASIFT_IGNORE"), "PARASIFT_IGNORE")

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Response:
        if not isinstance(response, HtmlResponse) or response.status >= 300:
            return response
        page = self.classifier.classify_html(response.text)
        request.meta[META_KEY] = page
        self.found(page, response)
        if page.verdict != "clean":
            response.flags.append(f"parasift:{page.verdict}")
        if page.verdict in self.ignored:
            self.count("ignored")
            raise IgnoreRequest(f"parasift: {page.verdict}: {response.url}")
        return response


class ParasiftPipeline(_Sifting):
    """Puts the article of a page into its item, with what was found beside it, and drops items by verdict and quality."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self.html_field = settings.get("PARASIFT_HTML_FIELD", "html")
        self.text_field = settings.get("PARASIFT_TEXT_FIELD", "text")
        self.field = settings.get("PARASIFT_FIELD", "parasift")
        self.keeps_html = settings.getbool("PARASIFT_KEEP_HTML", True)
        self.markdown = settings.getbool("PARASIFT_MARKDOWN", False)
        self.least_quality = settings.getfloat("PARASIFT_MIN_QUALITY", 0.0)
        self.dropped = checked_verdicts(settings.getlist("PARASIFT_DROP"), "PARASIFT_DROP")

    def process_item(self, item: Any, spider: Spider | None = None) -> Any:
        adapter = ItemAdapter(item)
        page = self._page(adapter, item)
        if page is None:
            self.count("items_without_page")
            return item
        if page.verdict in self.dropped:
            self.count(f"dropped/{page.verdict}")
            raise DropItem(f"parasift: {page.verdict}")
        if page.quality < self.least_quality:
            self.count("dropped/quality")
            raise DropItem(f"parasift: quality {page.quality:.2f} is below {self.least_quality:.2f}")
        adapter[self.text_field] = page.clean(markdown=self.markdown)
        if self.field:
            adapter[self.field] = {
                "verdict": page.verdict,
                "quality": page.quality,
                "title": page.title,
                "counts": page.counts,
                "spam": [paragraph.text for paragraph in page.paragraphs if paragraph.label == "spam"],
                "model": self.classifier.model_name,
            }
        if not self.keeps_html and self.html_field in adapter:
            del adapter[self.html_field]
        return item

    def _page(self, adapter: ItemAdapter, item: Any) -> Page | None:
        """The page of an item; None if it has none."""
        html, text = adapter.get(self.html_field), adapter.get(self.text_field)
        if isinstance(html, TextResponse):
            known = html.meta.get(META_KEY) if html.request is not None else None
            if isinstance(known, Page):
                return known
            html = html.text
        if html is not None:
            page = self.classifier.classify_html(html)
        elif isinstance(text, str):
            page = self.classifier.classify_text(text)
        else:
            return None
        self.found(page, item)
        return page
