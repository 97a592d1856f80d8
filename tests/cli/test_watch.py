"""Watching: a save of one's own work starts a run, what a run writes does not."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from collections import deque
from typing import TYPE_CHECKING

import pytest

from grader import handout
from grader.cli import watch
from grader.course import choose
from tests import toy
from tests.command import GRADE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "hw.py").write_text("x = 1\n")
    return tmp_path / "work"


def write(path: Path, text: str = "x = 2\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize("name", ["hw.py", "deep/inside/new.py"])
def test_a_save_of_a_python_file_is_seen(folder: Path, name: str) -> None:
    before = watch.look(folder)
    write(folder / name)
    os.utime(folder / name, ns=(1, 1))
    assert watch.look(folder) != before


def test_a_deleted_file_is_seen(folder: Path) -> None:
    before = watch.look(folder)
    (folder / "hw.py").unlink()
    assert watch.look(folder) != before


@pytest.mark.parametrize(
    "name",
    ["reports/precheck.html", "reports/x.py", ".venv/lib/a.py", "__pycache__/hw.py", "grading/rubric.py", "notes.txt"],
)
def test_what_is_not_the_students_work_is_not_looked_at(folder: Path, name: str) -> None:
    before = watch.look(folder)
    write(folder / name)
    assert watch.look(folder) == before


def test_a_single_file_can_be_watched(folder: Path) -> None:
    before = watch.look(folder / "hw.py")
    write(folder / "neighbour.py")
    assert watch.look(folder / "hw.py") == before
    write(folder / "hw.py", "x = 12345\n")
    assert watch.look(folder / "hw.py") != before


def test_the_first_look_runs_at_once_and_then_each_save_runs_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    todo = [lambda: write(folder / "reports" / "a.py"), lambda: write(folder / "hw.py", "longer = 1\n"), lambda: None]
    looks: list[str] = []

    def sleep(seconds: float) -> None:
        if seconds < watch.PAUSE:  # waiting for the editor
            return
        looks.append("look")
        if not todo:
            raise KeyboardInterrupt
        todo.pop(0)()

    monkeypatch.setattr("grader.cli.watch.time.sleep", sleep)
    runs: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        runs.extend(len(looks) for _ in watch.saves(folder))
    assert runs == [0, 2]
    assert len(looks) == 4


def test_precheck_watch_runs_again_at_a_save_survives_a_broken_file_and_stops_at_ctrl_c(
    finished_toy: Path, tmp_path: Path
) -> None:
    handout.unpacked(choose(finished_toy, "toy"), tmp_path)
    running = subprocess.Popen(
        [GRADE, "precheck", "--watch", "--quiet"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: deque(map(lines.put, running.stdout or ())), daemon=True).start()

    def score() -> str:
        while not (line := lines.get(timeout=20)).startswith("precheck"):
            pass
        assert lines.get(timeout=20).startswith("Watching")
        return line.split()[1].rstrip(";")  # what is to be marked follows

    try:
        assert score() == "0/9"
        write(tmp_path / "toy.py", toy.SOLUTION)
        assert score() == "9/9"
        write(tmp_path / "toy.py", "def broken(:\n")
        assert score() == "0/9"
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 130
    finally:
        running.kill()
        running.wait()
        assert running.stdout is not None
        running.stdout.close()
    assert not any("Traceback" in line for line in lines.queue)
