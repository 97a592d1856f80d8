"""The bench itself: its preparation, one round on two submissions, and its arithmetic. No time is judged."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course import AssignmentFolder
from tests.bench import breakdown, contenders, floor, processor, rounds
from tests.bench.contenders import Contender
from tests.bench.peer_forms import PEERS
from tests.bench.prepare import ROOT, SLUG, Bench, prepare, sample_of


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return prepare(tmp_path_factory.mktemp("bench"), sample_of(ROOT), 2)


def test_each_contender_does_the_work_and_is_measured(bench: Bench) -> None:
    here = {PEERS[0]: Path(sys.executable)}  # the others have environments of their own, which only the bench makes
    contests = contenders.contests(bench, here)
    assert len(contests) == 3
    for contest in contests.values():
        for contender in contest:
            assert contender.seconds() > 0, contender.name


def test_what_a_process_and_its_children_take_of_a_processor_is_counted() -> None:
    try:
        with processor.counted() as taken:
            before = taken()
            subprocess.run([sys.executable, "-c", "sum(range(10**6))"], check=True)
            assert taken() > before + 5  # to start Python alone takes more
    except OSError as error:
        pytest.skip(f"no control group can be made here: {error}")


def test_a_contender_that_fails_stops_the_bench(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / bench.file).write_text("raise SystemExit(1)\n")
    floor_first = next(iter(contenders.contests(replace(bench, sample=tmp_path), {}).values()))
    with pytest.raises(RuntimeError, match="failed"):
        floor_first[0].seconds()


def test_what_peers_are_given_is_python_and_asks_for_every_check() -> None:
    assignment = AssignmentFolder(ROOT / "reference" / SLUG)
    ids = [check.id for check in assignment.rubric.checks()]
    for peer in PEERS:
        (text,) = (text for name, text in peer.files(list(assignment.rubric.checks())).items() if name.endswith(".py"))
        called = [
            node.args[0].value
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) == "peer.check"
            and isinstance(node.args[0], ast.Constant)
        ]
        assert called == ids, peer.name


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("pytest + pytest-json-report", {"tests": [{"outcome": "passed"}, {"outcome": "OUTCOME"}]}),
        ("gradescope-utils", {"tests": [{"status": "passed"}, {"status": "OUTCOME"}]}),
        ("check50", {"results": [{"passed": True, "cause": None}, {"passed": False, "cause": "no"}]}),
        ("otter-grader", {"tests": [{"name": "Public Tests"}, {"name": "all", "max_score": 2, "score": "OUTCOME"}]}),
    ],
)
def test_a_peer_that_fails_a_check_is_noticed(name: str, report: dict[str, Any], tmp_path: Path) -> None:
    (peer,) = (peer for peer in PEERS if peer.name == name)
    for outcome, passed, score in (("passed", True, 2), ("failed", False, 1)):
        text = json.dumps(report).replace('"passed": false', f'"passed": {json.dumps(passed)}')
        text = text.replace('"score": "OUTCOME"', f'"output": "no", "score": {score}').replace("OUTCOME", outcome)
        (tmp_path / "results.json").write_text(text)
        assert peer.passed(tmp_path / "results.json", 2) is passed
        assert not peer.passed(tmp_path / "results.json", 3)


def test_breakdown_names_every_step(bench: Bench) -> None:
    said = breakdown.measured(bench, 1)
    for step in ("start Python", "import: NumPy", "open a session", "probes", "judge", "pytest", "reports", "sum"):
        assert f"| {step}" in said


@pytest.mark.parametrize(("path", "changed"), [("x", {"x": 9, "w": [1, 2]}), ("w[1]", {"x": 0, "w": [1, 9]})])
def test_floor_puts_a_perturbed_array_in_its_place(path: str, changed: dict[str, object]) -> None:
    inputs = {"x": 0, "w": [1, 2]}
    assert floor.replaced(inputs, path, np.array(9)) == changed
    assert inputs == {"x": 0, "w": [1, 2]}


def test_ratios_are_taken_within_rounds_and_the_first_round_does_not_count() -> None:
    def times(*seconds: float) -> partial[float]:
        return partial(next, iter(seconds))

    contest = [Contender("floor", times(9, 1, 2, 4)), Contender("twice", times(1, 2, 4, 8))]
    low, high = rounds.measure({"title": contest}, 3)["title"]
    assert (low.seconds, low.least, low.most, low.ratio) == (2, 1, 4, 1)
    assert (high.seconds, high.least, high.most, high.ratio) == (4, 2, 8, 2)


def test_table_says_milliseconds_and_ratio() -> None:
    said = rounds.table("cold", [rounds.Row("grade", 0.5, 0.4, 0.61, 1.98)])
    assert said.splitlines()[-1] == "| grade | 500 | 400 to 610 | 1.98 |"
