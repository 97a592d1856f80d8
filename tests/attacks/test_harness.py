"""The harness can fail: whatever an attack must not do is noticed where nothing keeps it from doing it."""

from __future__ import annotations

import math
import os
import subprocess
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.engine import run as engine
from grader.errors import GradeError
from grader.sandbox.warm import Warm
from grader.score import ScoreReport
from grader.workspace import workspace
from tests import processes
from tests.attacks import deeds, harness, traps
from tests.attacks.examples import LEVEL, attack

if TYPE_CHECKING:
    from pathlib import Path

    from tests.attacks.attack import Attack


def broken(found: Attack, warm: Warm, finished: Path) -> str:
    return " / ".join(harness.run(found, LEVEL, warm, finished).broken)


@pytest.mark.parametrize(("module", "points"), [("right", 10), ("wrong", 0)])
def test_what_lies_beside_an_attack_is_worth_everything_and_nothing(
    tmp_path: Path, warm: Warm, finished_toy: Path, module: str, points: int
) -> None:
    found = attack(tmp_path, f"from {module} import *", f"Deserves: {points}")
    assert broken(found, warm, finished_toy) == ""


STEAL = "told = open('@CLASSMATE@/toy.py').read().split('# canary')[1].strip()\n"
NOTICED = {
    "marks that are not deserved": ("", "Deserves: 0", "it got 10 points and deserves 0"),
    "a wrong verdict": ("", "Deserves: 10\nVerdicts: drawn=wrong", "drawn is passed and should be wrong"),
    "a file": ("open('@DROP@/x', 'w').close()", "Deserves: 10", "files were left or changed: drop/x"),
    "a file in a public folder": (
        f"open('{traps.WATCHED[1]}/backgrade-attack-of-{os.getpid()}', 'w').close()",
        "Deserves: 10",
        f"{traps.WATCHED[1]}/backgrade-attack-",
    ),
    "a contact": (
        "import socket; socket.create_connection(('127.0.0.1', @PORT@)).sendall(b'hello')",
        "Deserves: 10",
        "it made contact (TCP",
    ),
    "a datagram": (
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'hello', ('127.0.0.1', @UDP@))",
        "Deserves: 10",
        "it made contact (UDP: b'hello')",
    ),
    "an abstract socket": (
        "import socket; socket.socket(socket.AF_UNIX).connect('\\0@ABSTRACT@')",
        "Deserves: 10",
        "it made contact (abstract",
    ),
    "loot that is printed": (
        f"{STEAL}\ndef loss(*_): print('canary' + told)",
        "Deserves: 6",
        "the canary was seen in text that came back",
    ),
    "loot in an exception": (
        f"{STEAL}\ndef loss(*_): raise ValueError('canary' + told)",
        "Deserves: 6",
        "the canary was seen in a report",
    ),
    "loot in numbers": (
        f"{STEAL}\nimport numpy as np\ndef draw(n): return np.array([float(ord(c)) for c in 'canary' + told])",
        "Deserves: 9",
        "the canary was seen in numbers",
    ),
    "a hidden input in the student's report": (
        f"def loss(*_): raise ValueError('{deeds.CARRIED} from a hidden case')",
        "Deserves: 6",
        "the student's report tells what was made of hidden inputs",
    ),
}


@pytest.mark.parametrize("name", NOTICED)
def test_it_is_noticed_when_an_attack_gets_away_with(tmp_path: Path, warm: Warm, finished_toy: Path, name: str) -> None:
    code, fields, words = NOTICED[name]
    assert words in broken(attack(tmp_path, f"from right import *\n{code}\n", fields), warm, finished_toy)


