"""A class that is graded by the workers of a dask cluster: results are those of one machine, and none is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests import toy
from tests.batch.small_class import BATCH, content, files, hand_in, results, start
from tests.processes import alive, descendants, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
pytest.importorskip("distributed")

WITHOUT_JOBS = [word for word in BATCH if word not in ("--jobs", "2")]


@dataclass
class Server:
    """A cluster of two workers of one thread each. What is temporary goes below `folder`."""

    address: str
    workers: list[int]
    folder: Path

    def held(self) -> list[Path]:
        """What workers keep of runs."""
        return list(self.folder.rglob("backgrade-run-*"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("cluster")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.batch.cluster_server", "2"],
        env={**os.environ, "DASK_TEMPORARY_DIRECTORY": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        address, *workers = running.stdout.readline().split()
        yield Server(address, [int(pid) for pid in workers], folder)


@contextmanager
def batch(course: Path, server: Server, *words: str) -> Iterator[subprocess.Popen[str]]:
    (course / "tmp").mkdir(exist_ok=True)
    with start(course, *WITHOUT_JOBS, "--scheduler", server.address, *words) as running:
        try:
            yield running
        finally:
            running.kill()


def test_ctrl_c_keeps_what_is_done_and_workers_end_what_they_do_and_remove_what_they_hold(
    course: Path, server: Server
) -> None:
    for name, source in {"ana": toy.SOLUTION, "ben": toy.HANGING, "cem": toy.HANGING}.items():
        toy.hand_in(course / "class" / name, source)
    with batch(course, server, "--timeout", "30") as running:
        assert within(60, lambda: results(course) == 1)
        assert {folder.stat().st_mode & 0o777 for run in server.held() for folder in run.glob("course")} == {0o700}
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, "")
    said = "grade: Stopped: 1 of 3 are graded and kept in reports/gradebook.sqlite; the same command goes on."
    assert err.strip().splitlines()[-1] == said
    assert within(10, lambda: not any(descendants(worker) for worker in server.workers))
    assert within(10, lambda: not server.held())
    assert list((course / "tmp").iterdir()) == []


def test_a_worker_that_is_killed_costs_nothing_and_results_are_those_of_one_machine(
    graded: Path, course: Path, server: Server
) -> None:
    hand_in(course)
    with batch(course, server) as running:
        assert within(60, lambda: any(map(descendants, server.workers)))  # one is at work
        killed = next((worker for worker in server.workers if descendants(worker)), server.workers[0])
        beside = descendants(killed)
        os.kill(killed, signal.SIGKILL)
        out, err = running.communicate(timeout=100)
    assert running.returncode == 0, err
    assert within(5, lambda: not alive(beside))
    assert "graded now        5" in out
    assert "unreadable        1" in out
    assert content(course) == content(graded)
    assert files(course) == files(graded)
