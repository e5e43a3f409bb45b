"""A Spark cluster on loopback: a master and two workers, each a process, each with executors of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


import pyspark

SPARK_HOME = Path(pyspark.__file__).parent
ENVIRONMENT = {
    **os.environ,
    "SPARK_HOME": str(SPARK_HOME),
    "SPARK_LOCAL_IP": "127.0.0.1",
    "SPARK_NO_DAEMONIZE": "1",
    "PYSPARK_PYTHON": sys.executable,
    "PYSPARK_DRIVER_PYTHON": sys.executable,
}


@contextmanager
def daemon(log: Path, name: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a class of Spark's in a group of processes of its own, which is killed in the end."""
    with log.open("wb") as out:
        run = [str(SPARK_HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments]
        child = subprocess.Popen(run, env={**ENVIRONMENT, **environment}, stdout=out, stderr=out, start_new_session=True)
    try:
        yield child
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def awaited(log: Path, pattern: str) -> str:
    """What a log says, as soon as it does."""
    for _ in range(600):
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"{pattern!r} does not come in {log.read_text(errors='replace')}")


@contextmanager
def cluster(folder: Path, **environment: str) -> Iterator[str]:
    """Starts the cluster, with variables of the environment besides those of tests; its address."""
    with ExitStack() as stack:
        log = folder / "master.log"
        arguments = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        stack.enter_context(daemon(log, "master.Master", *arguments))
        address = awaited(log, r"(spark://127\.0\.0\.1:\d+)")
        for number in range(2):
            log, work = folder / f"worker-{number}.log", folder / f"work-{number}"
            arguments = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", str(work)]
            stack.enter_context(daemon(log, "worker.Worker", *arguments, address, **environment))
            awaited(log, r"(Successfully registered with master)")
        yield address


def executors(folder: Path) -> list[int]:
    """The processes of the executors of the cluster that was started there."""
    return [process for process, command in _within(folder) if b"CoarseGrainedExecutorBackend" in command]


def kill_all(folder: Path) -> None:
    """Kills the executors and all that they run, as a machine that fails does."""
    for process, _ in _within(folder):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _within(folder: Path) -> Iterator[tuple[int, bytes]]:
    """The processes at work in a folder, or in one of its folders, and how they were called."""
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with suppress(OSError):
                if folder in (process / "cwd").readlink().parents:
                    yield int(process.name), (process / "cmdline").read_bytes()
