"""The command line of the package."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

import parasift

ROOT = Path(__file__).resolve().parents[2]
MODULE = [sys.executable, "-m", "parasift"]
SCRIPT = [str(Path(sysconfig.get_path("scripts")) / "parasift")]


def output(command: list[str], arguments: list[str], given: bytes = b"") -> tuple[int, bytes, bytes]:
    done = subprocess.run([*command, *arguments], cwd=ROOT, input=given, capture_output=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", [MODULE, SCRIPT], ids=["module", "script"])
def test_pages_are_scored(command: list[str], hacked: bytes) -> None:
    code, out, err = output(command, ["score", "--format", "jsonl", "examples/hacked-news.html"])
    assert code == 0, err
    page, said = parasift.Classifier.embedded().classify_html(hacked).to_dict(), json.loads(out)
    assert said.pop("source") == "examples/hacked-news.html"
    characters = [hacked.decode()[p["start"] : p["end"]] for p in page["paragraphs"]]
    assert [hacked[p["start"] : p["end"]].decode() for p in said["paragraphs"]] == characters
    for paragraph in page["head"] + page["paragraphs"] + said["head"] + said["paragraphs"]:
        del paragraph["start"], paragraph["end"]
    assert said == page


def test_exit_codes_and_messages() -> None:
    assert output(MODULE, ["score", "--fail-on", "spam", "examples/hacked-news.html"])[0] == 1
    code, out, err = output(MODULE, ["score", "no-such-file.html"])
    assert (code, out) == (2, b"") and b"no-such-file.html" in err
    code, out, err = output(MODULE, ["scroe"])
    assert code == 2 and b"Usage: parasift" in err
    assert output(MODULE, ["--version"])[1].startswith(f"parasift {parasift.__version__} (model ".encode())
    # The last line has no line feed, and is written all the same.
    assert output(MODULE, ["clean", "-"], "<p>x".encode())[0] == 0
    assert output(MODULE, ["repair", "-"], "首页".encode())[1].decode().strip() == "首页"


@pytest.mark.skipif("PARASIFT_BINARY" not in os.environ, reason="PARASIFT_BINARY does not name the command")
@pytest.mark.parametrize(
    "arguments",
    [
        ["score", "--format", "jsonl", "examples", "tests/hard-cases"],
        ["score", "examples/hacked-news.html"],
        ["clean", "--markdown", "tests/hard-cases"],
        ["score", "--help"],
        ["explain", "--format", "jsonl", "examples/hacked-news.html"],
        ["score", "missing.html"],
    ],
    ids=" ".join,
)
def test_the_same_as_the_binary(arguments: list[str]) -> None:
    def untimed(done: tuple[int, bytes, bytes]) -> tuple[int, bytes, list[bytes]]:
        # The summary of a run tells how long it took.
        return done[0], done[1], [line for line in done[2].splitlines() if b" MB/s" not in line]

    assert untimed(output(MODULE, arguments)) == untimed(output([os.environ["PARASIFT_BINARY"]], arguments))


def test_a_reader_that_goes_away_is_no_error() -> None:
    if shutil.which("head") is None:
        pytest.skip("no head")
    pages = ["examples", "tests/hard-cases"] * 40
    score = subprocess.Popen(
        [*MODULE, "score", "--format", "jsonl", *pages], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert score.stdout is not None and score.stderr is not None
    subprocess.run(["head", "-n", "1"], stdin=score.stdout, stdout=subprocess.DEVNULL, check=True)
    score.stdout.close()
    assert (score.wait(60), b"Traceback" in score.stderr.read()) == (0, False)
    score.stderr.close()


@pytest.mark.parametrize("arguments", [["score", "-"], ["explain", "-"]], ids=["run", "single"])
def test_an_interruption_ends_the_command(arguments: list[str]) -> None:
    running = subprocess.Popen([*MODULE, *arguments], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdin is not None and running.stderr is not None
    status = Path(f"/proc/{running.pid}/status")
    # Interrupted while it waits for its page: after it has taken over from Python.
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not _waits_for_input(status):
        time.sleep(0.05)
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    try:
        code = running.wait(5)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGINT)
        code = running.wait(30)
    running.stdin.close()
    message = running.stderr.read()
    running.stderr.close()
    assert code in (-signal.SIGINT, 2, 130) and b"Traceback" not in message


def _waits_for_input(status: Path) -> bool:
    """Whether Python has loaded the extension, and sleeps."""
    if not status.exists():
        return True
    maps = status.with_name("maps").read_text()
    return "_parasift" in maps and "\nState:\tS" in status.read_text()
