"""How time and memory grow with hostile pages: `python3 benches/limits.py`, a table in Markdown.

Every kind of page is made in four sizes, the largest SCALE (default 1) times what is written below; the slope is that of
the logarithm of time over the logarithm of size, so 1 is linear and 2 quadratic. `--only WORD` takes the kinds with that
word in their name. Exits with 1 if a slope is beyond 1.3.
"""

import argparse
import gzip
import math
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = (1 / 8, 1 / 4, 1 / 2, 1)
MOST_SLOPE = 1.3
PAGE = "<html><head><meta charset=utf-8><title>x</title></head><body><p>昨日，记者获悉，天桥通车。</p>"


def html(piece: str, before: str = PAGE, after: str = ""):
    """A page with a piece so many times."""
    return lambda n: (before + piece * n + after).encode()


def numbered(piece: str, before: str = PAGE, after: str = ""):
    return lambda n: (before + "".join(piece.replace("#", str(i)) for i in range(n)) + after).encode()


def both(piece: str, before: str, between: str, after: str):
    """A piece so many times, and another behind it as often: what looks at all pairs grows with the square."""
    return lambda n: ("<!doctype html>" + before + piece * n + between + "".join(after.replace("#", str(i)) for i in range(n))).encode()


def mixed(n: int) -> bytes:
    return PAGE.encode() + b"".join(f"<p>天桥通车{i}</p>".encode("gbk" if i % 2 else "utf-8") for i in range(n))


