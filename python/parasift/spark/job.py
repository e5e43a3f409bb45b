"""Labels or cleans a folder of files on Spark, a task a file.

Each task runs the command line on its file, so the rows are those of ``parasift score`` on one machine, whatever the file
is; and a file's output is there whole or not at all, so a job that was broken off goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from .. import __version__
from .files import Folder
from .scratch import scratch

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: The file beside the outputs that says how they were made.
MADE = "_parasift.json"

EPILOG = """
IN has Parquet, JSON lines, WARC, WET, HTML or text, also gzipped or zstd; IN and OUT are folders, or addresses such as
s3://bucket/crawl, hdfs://name/crawl that pyarrow can open. OUT gets a Parquet file for each file of IN. Files whose output
is there are not done again: after an interruption, start the same job once more. Arguments behind -- go to parasift score,
or parasift clean: `python -m parasift.spark crawl/ out/ --clean -- --drop doorway`.

Start it under spark-submit, or plainly with --master; without either it runs on this machine.
Exit codes: 0 all was done; 2 something could not be read, the rest was.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the job; gives the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    at = arguments.index("--") if "--" in arguments else len(arguments)
    args, flags = _parser().parse_args(arguments[:at]), arguments[at + 1 :]
    command = ["clean" if args.clean else "score", *flags]
    source, target = Folder(args.source), Folder(args.target)
    todo = source.pages()
    if not todo:
        return _complain(f"{args.source}: no files that can be read: they are told by their endings, such as .warc.gz")
    if problem := _mark(target, command):
        return _complain(problem)
    done = {name for name, _ in target.files()}
    left = [(name, size) for name, size in todo if _output(name) not in done]
    if len(left) < len(todo):
        _say(f"{len(todo) - len(left)} of {len(todo)} files are done already")
    results = _run(_session(args.master), left, args.source, args.target, command) if left else []
    target.sweep()
    return _end(results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m parasift.spark",
        description="Labels (or cleans) the pages of all files of a folder on Spark.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("source", metavar="IN", help="the folder with the files")
    parser.add_argument("target", metavar="OUT", help="the folder that gets a Parquet file for each of them")
    parser.add_argument("--clean", action="store_true", help="keep the articles, as parasift clean does, instead of labels")
    parser.add_argument("--master", metavar="URL", help="the Spark to run on [default: as spark-submit says, else local[*]]")
    return parser


def _session(master: str | None) -> SparkSession:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("parasift")
    return (builder.master(master) if master else builder).getOrCreate()


def _output(name: str) -> str:
    return name + ".parquet"


def _mark(target: Folder, command: list[str]) -> str | None:
    """Notes how the outputs are made. What is wrong, if there are such that were made otherwise."""
    made = {"version": __version__, "command": command}
    before = target.read(MADE)
    if before is not None:
        before = json.loads(before)
        if before == made:
            return None
        return f"{target.name}: has outputs of another run, {before}; this one is {made}: name another folder, or empty it"
    with scratch() as folder:
        mark = folder / MADE
        mark.write_text(json.dumps(made))
        target.publish(mark, MADE)
    return None


def _run(
    spark: SparkSession, left: list[tuple[str, int]], source: str, target: str, command: list[str]
) -> list[dict[str, Any]]:
    """Does the files, the largest first, a task each."""
    names = [name for name, size in sorted(left, key=lambda file: -file[1])]

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column("id").to_pylist():
                result = do(names[number], source, target, command)
                yield pa.RecordBatch.from_pydict({"result": [json.dumps(result)]})

    numbers = spark.range(0, len(names), 1, len(names))
    return [json.loads(row.result) for row in numbers.mapInArrow(work, "result string").collect()]


def do(name: str, source: str, target: str, command: list[str]) -> dict[str, Any]:
    """Does one file; what came of it. Raises RuntimeError if the command was killed, so that the task is tried again."""
    with scratch() as made, Folder(source).at_hand(name) as folder:
        output, summary = made / "out.parquet", made / "summary.json"
        here = ["--out", str(output), "--format", "parquet", "--summary", str(summary), "--threads", "1", "--quiet"]
        run = [sys.executable, "-m", "parasift", command[0], name, *here, *command[1:]]
        done = subprocess.run(run, cwd=folder, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode < 0:
            raise RuntimeError(f"{name}: the command was killed by signal {-done.returncode}: out of memory?")
        messages = done.stderr.decode(errors="replace").splitlines()
        found = json.loads(summary.read_bytes()) if output.exists() and summary.exists() else {}
        if not found or found["errors"] and not found["pages"]:
            # Nothing could be read of it: it is mended, and tried again, or taken away.
            return {"file": name, "messages": messages, "summary": {}}
        Folder(target).publish(output, _output(name))
        return {"file": name, "messages": messages, "summary": found}


def _end(results: list[dict[str, Any]]) -> int:
    """Says what came of it all; the exit code."""
    sums: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    for result in results:
        if summary := result["summary"]:
            sums.update(pages=summary["pages"], spam=summary["paragraphs"]["spam"], errors=summary["errors"])
            verdicts.update(summary["verdicts"])
        for message in result["messages"]:
            _say(message.removeprefix("parasift: "))
    undone = sorted(result["file"] for result in results if not result["summary"])
    for name in undone:
        _say(f"{name}: not done; start the job again when that is mended")
    listed = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    _say(f"{len(results) - len(undone)} files, {sums['pages']} pages ({listed}), {sums['spam']} paragraphs of spam")
    return 2 if undone or sums["errors"] else 0


def _say(message: str) -> None:
    print(f"parasift.spark: {message}", file=sys.stderr)


def _complain(message: str) -> int:
    _say(message)
    return 2