def test_a_process_that_stays_is_noticed_and_ended_though_its_parent_is_gone(
    tmp_path: Path, warm: Warm, finished_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(*arguments: Any) -> Any:
        subprocess.run(["/bin/sh", "-c", "sleep 60 &"], check=True)
        return original(*arguments)

    original, before = engine.grade, processes.descendants(os.getpid())
    monkeypatch.setattr(engine, "grade", graded)
    assert broken(attack(tmp_path, "from right import *"), warm, finished_toy) == "1 processes were left"
    assert not processes.alive(processes.descendants(os.getpid()) - before)


def test_a_file_that_stays_is_removed(tmp_path: Path, warm: Warm, finished_toy: Path) -> None:
    before = set(traps.WATCHED[1].iterdir())
    code, fields, _ = NOTICED["a file in a public folder"]
    found = harness.run(attack(tmp_path, f"from right import *\n{code}", fields), LEVEL, warm, finished_toy)
    assert found.files == 1
    left = set(traps.WATCHED[1].iterdir()) - before
    assert not [path for path in left if path.name.endswith(f"of-{os.getpid()}")]


def test_an_archive_that_is_not_refused_is_noticed(tmp_path: Path, warm: Warm, finished_toy: Path) -> None:
    build = "def build(folder):\n    path = folder / 'toy.py'\n    path.write_text({source!r})\n    return path\n"
    code = build.format(source=harness.BESIDE["right.py"])
    refused = attack(tmp_path, code, "Refused: outside", "archives")
    assert "it was not refused with 'outside' but: graded, 10 of 12" in broken(refused, warm, finished_toy)
    graded = attack(tmp_path, code, "Deserves: 10", "archives")
    assert broken(graded, warm, finished_toy) == ""


def test_a_warm_parent_that_ended_is_noticed(
    tmp_path: Path, finished_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(job: Any, warm: Warm, submissions: Any) -> Any:
        reports = original(job, warm, submissions)
        warm.process.kill()
        warm.process.wait()
        return reports

    original = engine.grade
    monkeypatch.setattr(engine, "grade", graded)
    with Warm() as parent:
        assert broken(attack(tmp_path, "from right import *"), parent, finished_toy) == "the warm parent ended"


def test_a_grader_that_fails_or_does_not_end_is_noticed(
    tmp_path: Path, finished_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(_: Any, warm: Warm, __: Any) -> Any:
        warm.process.wait(30)
        raise ValueError("no answer")

    monkeypatch.setattr(engine, "grade", waits)
    monkeypatch.setattr(harness, "PATIENCE", -11.5)
    with Warm() as parent:
        said = broken(attack(tmp_path, "", "Deserves: 0\nLimits: submission_seconds=5"), parent, finished_toy)
    assert "it could not be graded: GradeError: ValueError: no answer" in said
    assert "the neighbour was harmed" in said


def test_a_report_that_cannot_be_written_is_noticed(
    tmp_path: Path, warm: Warm, finished_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(*arguments: Any) -> Any:
        return [replace(report, seconds=math.inf) for report in original(*arguments) if isinstance(report, ScoreReport)]

    original = engine.grade
    monkeypatch.setattr(engine, "grade", graded)
    assert "The report cannot be written" in broken(attack(tmp_path, "from right import *"), warm, finished_toy)


def test_a_workspace_that_stays_is_noticed(
    tmp_path: Path, warm: Warm, finished_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(*arguments: Any) -> Any:
        forgotten[0].__enter__()
        return original(*arguments)

    original, forgotten = engine.grade, [workspace()]
    monkeypatch.setattr(engine, "grade", graded)
    assert "files were left or changed: temp/backgrade-" in broken(
        attack(tmp_path, "from right import *"), warm, finished_toy
    )


def test_memory_that_the_grader_takes_is_noticed(
    tmp_path: Path, warm: Warm, finished_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(*arguments: Any) -> Any:
        bytes(range(256)) * (2 << 20)
        return original(*arguments)

    original = engine.grade
    monkeypatch.setattr(engine, "grade", graded)
    assert "the grader's memory grew by 5" in broken(attack(tmp_path, "from right import *"), warm, finished_toy)


def test_time_beyond_the_limits_is_noticed(
    tmp_path: Path, warm: Warm, finished_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(*arguments: Any) -> Any:
        time.sleep(0.2)
        return original(*arguments)

    original = engine.grade
    monkeypatch.setattr(engine, "grade", graded)
    monkeypatch.setattr(deeds, "SPARE_SECONDS", -11.9)
    assert "its limits allow 0.1 s" in broken(attack(tmp_path, "from right import *"), warm, finished_toy)


def test_a_short_text_says_how_a_neighbour_fared() -> None:
    assert list(deeds.neighbour(GradeError("gone"))) == ["the neighbour was harmed: GradeError: gone"]
