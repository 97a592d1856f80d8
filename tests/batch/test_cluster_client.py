"""What asks a cluster: how much is on its way, what is tried again, and what is said when nothing can be done there."""

from __future__ import annotations

import sys
from collections import deque
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import cluster, remote
from grader.batch.cluster import ALONGSIDE, SPARE, Cluster
from grader.batch.executor import MOST_DEATHS, Done, Task
from grader.batch.gradebook import Result
from grader.batch.shipped import Shipped
from grader.errors import CourseError, GradeError, GraderError, UsageError
from tests import toy
from tests.command import refusal

if TYPE_CHECKING:
    from pathlib import Path

THREADS = 3
RUN: Any = Shipped(None, b"", "key")  # type: ignore[arg-type] # which the client looks into nowhere


class KilledWorker(Exception):  # noqa: N818 - as dask calls it
    pass


class Future:
    def __init__(self, said: Any):
        self.said = said

    def result(self) -> Any:
        if isinstance(self.said, Exception) and not isinstance(self.said, GradeError):
            raise self.said
        return self.said

    def add_done_callback(self, call: Any) -> None:
        call(self)


class Client:
    """Answers for a scheduler: `says` are what becomes of a task, one after the other; else it is graded."""

    def __init__(self, says: dict[str, list[Any]]):
        self.says = {name: deque(answers) for name, answers in says.items()}
        self.status, self.sent, self.cancelled, self.left = "running", list[str](), 0, list[str]()

    def nthreads(self) -> dict[str, int]:
        return {"tcp://a": THREADS}

    def submit(self, _: Any, *values: Any, **__: Any) -> Future:
        if len(values) == 1:  # the run itself
            return Future(None)
        task = values[1].task
        self.sent.append(task.name)
        answers = self.says.get(task.name)
        return Future(answers.popleft() if answers else Done(task, Result("graded", 0.0, 1.0, 2.0, "{}", "{}"), {}))

    def cancel(self, futures: list[Any], **_: Any) -> None:
        self.cancelled += len(futures)

    def run(self, _: Any, key: str, **__: Any) -> None:
        self.left.append(key)

    def close(self, **_: Any) -> None:
        self.status = "closed"


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what gives a cluster with its client; every task is one file."""
    (tmp_path / "toy.py").write_text(toy.SOLUTION)

    def make(**says: list[Any]) -> tuple[Cluster, Client]:
        client = Client(says)
        monkeypatch.setattr(cluster, "_client", lambda _: client)
        return Cluster(RUN, "tcp://host:8786", 60.0), client

    return make


def tasks(folder: Path, *names: str) -> list[Task]:
    return [Task(name, folder / "toy.py") for name in names]


def notes(found: Cluster, given: list[Task]) -> dict[str, str]:
    """Return what became of tasks; each must come once."""
    done = [one for one in found.run(given) if one is not None]
    assert len({one.task.name for one in done}) == len(done)
    return {one.task.name: one.result.note or one.result.status for one in done}


def test_no_more_is_on_its_way_than_a_few_for_each_thread_however_large_the_class(asked: Any, tmp_path: Path) -> None:
    found, client = asked()
    for count, _ in enumerate(found.run(iter(tasks(tmp_path, *map(str, range(100)))))):
        assert len(client.sent) <= count + 1 + ALONGSIDE * THREADS + SPARE
    assert len(client.sent) == 100
    assert client.left == ["key"], "workers are told to remove what they hold"


@pytest.mark.parametrize(
    ("says", "note"),
    [
        (["ended (status -9)"], "graded"),
        ([KilledWorker("x")], "graded"),
        (["ended (status -9)"] * 2, "Twice the process that graded it ended (status -9)."),
        ([KilledWorker("x")] * 2, "Twice the process that graded it was lost with its worker, several times."),
        ([OSError("no route")] * 2, "Twice the process that graded it failed: OSError: no route."),
        ([GraderError("No room.")] * 2, "Twice the process that graded it failed: No room.."),
    ],
)
def test_what_fails_is_sent_once_more_and_then_is_incomplete(
    asked: Any, tmp_path: Path, says: list[Any], note: str
) -> None:
    found, _ = asked(ben=list(says))
    assert notes(found, tasks(tmp_path, "ana", "ben", "cem")) == {"ana": "graded", "ben": note, "cem": "graded"}


def test_what_cannot_be_read_here_is_sent_nowhere_and_is_incomplete(asked: Any, tmp_path: Path) -> None:
    found, client = asked()
    said = notes(found, [Task("gone", tmp_path / "gone.py"), *tasks(tmp_path, "ana")])
    assert said == {"gone": "gone.py cannot be read (no such file or directory).", "ana": "graded"}
    assert client.sent == ["ana"]


@pytest.mark.parametrize(
    ("says", "kind", "text"),
    [
        (CourseError("The course is broken."), CourseError, "The course is broken"),
        (ModuleNotFoundError("No module named 'grader'"), UsageError, "cannot run this backgrade"),
        (AttributeError("no grade"), UsageError, f"install {remote.versions()} there"),
    ],
)
def test_what_would_keep_every_submission_from_being_graded_is_raised(
    asked: Any, tmp_path: Path, says: Exception, kind: type[GradeError], text: str
) -> None:
    found, client = asked(ana=[says])
    with pytest.raises(kind, match=text.replace(".", r"\.")):
        list(found.run(tasks(tmp_path, "ana", "ben")))
    assert client.cancelled == 1
    assert client.status == "closed"


def test_a_cluster_whose_workers_only_fail_ends_the_run(asked: Any, tmp_path: Path) -> None:
    names = [str(number) for number in range(MOST_DEATHS)]
    found, _ = asked(**{name: ["ended (status 1)"] * 2 for name in names})
    with pytest.raises(GraderError, match="Grading workers end before they are done"):
        list(found.run(tasks(tmp_path, *names)))


def test_a_scheduler_that_goes_away_is_told(asked: Any, tmp_path: Path) -> None:
    found, client = asked(ana=[OSError("cancelled")])
    results = found.run(tasks(tmp_path, "zoe", "ana"))
    assert next(results).task.name == "zoe"
    client.status = "closed"
    with pytest.raises(GraderError, match="is gone: start it, and the same command goes on"):
        list(results)


def test_a_worker_of_other_versions_says_which() -> None:
    wanted = remote.Versions("9.9", "3.99", "7.0")
    said: Any = remote.grade(RUN, None, 1.0, wanted)  # type: ignore[arg-type]
    assert isinstance(said, UsageError)
    assert str(remote.versions()) in str(said)
    assert "but here is backgrade 9.9, Python 3.99, NumPy 7.0: install the same on both." in str(said)


def test_without_dask_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r'pip install "backgrade\[cluster\]"'):
        cluster._client("tcp://127.0.0.1:1")


@pytest.mark.filterwarnings("default")
def test_where_no_scheduler_answers_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    with pytest.raises(UsageError, match=r"No scheduler answers at tcp://127\.0\.0\.1:1 "):
        cluster._client("tcp://127.0.0.1:1")


@pytest.mark.parametrize("address", ["nonsense", "http://host:8786", "tcp://host", "tcp://host:port", "tcp://:8786/x"])
def test_what_is_no_address_is_refused_at_once(address: str) -> None:
    with pytest.raises(UsageError, match="is no address of a scheduler: name it as in tcp://HOST:8786"):
        cluster._client(address)


def test_how_many_at_a_time_is_not_asked_of_a_cluster(course: Path) -> None:
    assert "--jobs is of this machine" in refusal(course, "batch", "class", "--jobs", "2", "--scheduler", "tcp://x:1")
