"""What the matrix of mistakes and checks says of a rubric."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.audit import matrix
from grader.diagnose import prints
from grader.diagnose.catalogue import Catalogue, Variant
from grader.mistakes import Mistake
from grader.rubric import Assignment, Matches, Policy, RubricItem

if TYPE_CHECKING:
    from grader.audit.findings import Finding

RUBRIC = Assignment(
    "small",
    title="Small",
    files=("small.py",),
    total=10,
    stand_ins={"Part": ("part",)},
    items=(
        RubricItem("first", "A part", (Matches("part", points=2), Matches("slope", points=1, needs=("part",)))),
        RubricItem("second", "The whole", (Matches("whole", points=5, needs=("Part",)), Matches("rest", points=2))),
    ),
)
CALL = ("part", "small_1")


def outputs(*values: float) -> dict[tuple[str, str], prints.Prints]:
    return {CALL: {"y": prints.of_array(np.array(values))}}


def variant(name: str, *lost: str, costs: float = 1.0, y: float = 1.0) -> Variant:
    return Variant(name, "A sentence.", wrong=outputs(y, 2.0), lost=dict.fromkeys(lost, "wrong"), costs=costs)


def found(*variants: Variant, said: dict[str, tuple[str, ...]] | None = None) -> list[Finding]:
    """Return what is found when mistakes.py says of each what came, or what is `said`."""
    loses = {one.id: tuple(one.lost) for one in variants} | (said or {})
    mistakes = [Mistake(one.id, one.text, (), loses[one.id]) for one in variants]
    return list(matrix.findings(matrix.of(RUBRIC, mistakes, Catalogue(variants))))


TRIPS_ALL = variant("all", "part", "slope", "whole", "rest", costs=10.0, y=7.0)


def test_a_sound_rubric_gives_no_finding() -> None:
    assert not found(TRIPS_ALL, variant("own", "part", "slope", costs=3.0))


@pytest.mark.parametrize(
    ("wrong", "said", "finding"),
    [
        (variant("unseen", costs=0.0), None, "uncaught:unseen"),
        (variant("free", "whole", costs=0.0), None, "free:free"),
        (variant("more", "part"), {"more": ()}, "loses:more"),
        (variant("fewer", "part"), {"fewer": ("part", "rest")}, "loses:fewer"),
        (variant("cascading", "part", "whole", costs=7.0), None, "cascade:first"),
    ],
)
def test_each_fault_is_found(wrong: Variant, said: dict[str, tuple[str, ...]] | None, finding: str) -> None:
    assert [one.id for one in found(TRIPS_ALL, wrong, said=said)] == [finding]


def test_a_check_that_no_mistake_loses_is_found() -> None:
    assert [one.id for one in found(variant("own", "part", "slope", "whole", costs=3.0))] == ["untripped:rest"]


def test_a_cascade_names_the_checks_that_a_stand_in_is_for() -> None:
    (one,) = found(TRIPS_ALL, variant("cascading", "part", "whole", costs=7.0))
    assert "costs 7 points, its own part 2: give a stand-in for the part to whole." in one.text


def test_what_stand_ins_give_back_is_no_cascade() -> None:
    assert not found(TRIPS_ALL, variant("carried", "part", "whole", costs=2.0))


def test_what_the_policy_does_not_carry_forward_is_no_cascade() -> None:
    half = replace(RUBRIC, policy=Policy(carried=0.5))
    rows = (variant("half", "part", "whole", costs=4.5), variant("all", "part", "whole", costs=7.0))
    assert [row.elsewhere for row in matrix.of(half, [], Catalogue(rows)).rows] == [0.0, 2.5]


def test_what_a_mistake_costs_within_its_own_item_is_no_cascade() -> None:
    (row,) = matrix.of(RUBRIC, [], Catalogue((variant("own", "part", "slope", costs=3.0),))).rows
    assert (row.begins, row.part, row.elsewhere) == ("first", 3.0, 0.0)


def test_the_worst_cascades_are_listed_first() -> None:
    rows = (variant("small", "part", "whole", costs=4.0), variant("great", "part", "whole", costs=7.0, y=3.0))
    listed = matrix.of(RUBRIC, [], Catalogue(rows)).worst()
    assert [(row.mistake, row.elsewhere) for row in listed] == [("great", 5.0), ("small", 2.0)]


class TestMistakesThatAreAlike:
    def test_the_same_outputs_are_a_finding_that_names_both(self) -> None:
        (one,) = found(TRIPS_ALL, variant("one", "part"), variant("other", "part"))
        assert one.id == "alike:one+other"
        assert "one and other" in one.text

    def test_the_same_checks_with_other_outputs_are_none(self) -> None:
        rows = (variant("one", "part"), variant("other", "part", y=1.1))
        assert not found(TRIPS_ALL, *rows)
        groups = matrix.of(RUBRIC, [], Catalogue(rows)).groups
        assert (groups.same_checks, groups.outputs) == ((("one", "other"),), ())

    def test_rounding_does_not_tell_them_apart(self) -> None:
        rows = (variant("one", "part"), variant("other", "part", y=1.0 + 1e-12))
        assert matrix.of(RUBRIC, [], Catalogue(rows)).groups.outputs == (("one", "other"),)

    def test_mistakes_that_lose_other_checks_are_told_apart_by_them(self) -> None:
        rows = (variant("one", "part"), variant("other", "part", "slope"))
        assert not matrix.of(RUBRIC, [], Catalogue(rows)).groups.same_checks
