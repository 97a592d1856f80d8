"""The rubric gives the points that the handout states."""

from __future__ import annotations

import pytest

from grader.rubric import Forbids, RubricItem
from tests.reference.cmu_hw1p1.homework import FOLDER

RUBRIC = FOLDER.rubric
ITEMS = {item.id: item for item in RUBRIC.items}


def points(item: RubricItem, *ending: str) -> float:
    return sum(check.points for check in item.checks if check.id.endswith(ending))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("softmax", 4), ("sigmoid", 4), ("tanh", 4), ("relu", 4), ("linear", 9), ("hidden", 10),
        ("first_network", 10), ("second_network", 10), ("third_network", 10),
        ("batchnorm", 10), ("inference", 5), ("momentum", 10), ("training", 10), ("rules", 0),
    ],
)  # fmt: skip
def test_an_item_has_the_points_of_the_handout(item: str, expected: float) -> None:
    assert ITEMS[item].points == expected


def test_the_points_add_up_to_a_hundred() -> None:
    assert sum(item.points for item in RUBRIC.items) == RUBRIC.total == 100


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_forward_and_derivative_of_an_activation_weigh_the_same(name: str) -> None:
    assert points(ITEMS[name], "_derivative", "_gradient", "_again") == 2


@pytest.mark.parametrize("name", ["first", "second", "third"])
def test_forward_and_backward_of_a_deep_network_weigh_the_same(name: str) -> None:
    assert points(ITEMS[f"{name}_network"], "_forward", "_again") == 5


def test_the_linear_classifier_has_three_parts_of_three() -> None:
    assert points(ITEMS["linear"], "linear_forward", "_init") == 3
    assert points(ITEMS["linear"], "_dW", "_db", "_gradient") == 3
    assert points(ITEMS["linear"], "_step", "zero_grads") == 3


def test_every_check_says_what_must_hold_in_one_line() -> None:
    for check in RUBRIC.checks():
        assert 20 < len(check.title) < 90, check.id


def test_only_the_forbidden_has_no_points() -> None:
    assert [check.id for check in RUBRIC.checks() if not check.points] == ["no_autodiff"]
    assert [check.penalty for check in RUBRIC.checks() if isinstance(check, Forbids)] == [1.0]


def test_every_check_uses_cases_that_exist() -> None:
    for check in RUBRIC.checks():
        for probe in check.probes:
            assert set(check.cases) <= {case.name for case in FOLDER.cases[probe]}, check.id
