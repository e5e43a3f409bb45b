"""What the documentation tells people to do, done."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import parasift
from site_on_loopback import ARTICLE, HACKED, LIST, served

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.M | re.S)


def test_the_way_to_a_crawl_of_articles(tmp_path: Path) -> None:
    pytest.importorskip("scrapy")
    spider, signal = blocks("scrapy.md", "python")
    install, run = [block.removeprefix("$ ").strip() for block in blocks("scrapy.md", "console")]
    assert install == "pip install 'parasift[scrapy]'"
    (tmp_path / "articles.py").write_text(spider, "utf-8")
    with served() as address:
        arguments = run.replace("https://www.example.com/", f"{address}/list").split()
        assert arguments[0] == "scrapy"
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
        items = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()]
        found = {item["url"].removeprefix(address): item for item in items}
    assert sorted(found) == ["/article", "/gbk", "/hacked"]
    (shown,) = blocks("scrapy.md", "json")
    assert list(json.loads(shown)) == list(found["/hacked"])
    assert json.loads(shown)["parasift"].keys() == found["/hacked"]["parasift"].keys()
    assert json.loads(shown)["parasift"]["counts"] == found["/hacked"]["parasift"]["counts"]
    assert found["/hacked"]["text"].startswith(json.loads(shown)["text"].rstrip("…"))
    assert "'parasift/verdict/clean': 2" in done.stderr
    compile(signal, "scrapy.md", "exec")



def test_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow

    (code,) = re.findall(r"^```python\n(.*?)^```", (DOCS.parent / "README.md").read_text("utf-8"), re.M | re.S)
    names = {"html": HACKED, "pyarrow": pyarrow, "table": pyarrow.table({"html": [ARTICLE, None]})}
    exec(code, names)
    assert capsys.readouterr().out.startswith("injected ")
    assert names["text"].startswith("# 老城区") and names["table"].num_rows == 2


def recipe(engine: str) -> str:
    """The code below the heading of an engine."""
    section = (DOCS / "scale.md").read_text("utf-8").split(f"\n## {engine}\n")[1]
    (code, *_) = re.findall(r"^```python\n(.*?)^```", section, re.M | re.S)
    return str(code)


def test_the_recipe_for_ray() -> None:
    ray = pytest.importorskip("ray")
    import pyarrow as pa

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        names = {"dataset": ray.data.from_arrow(pa.table({"html": [ARTICLE, LIST]}))}
        exec(recipe("Ray Data"), names)
        articles = names["articles"].to_pandas()
    finally:
        ray.shutdown()
    assert list(articles["verdict"]) == ["clean", "no-body"]
    assert articles["text"][0] == parasift.Classifier.embedded().clean_html(ARTICLE)


def test_the_recipe_for_dask() -> None:
    dask = pytest.importorskip("dask.dataframe")
    import pandas as pd

    pages = pd.DataFrame({"id": [1, 2], "html": [ARTICLE, LIST]})
    names = {"df": dask.from_pandas(pages, npartitions=2)}
    exec(recipe("Dask"), names)
    articles = names["articles"].compute(scheduler="processes")
    assert list(articles["verdict"]) == ["clean", "no-body"]
    assert articles["text"].iloc[0] == parasift.Classifier.embedded().clean_html(ARTICLE)
