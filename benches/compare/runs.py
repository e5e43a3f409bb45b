"""Runs the tools over all pages, times them, and keeps what they answered."""
import dataclasses
import hashlib
import json
import os
import resource
import subprocess

from tools import Unavailable

# The least CPU time of so many runs is reported: other work on the machine only ever adds to it.
RUNS = 3
# No tool needs a tenth of this; one that hangs must not hold up the rest.
LONGEST_RUN_SECONDS = 1800
NO_ANSWER = {"error": "no answer for this page"}


@dataclasses.dataclass
class Outcome:
    texts: list
    errors: list
    cpu_seconds: float


def timed(command, given, answers, complaints):
    """Runs a command to its end and returns its CPU seconds, start included."""
    # jieba leaves a cache in the folder for temporary files.
    surroundings = os.environ | {"TMPDIR": str(answers.parent)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(given, "rb") as stdin, open(answers, "wb") as stdout, open(complaints, "wb") as stderr:
        streams = {"stdin": stdin, "stdout": stdout, "stderr": stderr}
        try:
            subprocess.run(command, **streams, env=surroundings, timeout=LONGEST_RUN_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"did not end within {LONGEST_RUN_SECONDS} s") from error
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def answered(command, given, work, name):
    """The rows that a command prints, and its CPU seconds."""
    answers, complaints = work / f"{name}.jsonl", work / f"{name}.stderr"
    seconds = min(timed(command, given, answers, complaints) for _ in range(RUNS))
    # Not splitlines, which also cuts at U+2028; and a tool that died may have left half a line at the end.
    rows = [json.loads(line) for line in answers.read_text(encoding="utf-8").split("\n")[:-1]]
    if not rows:
        lines = complaints.read_text(errors="replace").strip().splitlines() or ["no answer"]
        raise Unavailable(f"did not run: {lines[-1]}")
    return rows, seconds


def run_peer(tool, pages, work):
    given = work / "pages.jsonl"
    given.write_text("".join(page.as_input() for page in pages), encoding="utf-8")
    rows, seconds = answered(tool.command, given, work, tool.name)
    return rows + [NO_ANSWER] * (len(pages) - len(rows)), seconds


def run_parasift(tool, pages, work):
    """Parasift decodes by itself, so it gets each page's own bytes."""
    paths = [work / f"{number:05}.html" for number in range(len(pages))]
    for page, path in zip(pages, paths):
        path.write_bytes(page.raw)
    rows, seconds = answered([*tool.command, *paths], os.devnull, work, tool.name)
    by_path = {row["source"]: {"text": body_of(row)} for row in rows if "paragraphs" in row}
    return [by_path.get(str(path), NO_ANSWER) for path in paths], seconds


def body_of(row):
    return "\n".join(paragraph["text"] for paragraph in row["paragraphs"] if paragraph["label"] == "body")


def outcome(tool, pages, data_digest, folder, fresh):
    """What the tool answers on the pages: from the cache if it has run on the very same before."""
    key = hashlib.sha256(f"{tool.version} {tool.key} {data_digest}".encode()).hexdigest()[:16]
    cached = folder / f"cache/{tool.name}-{key}.json"
    if cached.exists() and not fresh:
        return Outcome(**json.loads(cached.read_text()))
    work = folder / "work"
    work.mkdir(exist_ok=True)
    rows, seconds = (run_parasift if tool.name == "parasift" else run_peer)(tool, pages, work)
    errors = [row["error"] for row in rows if "error" in row]
    found = Outcome([row.get("text", "") for row in rows], errors, seconds)
    cached.parent.mkdir(exist_ok=True)
    # Renamed when whole, so that an interrupted run leaves no half of one.
    part = cached.with_suffix(".part")
    part.write_text(json.dumps(dataclasses.asdict(found)))
    part.rename(cached)
    return found