# What it is, the ending of its file, how it is made, the largest number of pieces.
KINDS = [
    ("nested elements", "html", html("<div>"), 1_000_000),
    ("nested elements of inline text", "html", html("<b><i>"), 1_000_000),
    ("nested tables", "html", html("<table><tr><td>x"), 300_000),
    ("lists in lists", "html", html("<ul><li>x"), 500_000),
    ("end tags of nothing", "html", html("</p></div></x>"), 1_000_000),
    ("end tags deep down", "html", html("</p></x>", PAGE + "<div>" * 5000), 500_000),
    ("an attribute, bytes", "html", lambda n: (PAGE + '<p title="' + "x" * n + '">y').encode(), 100_000_000),
    ("attributes of one tag", "html", numbered(" a#=1", PAGE + "<p", ">y"), 2_000_000),
    ("words of one class", "html", numbered("c# ", PAGE + '<p class="', '">y'), 2_000_000),
    ("tags never closed", "html", html("<a "), 5_000_000),
    ("quotes never closed", "html", html('<a b="'), 3_000_000),
    ("angle brackets", "html", html("<"), 30_000_000),
    ("comments", "html", html("<!---->"), 5_000_000),
    ("comments never closed", "html", html("<!--"), 5_000_000),
    ("scripts in comments in scripts", "html", html("<script><!--<script>"), 2_000_000),
    ("scripts never closed", "html", html("<script></scrip"), 2_000_000),
    ("titles", "html", html("<title>a</title>"), 1_000_000),
    ("descriptions", "html", html("<meta name=description content=a>"), 1_000_000),
    ("a title and paragraphs", "html", both("甲甲甲乙", "<title>", "</title>", "<p>甲甲甲#"), 200_000),
    ("a description and paragraphs", "html", both("甲甲甲乙", "<meta name=description content='", "'>", "<p>甲甲甲乙甲甲甲乙甲甲甲乙甲甲甲乙#"), 200_000),
    ("titles and paragraphs", "html", both("<meta property=og:title content=甲甲甲乙>", "<title>x</title>", "", "<p>甲甲甲#"), 200_000),
    ("classes around and paragraphs", "html", both("c1 a-b ", "<div><div class='", "'>" + "<div class='ad menu'>" * 500, "<p>第#段"), 200_000),
    ("classes and rules of style", "html", both(".x1,", "<style>", ".y{display:none}</style>", "<p class='x# y'>x"), 200_000),
    ("a link and paragraphs", "html", both("/a", "<a href='", "'>", "<p>第#段"), 200_000),
    ("styles around and paragraphs", "html", both("color:red;", "<div style='", "'>", "<p>第#段"), 200_000),
    ("a list and what stands behind it", "html", both("<li>首页", "<ul>", "</ul>", "<p>第#段"), 200_000),
    ("options", "html", both("<option>甲", "<select>", "</select>", "<td>第#段"), 200_000),
    ("rules of style", "html", numbered(".c#{display:none}", PAGE + "<style>", "</style>" + "<p class=c1>x" * 1000), 1_000_000),
    ("style sheets", "html", html("<style>.a{color:red}</style><p class=a>x"), 200_000),
    ("inline styles", "html", html("<p style='position:absolute;left:-9999px;color:#fff'>x"), 300_000),
    ("references", "html", html("&amp;amp;&#x4e2d;"), 5_000_000),
    ("references that are none", "html", html("&&#&#x&ampx"), 5_000_000),
    ("paragraphs", "html", numbered("<p>第#段"), 1_000_000),
    ("equal paragraphs", "html", html("<p>首页"), 1_000_000),
    ("paragraphs of UTF-8 and GBK", "html", mixed, 500_000),
    ("links", "html", numbered("<a href=/#>链接#</a> "), 500_000),
    ("NULs", "html", html("\0"), 30_000_000),
    ("combining marks", "txt", html("e\u0301\u0301\u0301\u0301", "首页\n"), 3_000_000),
    ("changes of direction", "txt", html("\u202eא\u202cb", "首页\n"), 3_000_000),
    ("marks of no width", "txt", html("\u200b\u200d", "首页\n"), 5_000_000),
    ("lines of a letter", "txt", html("a\n", ""), 1_000_000),
    ("a line, bytes", "txt", html("天桥通车。", "首页\n"), 6_000_000),
    ("a line of spam and article by turns", "txt", html("天桥今天通车，市民高兴。澳门赌场注册送彩金。", ""), 500_000),
    ("brackets", "txt", html("(", "創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據。"), 5_000_000),
    ("pinyin in brackets", "txt", html("創(chuàng)", "創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據。"), 2_000_000),
    ("shifted characters", "txt", html("當?shù)厣袑", "創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據。"), 2_000_000),
    ("question marks", "txt", html("?", "創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據。"), 10_000_000),
    ("a gzip bomb, inflated", "txt.gz", lambda n: gzip.compress(b"a\n" * 1000 + b" " * n, mtime=0), 500_000_000),
    ("JSON of brackets", "jsonl", lambda n: b'{"text":"x","a":' + b"[" * n + b"]" * n + b"}\n", 10_000_000),
    ("fields of a JSON object", "jsonl", lambda n: b'{"text":"x"' + b"".join(b',"f%d":1' % i for i in range(n)) + b"}\n", 1_000_000),
    ("records of a WARC file", "warc", lambda n: b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\na\n\r\n\r\n" * n, 300_000),
    ("heads without records", "warc", lambda n: b"WARC/1.0\r\n" * n, 3_000_000),
]


def write(page: Path, make, n: int) -> None:
    """In a process of its own: what this one holds at its most would be counted as its children's."""
    writer = multiprocessing.get_context("fork").Process(target=lambda: page.write_bytes(make(n)))
    writer.start()
    writer.join()
    assert writer.exitcode == 0


def run(binary: Path, page: Path) -> tuple[float, float, int]:
    """Seconds of CPU, mebibytes at most, exit status."""
    command = [str(binary), "score", "--threads", "1", "--format", "jsonl", "--out", os.devnull, str(page)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--binary", type=Path, default=ROOT / "target" / "release" / "parasift")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print("| what | so many | size | CPU | memory | slope | |\n|---|---|---|---|---|---|---|")
    worst = 0.0
    with tempfile.TemporaryDirectory(prefix="parasift-limits-") as folder:
        for name, ending, make, most in KINDS:
            if arguments.only not in name:
                continue
            points = []
            for step in STEPS:
                n = int(most * step * arguments.scale)
                page = Path(folder) / f"page.{ending}"
                write(page, make, n)
                seconds, memory, code = run(arguments.binary, page)
                points.append((n, page.stat().st_size, seconds, memory, code))
            slope = slope_of([(n, seconds) for n, _, seconds, _, _ in points])
            worst = max(worst, slope or 0)
            n, size, seconds, memory, code = points[-1]
            outcome = {0: "labelled", 1: "an error that says why"}.get(code, f"exit {code}")
            shown = "too quick to tell" if slope is None else f"{slope:.2f}"
            print(f"| {name} | {n:,} | {size / 1e6:.1f} MB | {seconds:.2f} s | {memory:.0f} MiB | {shown} | {outcome} |", flush=True)
    return int(worst > MOST_SLOPE)


def slope_of(points: list[tuple[int, float]]) -> float | None:
    """By least squares, of the points that took long enough to be measured."""
    logs = [(math.log(n), math.log(seconds)) for n, seconds in points if seconds > 0.03]
    if len(logs) < 3:
        return None
    mean_x, mean_y = (sum(values) / len(logs) for values in zip(*logs))
    over = sum((x - mean_x) * (y - mean_y) for x, y in logs)
    return over / sum((x - mean_x) ** 2 for x, _ in logs)


if __name__ == "__main__":
    sys.exit(main())
