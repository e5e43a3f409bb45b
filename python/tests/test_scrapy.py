"""A real crawl of a site on loopback, with the pipeline and the middleware."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("scrapy")

from itemadapter import ItemAdapter  # noqa: E402
from scrapy.exceptions import DropItem  # noqa: E402
from scrapy.utils.test import get_crawler  # noqa: E402

from parasift.scrapy import ParasiftPipeline  # noqa: E402
from site_on_loopback import ARTICLE, HACKED, TEXT, served  # noqa: E402

SPIDER = '''
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse
from parasift.scrapy import spam_found

told = []

class Spider(scrapy.Spider):
    name = "site"

    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.spam, signal=spam_found)
        return spider

    def spam(self, page, source, spider):
        told.append([getattr(source, "url", "an item"), page.verdict, spider.name])

    def parse(self, response):
        if not isinstance(response, HtmlResponse):
            return
        page = response.meta.get("parasift")
        yield {"url": response.url, "html": response if page else response.text, "flags": response.flags}
        yield from response.follow_all(css="li a")

settings, address, results = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
Spider.start_urls = [address + "/list"]
process = CrawlerProcess({"FEEDS": {results: {"format": "jsonlines"}}, "LOG_LEVEL": "WARNING", **settings})
crawler = process.create_crawler(Spider)
process.crawl(crawler)
process.start()
stats = {name: value for name, value in crawler.stats.get_stats().items() if name.startswith("parasift/")}
print(json.dumps({"stats": stats, "told": told}))
'''


def crawl(tmp_path: Path, **settings: Any) -> tuple[dict[str, dict[str, Any]], dict[str, Any], list[list[str]]]:
    """Crawls the site; the items by path, the stats, and what the signal told."""
    script, results = tmp_path / "spider.py", tmp_path / "items.jsonl"
    script.write_text(SPIDER, "utf-8")
    with served() as address:
        run = [sys.executable, str(script), json.dumps(settings), address, str(results)]
        done = subprocess.run(run, capture_output=True, text=True, timeout=120, check=True)
        items = [json.loads(line) for line in results.read_text("utf-8").splitlines()]
        found = json.loads(done.stdout.splitlines()[-1])
        told = [[url.removeprefix(address), *rest] for url, *rest in found["told"]]
        assert "Error" not in done.stderr, done.stderr
        return {item["url"].removeprefix(address): item for item in items}, found["stats"], told


PIPELINE = {"ITEM_PIPELINES": {"parasift.scrapy.ParasiftPipeline": 300}}
MIDDLEWARE = {"DOWNLOADER_MIDDLEWARES": {"parasift.scrapy.ParasiftMiddleware": 560}}


def test_the_pipeline_puts_the_article_into_items_and_drops_lists(tmp_path: Path) -> None:
    settings = {"PARASIFT_DROP": ["no-body"], "PARASIFT_KEEP_HTML": False}
    items, stats, told = crawl(tmp_path, **PIPELINE, **settings)
    assert sorted(items) == ["/article", "/gbk", "/hacked"]
    article, gbk, hacked = (items[path] for path in sorted(items))
    assert article["text"].startswith("北街片区停水通知\n因老旧管网检修") and "html" not in article
    assert (gbk["text"], gbk["parasift"]) == (article["text"], article["parasift"])
    assert article["parasift"]["verdict"] == "clean" and article["parasift"]["spam"] == []
    assert hacked["parasift"]["verdict"] == "injected"
    assert hacked["parasift"]["spam"][0].startswith("金沙城娱乐平台") and "金沙城" not in hacked["text"]
    assert stats["parasift/dropped/no-body"] == 1
    assert stats["parasift/verdict/clean"] == 2 and stats["parasift/spam_paragraphs"] == len(hacked["parasift"]["spam"])
    assert told == [["an item", "injected", "site"]]


def test_the_middleware_tells_the_spider_and_each_page_is_classified_once(tmp_path: Path) -> None:
    items, stats, told = crawl(tmp_path, **PIPELINE, **MIDDLEWARE, PARASIFT_KEEP_HTML=False)
    assert sorted(items) == ["/article", "/gbk", "/hacked", "/list"]
    flags = {path: item["flags"] for path, item in items.items()}
    assert flags == {"/article": [], "/gbk": [], "/hacked": ["parasift:injected"], "/list": ["parasift:no-body"]}
    assert [stats[f"parasift/verdict/{verdict}"] for verdict in ("clean", "injected", "no-body")] == [2, 1, 1]
    assert told == [["/hacked", "injected", "site"]]


def test_responses_that_are_ignored_do_not_reach_the_spider(tmp_path: Path) -> None:
    items, stats, _ = crawl(tmp_path, **MIDDLEWARE, PARASIFT_IGNORE=["injected"], FEED_EXPORT_FIELDS=["url"])
    assert sorted(items) == ["/article", "/gbk", "/list"]
    assert stats["parasift/ignored"] == 1


def pipeline(**settings: Any) -> ParasiftPipeline:
    return ParasiftPipeline.from_crawler(get_crawler(settings_dict=settings))


def test_fields_and_markdown_by_settings() -> None:
    sifting = pipeline(PARASIFT_HTML_FIELD="raw", PARASIFT_TEXT_FIELD="out", PARASIFT_FIELD="", PARASIFT_MARKDOWN=True)
    item = sifting.process_item({"raw": ARTICLE.encode("gb18030")})
    assert sorted(item) == ["out", "raw"] and item["out"].startswith("# 北街片区停水通知\n\n")


def test_items_of_text_and_items_without_a_page() -> None:
    sifting = pipeline()
    item = sifting.process_item({"text": TEXT})
    assert item["text"].startswith("因老旧管网检修") and item["text"].endswith("送水上门。"), item["text"]
    assert item["parasift"]["verdict"] == "clean"
    assert sifting.process_item({"name": "x"}) == {"name": "x"}


def test_quality_drops_and_what_is_wrong_in_settings_is_said() -> None:
    with pytest.raises(DropItem, match="quality"):
        pipeline(PARASIFT_MIN_QUALITY=1.0).process_item({"html": HACKED})
    with pytest.raises(ValueError, match="PARASIFT_DROP: no verdicts: .'bad'"):
        pipeline(PARASIFT_DROP=["bad"])
    assert ItemAdapter(pipeline(PARASIFT_SPAM_AT_FALSE_ALARMS="0.001").process_item({"html": HACKED}))["parasift"]["spam"]
