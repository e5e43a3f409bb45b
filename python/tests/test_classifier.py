"""Classifiers and pages."""

from __future__ import annotations

import copy
import json
import multiprocessing
import os
import pickle
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import parasift
from parasift import Classifier


def test_a_page_says_what_it_is(classifier: Classifier, hacked: bytes) -> None:
    page = classifier.classify_html(hacked)
    assert (page.verdict, page.title, page.format, page.encoding) == (
        "injected", "老城区两座人行天桥月底通车", "html", "utf-8",
    )  # fmt: skip
    assert page.body == page.text_of("body") == "\n".join(p.text for p in page.paragraphs if p.label == "body")
    assert page.clean() == classifier.clean_html(hacked) and page.clean().startswith("老城区两座人行天桥月底通车\n本报讯")
    assert page.counts == {
        label: sum(paragraph.label == label for paragraph in page.paragraphs) for label in ("body", "nav", "spam")
    }
    assert len(page) == len(page.paragraphs) == sum(page.counts.values())
    assert page.paragraphs is page.paragraphs
    assert repr(page).startswith("<Page injected: 6 body, ")
    assert "nav" in repr(page.paragraphs[0]) and "title" in repr(page.head[0])
    for paragraph in page.paragraphs:
        assert page.source[paragraph.start : paragraph.end] in hacked.decode()
        best = max(paragraph.probability.body, paragraph.probability.nav, paragraph.probability.spam)
        assert paragraph.probability.of(paragraph.label) == best


def test_json_is_that_of_the_command(classifier: Classifier, hacked: bytes) -> None:
    page = classifier.classify_html(hacked)
    assert json.loads(page.to_json()) == page.to_dict()
    record = page.to_dict()
    assert list(record) == ["format", "encoding", "how", "verdict", "quality", "counts", "model", "head", "paragraphs"]
    for paragraph, said in zip(page.paragraphs, record["paragraphs"], strict=True):
        assert (said["start"], said["end"], said["text"]) == (paragraph.start, paragraph.end, paragraph.text)


def test_paragraphs_cut_elsewhere(classifier: Classifier) -> None:
    page = classifier.classify_paragraphs(line for line in ["首页", "", "a \ud800"])
    assert [paragraph.text for paragraph in page.paragraphs] == ["首页", "", "a \ufffd"]
    assert page.source == "首页\n\na \ufffd"


def test_the_charset_of_the_response(classifier: Classifier) -> None:
    text = "<p>市图书馆新馆将于下月一日正式开放。"
    page = classifier.classify_html(text.encode("big5", "ignore"), charset="big5")
    assert (page.encoding, page.how) == ("big5", "caller")
    assert classifier.classify_html(bytearray(text.encode())).paragraphs == classifier.classify_html(text).paragraphs


def test_cleaning(classifier: Classifier, hacked: bytes) -> None:
    text = "首页\n\n  澳门赌场,百家乐平台,时时彩计划\n联系我们"
    assert classifier.clean_text(text, keep=("body", "nav"), title=False) == "首页\n\n联系我们"
    assert classifier.clean_text(text, keep="spam") == "澳门赌场,百家乐平台,时时彩计划"
    assert classifier.clean_html(hacked, markdown=True).startswith("# 老城区两座人行天桥月底通车\n\n本报讯")
    assert classifier.clean_batch([hacked, text], keep="body") == [classifier.clean_html(hacked), ""]


def test_repair_tells_where(classifier: Classifier) -> None:
    text = "😀創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據。在當?shù)厣袑偈状危?數(shù)據"
    repaired = parasift.repair(text)
    assert repaired.text.startswith("😀創新發展，網絡，數據。在當地")
    first = repaired.changes[0]
    assert (text[first.start : first.end], first.damage, first.restored) == ("(chuàng)", "annotation", "")
    rebuilt, at = "", 0
    for change in repaired.changes:
        rebuilt += text[at : change.start] + change.restored
        at = change.end
    assert rebuilt + text[at:] == repaired.text
    assert parasift.repair("plain").changes == []


def test_explanations_sum_to_the_log_odds(classifier: Classifier) -> None:
    spam = classifier.explain("首页\n澳门赌场,百家乐平台,时时彩计划")[1]
    assert spam["label"] == "spam" and spam["words"][0]["spam"] > 0
    pulls = [part["pull"]["spam"] for part in spam["parts"]]
    assert sum(pull for pull in pulls if pull is not None) == pytest.approx(spam["log_odds"]["spam"])


def test_spam_at_a_share_of_false_alarms(classifier: Classifier) -> None:
    strict = classifier.spam_at_false_alarms(0.0001)
    assert "0.0001" in repr(strict)
    with pytest.raises(parasift.Error, match=r"the model has 0\.") as error:
        classifier.spam_at_false_alarms(1e-9)
    assert (error.value.kind, error.value.path) == ("model", None)
    with pytest.raises(ValueError, match="not a share"):
        classifier.spam_at_false_alarms(2)


