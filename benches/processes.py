"""Whole processes: start-up, memory, threads, and how time grows with the size of the input.

    python3 benches/processes.py [--pages FOLDER] [--warc-gb 1] [path of the program]

Pages are those of training-data unless a folder of .html is named. Every row is measured several times, the rows in turn, and the fastest
counts: the machine is shared. Prints the table of benches/README.md.
"""

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5


def run(command):
    """Wall seconds, CPU seconds and peak kilobytes of a command. GNU time measures: a child of Python begins with Python's peak."""
    timed = ["/usr/bin/time", "--format", "%e %U %S %M", *command]
    start = time.perf_counter()
    done = subprocess.run(timed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wall = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command} failed: {done.stderr}")
    _, user, system, peak = done.stderr.split()[-4:]
    return wall, float(user) + float(system), int(peak)


def fastest(commands):
    """The least of each figure, by name; the commands are run in turn."""
    figures = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            figures[name].append(run(command))
    return {name: tuple(min(column) for column in zip(*rows)) for name, rows in figures.items()}


def slope(sizes, seconds):
    """Of the log-log line through the points: 1 is linear."""
    from math import log

    return statistics.linear_regression([log(size) for size in sizes], [log(second) for second in seconds]).slope


def record(html, number):
    """A WARC response with that page."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://{number}.example/\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def write_inputs(folder, pages, warc_bytes):
    """The files that are scored, by name."""
    paths = {}
    paths["one page"] = folder / "one.html"
    paths["one page"].write_bytes(min(pages, key=lambda page: abs(len(page) - 10_000)))
    paths["warc"] = folder / "pages.warc"
    with open(paths["warc"], "wb") as out:
        number = 0
        while out.tell() < warc_bytes:
            out.write(record(pages[number % len(pages)], number))
            number += 1
    paths["warc.gz, by its compressed size"] = folder / "pages.warc.gz"
    with open(paths["warc.gz, by its compressed size"], "wb") as out:
        for number in range(min(len(pages) * 2, 2000)):
            out.write(gzip.compress(record(pages[number % len(pages)], number), 6))
    paragraph = "昨日，记者从市城建中心获悉，两座人行天桥主体已经完工，正在安装栏杆。"
    for count in (12_500, 25_000, 50_000, 100_000):
        paths[f"{count} paragraphs"] = folder / f"paragraphs-{count}.html"
        items = "".join(f"<div class=item><p>{paragraph}<a href=/{n}>{n}</a></p></div>\n" for n in range(count))
        paths[f"{count} paragraphs"].write_text(f"<body>{items}", encoding="utf-8")
    for megabytes in (12, 25, 50, 100):
        paths[f"a paragraph of {megabytes} MB"] = folder / f"paragraph-{megabytes}.txt"
        text = paragraph * (megabytes * 1_000_000 // len(paragraph.encode()))
        paths[f"a paragraph of {megabytes} MB"].write_text(text, encoding="utf-8")
    return paths


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", nargs="?", default="target/release/parasift")
    arguments.add_argument("--pages", type=Path, default=Path("training-data/pages"), help="a folder of .html")
    arguments.add_argument("--warc-gb", type=float, default=0.25, help="size of the WARC file that memory is measured on")
    options = arguments.parse_args()
    pages = [path.read_bytes() for path in sorted(options.pages.rglob("*.html"))]
    if not pages:
        sys.exit(f"no .html in {options.pages}")
    with tempfile.TemporaryDirectory() as name:
        paths = write_inputs(Path(name), pages, options.warc_gb * 1e9)

        def score(path, *flags):
            return [options.program, "score", "--format", "jsonl", *flags, str(path)]

        cores = len(os.sched_getaffinity(0))
        commands = {"one page": score(paths["one page"]), "one thread": score(paths["warc"], "--threads", "1")}
        commands |= {f"{cores} threads": score(paths["warc"], "--threads", str(cores)), "warc.gz, by its compressed size": score(paths["warc.gz, by its compressed size"])}
        commands |= {key: score(path) for key, path in paths.items() if "paragraph" in key}
        figures = fastest(commands)
        size = {key: path.stat().st_size / 1e6 for key, path in paths.items()}
        print("| what | wall | CPU | peak memory | input a second of wall |\n|---|---|---|---|---|")
        for key, (wall, cpu, peak) in figures.items():
            megabytes = size.get(key, size["warc"])
            # GNU time counts processor time in hundredths of a second.
            processor = f"{cpu * 1e3:.0f} ms" if cpu >= 0.01 else "under 10 ms"
            print(f"| {key} | {wall * 1e3:.1f} ms | {processor} | {peak / 1024:.0f} MiB | {megabytes / wall:.1f} MB/s |")
        print(f"\n{cores} threads are {figures['one thread'][0] / figures[f'{cores} threads'][0]:.2f} times as fast as one.")
        for unit in ("paragraphs", "MB"):
            keys = [key for key in figures if key.endswith(unit) and "paragraph" in key]
            print(f"Slope of time over size, {unit}: {slope([size[key] for key in keys], [figures[key][0] for key in keys]):.2f}.")


if __name__ == "__main__":
    main()
