"""The rubric of NYU's homework 1 has the handout's points, and pays apart for what may be wrong apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import AssignmentFolder

FOLDER = AssignmentFolder(Path(__file__).parents[3] / "reference" / "nyu_hw1")
RUBRIC = FOLDER.rubric
MISTAKES = {mistake.id: set(mistake.loses) for mistake in FOLDER.mistakes}
POINTS = {check.id: check.points for check in RUBRIC.checks()}


def test_theory_has_the_points_of_the_handout_by_hand_and_implementation_as_many_by_checks() -> None:
    by_hand = [item.by_hand for item in RUBRIC.items if item.by_hand]
    assert by_hand == [1, 5, 8, 3, 10, 10, 1, 1, 1, 1, 4, 4, 1]
    assert sum(by_hand) == sum(POINTS.values()) == 50


def test_a_pair_of_errors_that_make_up_for_each_other_loses_what_each_loses_but_the_whole() -> None:
    together = MISTAKES["mean_over_batch"] | MISTAKES["mse_slope_not_divided"] | MISTAKES["bce_slope_not_divided"]
    assert MISTAKES["compensating_pair"] == together - {"mse_whole", "bce_whole"}
    assert sum(POINTS[name] for name in MISTAKES["compensating_pair"]) > 25


@pytest.mark.parametrize("loss", ["mse", "bce"])
def test_the_value_and_the_slope_of_a_loss_are_paid_apart(loss: str) -> None:
    assert f"{loss}_slope" not in MISTAKES["mse_value_summed" if loss == "mse" else "bce_summed"]
    assert f"{loss}_value" not in MISTAKES[f"{loss}_slope_not_divided"]


def test_using_autograd_costs_as_much_as_the_implementation_is_worth() -> None:
    (rule,) = [check for check in RUBRIC.checks() if check.id == "no_autograd"]
    assert rule.penalty * RUBRIC.total == sum(POINTS.values())  # type: ignore[attr-defined]