def test_models_of_ones_own(model: Path, tmp_path: Path, hacked: bytes, classifier: Classifier) -> None:
    expected = classifier.classify_html(hacked).to_json()
    assert Classifier.open(model).classify_html(hacked).to_json() == expected
    assert Classifier.from_bytes(model.read_bytes()).classify_html(hacked).to_json() == expected
    missing = tmp_path / "missing.safetensors"
    with pytest.raises(parasift.Error) as error:
        Classifier.open(missing)
    assert (error.value.kind, error.value.path) == ("io", str(missing)) and str(missing) in str(error.value)
    again = pickle.loads(pickle.dumps(error.value))
    assert (str(again), again.kind) == (str(error.value), "io")
    with pytest.raises(parasift.Error, match="not a model") as error:
        Classifier.from_bytes(b"nothing")
    assert error.value.kind == "model"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda c: c.classify_html(None), "str, bytes or bytearray, not NoneType"),
        (lambda c: c.classify_batch([b"", 1]), "page 1: a page is str"),
        (lambda c: c.classify_batch("one page"), "a batch is a list"),
        (lambda c: c.classify_batch([], column="text"), "column= is for tables"),
        (lambda c: c.classify_paragraphs("one"), "not one str"),
        (lambda c: c.clean_html("", markdwon=True), "unexpected keyword argument"),
    ],
)
def test_wrong_types(classifier: Classifier, wrong: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        wrong(classifier)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda c: c.clean_html("", keep="boddy"), '"boddy" is none of body, nav, spam'),
        (lambda c: c.classify_bytes(b"", input="pdf"), '"pdf" is none of auto, html, text'),
        (lambda c: c.classify_batch([], threads=0), "1 or more, not 0"),
        (lambda c: c.classify_batch([], threads=-1), "1 or more, not -1"),
        (lambda c: c.classify_html("").text_of("main"), "none of body"),
    ],
)
def test_wrong_values(classifier: Classifier, wrong: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wrong(classifier)


def test_pickles(classifier: Classifier, model: Path, hacked: bytes) -> None:
    strict = classifier.spam_at_false_alarms(0.001)
    by_name = pickle.dumps(strict)
    assert len(by_name) < 500, "the built-in model goes by its name"
    restored = pickle.loads(by_name)
    assert repr(restored) == repr(strict)
    assert restored.classify_html(hacked).to_json() == strict.classify_html(hacked).to_json()
    own = Classifier.open(model).spam_at_false_alarms(0.001)
    assert len(pickle.dumps(own)) > model.stat().st_size, "any other goes with all it is made of"
    assert copy.deepcopy(own).classify_html(hacked).to_json() == strict.classify_html(hacked).to_json()
    with pytest.raises(ValueError, match="install the same version"):
        pickle.loads(by_name.replace(classifier.model_name.encode(), b"x" * len(classifier.model_name)))


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_workers(classifier: Classifier, hacked: bytes, method: str) -> None:
    pages = [hacked, b"<p>One", b""] * 3
    expected = [page.body for page in classifier.classify_batch(pages, threads=2)]
    with multiprocessing.get_context(method).Pool(2) as pool:
        # `clean_batch` in a worker has threads of its own, though those of the parent are gone.
        cleaned: Any = pool.apply(classifier.clean_batch, (pages,), {"title": False, "threads": 2})
        assert cleaned == [classifier.clean_html(page, title=False) for page in pages]
        assert pool.map(classifier.clean_html, pages) == [classifier.clean_html(page) for page in pages]
    assert expected[1] == expected[4]


def test_threads_share_a_classifier(classifier: Classifier, hacked: bytes) -> None:
    expected = classifier.classify_html(hacked).to_json()
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: classifier.classify_html(hacked).to_json(), range(40))) == {expected}


def test_others_run_while_pages_are_classified(classifier: Classifier, hacked: bytes) -> None:
    pages, counted, is_done = [hacked] * 400, 0, threading.Event()

    def work() -> None:
        classifier.classify_batch(pages, threads=1)
        is_done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not is_done.is_set():
        counted += 1
        time.sleep(0)
    worker.join()
    assert counted > 1


def test_a_batch_gives_the_same_whatever_the_threads(classifier: Classifier, hacked: bytes) -> None:
    pages: list[str | bytes] = [hacked, "首页\n新闻", b"<p>x", ""] * 5
    one, two = (classifier.classify_batch(pages, threads=threads) for threads in (1, 2))
    assert [page.to_json() for page in one] == [page.to_json() for page in two]
    assert [page.to_json() for page in one] == [classifier.classify_bytes(page).to_json() for page in pages]
    assert classifier.classify_batch([]) == []
    assert classifier.clean_batch(page for page in ("", b"")) == ["", ""]


def test_a_batch_can_be_interrupted(classifier: Classifier, hacked: bytes) -> None:
    # A shell has what it starts in the background ignore interrupts, and Python leaves it so.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            while True:
                classifier.clean_batch([hacked * 40] * 200, threads=1)
    finally:
        signal.signal(signal.SIGINT, before)
    timer.join()
