"""The rubric gives the points that the handout states."""

from __future__ import annotations

import pytest

from grader.rubric import Forbids
from tests.reference.vu_a1.homework import FOLDER

RUBRIC = FOLDER.rubric
ITEMS = {item.id: item for item in RUBRIC.items}
CHECKS = {check.id: check for check in RUBRIC.checks()}


@pytest.mark.parametrize(
    ("item", "expected", "by_hand"),
    [("q1", 1, 1), ("q2", 1, 1), ("q3", 1.5, 0), ("q4", 1.5, 0), ("q5", 1.5, 0), ("q6", 1, 0), ("q7", 2.5, 2.5),
     ("rules", 0, 0)],
)  # fmt: skip
def test_an_item_has_the_points_of_the_handout(item: str, expected: float, by_hand: float) -> None:
    assert (ITEMS[item].points, ITEMS[item].by_hand) == (expected, by_hand)


def test_the_points_add_up_to_ten() -> None:
    assert sum(item.points for item in RUBRIC.items) == RUBRIC.total == 10


def test_the_known_point_earns_half_a_point_and_random_points_one() -> None:
    assert CHECKS["scalar_known"].points == 0.5
    assert sum(check.points for check in ITEMS["q3"].checks) - 0.5 == 1


def test_what_scalar_py_can_earn_is_what_numpy_in_it_costs() -> None:
    (check,) = [check for check in RUBRIC.checks() if isinstance(check, Forbids)]
    assert check.penalty * RUBRIC.total == pytest.approx(ITEMS["q3"].points + ITEMS["q4"].points)


def test_the_evidence_of_question_seven_is_drawn_and_earns_nothing() -> None:
    assert sum(check.points for check in ITEMS["q7"].checks) == 0
    rates = {f"training_loss_at_{rate}" for rate in ("0.001", "0.003", "0.01", "0.03")}
    curves = {"training_loss", "validation_loss", "training_loss_mean", "training_loss_std"}
    assert set(ITEMS["q7"].plotted) >= rates | curves


def test_every_check_says_what_must_hold_in_one_line() -> None:
    for check in RUBRIC.checks():
        assert 20 < len(check.title) < 100, check.id


def test_every_check_uses_cases_that_exist() -> None:
    for check in RUBRIC.checks():
        for probe in check.probes:
            assert set(check.cases) <= {case.name for case in FOLDER.cases[probe]}, check.id
