"""The bench itself: its preparation, one round on two submissions, and its arithmetic. No time is judged."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.bench import breakdown, contenders, floor, rounds
from tests.bench.contenders import Contender
from tests.bench.prepare import ROOT, Bench, prepare, sample_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return prepare(tmp_path_factory.mktemp("bench"), sample_of(ROOT), 2)


def test_each_contender_does_the_work_and_is_measured(bench: Bench) -> None:
    contests = contenders.contests(bench)
    assert len(contests) == 3
    for contest in contests.values():
        for contender in contest:
            assert contender.seconds() > 0, contender.name


def test_a_contender_that_fails_stops_the_bench(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / bench.file).write_text("raise SystemExit(1)\n")
    floor_first = next(iter(contenders.contests(replace(bench, sample=tmp_path)).values()))
    with pytest.raises(RuntimeError, match="failed"):
        floor_first[0].seconds()


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
