"""The executor shares tasks among processes: one that dies costs its own task at most, and nothing waits for it."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.batch.executor import MOST_DEATHS, Done, Local, Task
from grader.batch.gradebook import Result
from grader.errors import CourseError, GraderError, UsageError
from tests.processes import alive, descendants, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@dataclass(frozen=True)
class Acting:
    """Does what a task's name says; `folder` remembers what was done once."""

    folder: Path

    @contextmanager
    def ready(self) -> Iterator[Callable[[Task], Done]]:
        yield self.act

    def act(self, task: Task) -> Done:
        seen = self.folder / task.name
        first = not seen.exists()
        seen.touch()
        what = task.name.partition("-")[0]
        if what == "dies" or (what == "dies_once" and first):
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "hangs":
            time.sleep(60)
        if what == "fault":
            raise ZeroDivisionError("by nothing")
        if what == "ours":
            raise CourseError("The course is broken.")
        return Done(task, Result("graded", 0.0, 1.0, 2.0, "{}", "{}"), {f"{task.name}.json": b"{}"})


def run(folder: Path, *names: str, workers: int = 2, patience: float = 30.0) -> dict[str, Result]:
    tasks = (Task(name, Path(name)) for name in names)
    done = Local(Acting(folder), workers, patience).run(tasks)
    return {one.task.name: one.result for one in done if one is not None}


def test_every_task_is_done_once_with_its_files(tmp_path: Path) -> None:
    names = [f"plain-{number}" for number in range(20)]
    done = [one for one in Local(Acting(tmp_path), 3, 30.0).run(Task(name, Path(name)) for name in names) if one]
    assert sorted(one.task.name for one in done) == sorted(names)
    assert all(one.files == {f"{one.task.name}.json": b"{}"} for one in done)


def test_a_worker_that_dies_is_replaced_and_its_task_is_tried_once_more(tmp_path: Path) -> None:
    done = run(tmp_path, "plain-1", "dies_once", "plain-2")
    assert {name: result.status for name, result in done.items()} == {
        "plain-1": "graded",
        "dies_once": "graded",
        "plain-2": "graded",
    }


@pytest.mark.parametrize(
    ("name", "note"), [("dies", "ended (status -9)"), ("fault", "ZeroDivisionError: by nothing"), ("hangs", "in time")]
)
def test_a_task_whose_worker_fails_twice_is_incomplete_and_costs_the_others_nothing(
    tmp_path: Path, name: str, note: str
) -> None:
    done = run(tmp_path, name, "plain-1", "plain-2", "plain-3", patience=0.5)
    assert done[name].status == "incomplete"
    assert done[name].score is None
    assert note in done[name].note
    assert [done[f"plain-{number}"].status for number in (1, 2, 3)] == ["graded"] * 3


def test_what_would_keep_every_submission_from_being_graded_is_raised(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"The course is broken\."):
        run(tmp_path, "ours", workers=1)


def test_the_same_after_a_success_is_one_submissions_own(tmp_path: Path) -> None:
    done = run(tmp_path, "plain-1", "ours", "plain-2", workers=1)
    assert [done[name].status for name in ("plain-1", "ours", "plain-2")] == ["graded", "incomplete", "graded"]


def test_workers_that_only_die_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="Grading workers end before they are done"):
        run(tmp_path, *(f"dies-{number}" for number in range(MOST_DEATHS)), workers=1)


def test_no_more_is_taken_than_is_being_graded(tmp_path: Path) -> None:
    taken = 0

    def tasks() -> Iterator[Task]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield Task(f"plain-{number}", Path())

    done = 0
    for one in Local(Acting(tmp_path), 2, 30.0).run(tasks()):
        done += one is not None
        assert taken <= done + 2


def test_whoever_stops_reading_leaves_no_process(tmp_path: Path) -> None:
    before = descendants(os.getpid())
    results = Local(Acting(tmp_path), 2, 30.0).run(Task(f"{what}-1", Path()) for what in ("plain", "hangs", "hangs"))
    assert next(one for one in results if one)
    workers = descendants(os.getpid()) - before
    assert workers
    results.close()  # type: ignore[attr-defined]
    assert within(2, lambda: not alive(workers))


def test_a_usage_error_is_as_good_a_reason_as_any(tmp_path: Path) -> None:
    class Refusing(Acting):
        @contextmanager
        def ready(self) -> Iterator[Callable[[Task], Done]]:
            raise UsageError("There is no such Python.")
            yield self.act

    with pytest.raises(UsageError, match="There is no such Python"):
        list(Local(Refusing(tmp_path), 2, 30.0).run([Task("plain", Path())]))
