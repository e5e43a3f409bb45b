"""Whatever is killed, and whenever: what is there stays whole, and the job started again brings it to its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

pytest.importorskip("pyspark")

import pyarrow.parquet as pq  # noqa: E402

from crawled import crawl, one_machine, written  # noqa: E402
from parasift.spark.files import Folder  # noqa: E402
from parasift.spark.scratch import PREFIX, UNLOCKED, scratch  # noqa: E402
from spark_cluster import ENVIRONMENT, cluster, executors, kill_all  # noqa: E402


def test_a_killed_worker_changes_nothing(tmp_path: Path) -> None:
    files = crawl(tmp_path, 24)
    out = tmp_path / "out"
    with cluster(tmp_path) as address:
        run = [sys.executable, "-m", "parasift.spark", str(files), str(out), "--master", address]
        job = subprocess.Popen(run, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
        while not any(out.rglob("*.parquet")):
            assert job.poll() is None, job.stderr.read() if job.stderr else ""
            time.sleep(0.02)
        running = executors(tmp_path)
        os.kill(running[0], signal.SIGKILL)
        assert len(list(out.rglob("*.parquet"))) < 24, "it was killed before the end"
        _, messages = job.communicate(timeout=240)
    assert job.returncode == 0, messages
    assert len(running) == 2 and "24 files, 60 pages (46 clean, 7 injected, 7 no-body), 14 par" in messages, messages
    assert written(out) == one_machine(files, tmp_path / "one.parquet")
    assert not list(out.rglob("*.part"))


def test_a_job_that_is_killed_whole_goes_on_wherever_it_was(tmp_path: Path) -> None:
    """Each time that it has done a few files more, all its processes are killed: the driver, executors, what they run."""
    files, out, temporary = crawl(tmp_path, 16), tmp_path / "out", tmp_path / "tmp"
    temporary.mkdir()
    expected = one_machine(files, tmp_path / "one.parquet")
    environment = {**ENVIRONMENT, "TMPDIR": str(temporary)}
    with cluster(tmp_path, TMPDIR=str(temporary)) as address:
        run = [sys.executable, "-m", "parasift.spark", str(files), str(out), "--master", address]
        for more in (1, 5, 3):
            before = len(list(out.rglob("*.parquet")))
            job = subprocess.Popen(run, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
            while job.poll() is None and len(list(out.rglob("*.parquet"))) < before + more:
                time.sleep(0.01)
            os.killpg(job.pid, signal.SIGKILL)
            kill_all(tmp_path)
            _, messages = job.communicate()
            assert job.returncode == -signal.SIGKILL, messages
            assert {name: rows for name, rows in expected.items() if name in written(out)} == written(out)
            # It is as if what the kill has left were old.
            for left in temporary.glob(f"{PREFIX}*"):
                os.utime(left, (0, 0))
        last = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert last.returncode == 0, last.stderr
    assert written(out) == expected
    assert not list(out.rglob("*.part")) and not list(temporary.glob(f"{PREFIX}*"))


def test_a_publisher_killed_at_any_moment_leaves_nothing_half_under_the_name(tmp_path: Path) -> None:
    made, size = tmp_path / "made", 64_000_000
    made.write_bytes(bytes(size))
    code = f"from pathlib import Path; from parasift.spark.files import Folder; Folder({str(tmp_path / 'out')!r})"
    run = [sys.executable, "-c", code + f".publish(Path({str(made)!r}), 'a/b.parquet')"]
    out = Folder(str(tmp_path / "out"))
    killed = 0
    for moment in range(1, 13):
        publisher = subprocess.Popen(run)
        least = size * moment // 12
        while publisher.poll() is None and _bytes_of_parts(tmp_path / "out") < least:
            pass
        publisher.kill()
        publisher.wait()
        if out.files():
            assert out.files() == [("a/b.parquet", size)]
            (tmp_path / "out" / "a" / "b.parquet").unlink()
        else:
            assert list((tmp_path / "out").rglob("*.part"))
            killed += 1
        out.sweep()
        assert not list((tmp_path / "out").rglob("*.part"))
    assert killed > 5


def _bytes_of_parts(folder: Path) -> int:
    try:
        return sum(file.stat().st_size for file in folder.rglob("*.part"))
    except FileNotFoundError:
        return 0


def test_folders_of_killed_processes_are_taken_away_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    wait = "import sys, time; from parasift.spark.scratch import scratch\nwith scratch() as f: print(f, flush=True); time.sleep(60)"
    run = [sys.executable, "-c", wait]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    folders = []
    processes = [subprocess.Popen(run, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in processes:
        assert process.stdout
        folders.append(Path(process.stdout.readline().strip()))
    (folders[0] / "half.parquet").write_bytes(b"PAR1")
    processes[0].kill()
    processes[0].wait()
    other, new = tmp_path / "other", tmp_path / f"{PREFIX}new"
    other.mkdir()
    for folder in (*folders, other):
        os.utime(folder, (time.time() - UNLOCKED - 1,) * 2)
    new.mkdir()
    with scratch() as own:
        assert sorted(tmp_path.iterdir()) == sorted([folders[1], other, new, own])
    assert not own.exists()
    processes[1].kill()
    processes[1].wait()
