"""The rubric gives the points that the handout states."""

from __future__ import annotations

import pytest

from grader.rubric import Differentiates
from tests.reference.toronto_a1.homework import FOLDER

RUBRIC = FOLDER.rubric
ITEMS = {item.id: item for item in RUBRIC.items}
BY_HAND = ("large_weights", "wrong_labels", "hidden_units")


@pytest.mark.parametrize(("item", "expected"), [("softsign", 1), ("loss", 2), ("cost", 2)])
def test_an_item_has_the_points_of_the_handout(item: str, expected: float) -> None:
    assert ITEMS[item].points == expected
    assert ITEMS[item].by_hand == 0


def test_two_two_and_one_point_are_given_by_hand() -> None:
    assert [ITEMS[name].by_hand for name in BY_HAND] == [2, 2, 1]
    assert [ITEMS[name].points for name in BY_HAND] == [2, 2, 1]


def test_the_points_add_up_to_ten() -> None:
    assert sum(item.points for item in RUBRIC.items) == RUBRIC.total == 10


def test_every_item_by_hand_has_evidence_to_look_at() -> None:
    driver_outputs = {
        "large_weights": ("logistic_ce", "logistic_se", "softsign_ce", "logistic_ce_training_error"),
        "wrong_labels": ("logistic_se_training_error", "logistic_se_validation_error"),
        "hidden_units": ("softsign_slope", "logistic_slope"),
    }
    for name, outputs in driver_outputs.items():
        assert set(outputs) <= set(ITEMS[name].plotted)


def test_the_four_gradients_are_judged_apart_and_weigh_the_same() -> None:
    apart = {check.id: check.points for check in ITEMS["cost"].checks if check.id[5:] in ("W1", "b1", "w2", "b2")}
    assert apart == dict.fromkeys(("cost_W1", "cost_b1", "cost_w2", "cost_b2"), 0.4)


def test_every_part_is_differentiated_too() -> None:
    items = [item.id for item in RUBRIC.items for check in item.checks if isinstance(check, Differentiates)]
    assert items == ["softsign", "loss", "cost"]


def test_evidence_has_no_points_and_nothing_else_has_none() -> None:
    free = [check.id for check in RUBRIC.checks() if not check.points]
    assert free == ["losses_shown", "large_init_shown", "noise_shown", "large_r_shown"]


def test_both_files_are_required() -> None:
    assert RUBRIC.files == ("models.py", "a1-writeup.pdf")


def test_every_check_says_what_must_hold_in_one_line() -> None:
    for check in RUBRIC.checks():
        assert 20 < len(check.title) < 95, check.id


def test_every_check_uses_cases_that_exist() -> None:
    for check in RUBRIC.checks():
        for probe in check.probes:
            assert set(check.cases) <= {case.name for case in FOLDER.cases[probe]}, check.id
