"""A policy or a rubric item that contradicts itself is refused at load, before anything is graded by it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from grader import contradictions
from grader.errors import RubricError
from grader.rubric import Assignment, Late, Matches, Policy, RubricItem

CHECKED = Matches("forward", points=4)


def assignment(policy: Any = None, **item: Any) -> Assignment:
    entry = RubricItem("code", "Code", **({"checks": (CHECKED,)} | item))
    total = 0 if entry.extra is True else entry.points
    return Assignment("a", title="A", files=("a.py", "b.pdf"), total=total, policy=policy or Policy(), items=(entry,))


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("strict", "policy must be Policy(...)."),
        (Policy(archive="["), "policy: archive '[' is no pattern"),
        (Policy(archive=7), "policy: archive 7 is no pattern"),  # type: ignore[arg-type]
        (Policy(format=0.05), "policy: format costs something, but neither archive nor exactly says what is wrong."),
        (Policy(format=5, exactly=True), "policy: format is a fraction of the score, from 0 to 1."),
        (Policy(format=math.nan, exactly=True), "policy: format is a fraction"),
        (Policy(cannot_run=-0.2), "policy: cannot_run is a fraction"),
        (Policy(exactly="yes"), "policy: exactly is True or False."),  # type: ignore[arg-type]
        (Policy(missing={"c.pdf": 0.1}), "policy: missing names 'c.pdf', which is none of the required files that"),
        (Policy(missing={"a.py": 0.1}), "policy: missing names 'a.py', which is none of the required files"),
        (Policy(missing={"b.pdf": 10}), "policy: missing['b.pdf'] is a fraction"),
        (Policy(missing=("b.pdf",)), "policy: missing must map required files to fractions"),  # type: ignore[arg-type]
        (Policy(due="2026-09-30T23:59"), "policy: '2026-09-30T23:59' has no time zone"),
        (Policy(due="2026-09-30", zone="UTC"), "policy: '2026-09-30' is no time"),
        (Policy(zone="Mars/Base"), "policy: 'Mars/Base' is no time zone"),
        (Policy(late=Late(24, 0.2)), "policy: late must be a tuple of Late(hours, fraction)"),  # type: ignore[arg-type]
        (Policy(late=((24, 0.2),)), "policy: late must be a tuple of Late(hours, fraction)"),  # type: ignore[arg-type]
        (Policy(late=(Late(24, 20),)), "policy: Late(hours=24, fraction=20) needs hours from 0 up and a fraction"),
        (Policy(late=(Late(-1, 0.2),)), "policy: Late(hours=-1, fraction=0.2) needs hours from 0 up"),
        (Policy(late=(Late(math.nan, 0.2),)), "policy: Late(hours=nan, fraction=0.2) needs hours from 0 up"),
        (Policy(late=(Late(24, 0.2), Late(12, 0.3))), "policy: the steps of late must grow"),
        (Policy(late=(Late(24, 0.2), Late(48, 0.1))), "policy: the steps of late must grow"),
        (Policy(of="total"), "policy: of is one of maximum, earned."),  # type: ignore[arg-type]
        (Policy(rounding=3), "policy: rounding must be a unit of points that divides the total."),
        (Policy(rounding=-1), "policy: rounding must be a unit"),
        (Policy(capped=1), "policy: capped is True or False."),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_meant_is_refused(policy: Any, said: str) -> None:
    with pytest.raises(RubricError) as refused:
        contradictions.refuse(assignment(policy))
    assert f"a: {said}" in str(refused.value)
    assert refused.value.line > 0


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"override": True, "by_hand": 1.0}, "with override a person's points stand for the whole item"),
        ({"override": True, "checks": (), "by_hand": 1.0}, "by_hand_without and override are for items with checks"),
        ({"by_hand_without": "a.json", "checks": (), "by_hand": 1.0}, "by_hand_without and override are for items"),
        ({"by_hand_without": "sub/a.json"}, "by_hand_without must be the name of one file"),
        ({"by_hand_without": ("a.json",)}, "by_hand_without must be the name of one file"),
        ({"override": "yes"}, "override is True or False."),
        ({"extra": 1}, "extra is True or False."),
    ],
)
def test_an_item_whose_points_nobody_or_two_would_give_is_refused(item: dict[str, Any], said: str) -> None:
    with pytest.raises(RubricError) as refused:
        contradictions.refuse(assignment(**item))
    assert f"rubric item 'code': {said}" in str(refused.value)
    assert refused.value.line > 0


@pytest.mark.parametrize(
    "policy",
    [
        Policy(),
        Policy(format=0.05, archive=r"\w+\.zip", exactly=True, missing={"b.pdf": 0.1}, cannot_run=0.2),
        Policy(due="2026-09-30T23:59", zone="Europe/Berlin", late=(Late(1, 0), Late(math.inf, 0.5))),
        Policy(due="2026-09-30T23:59Z", of="earned", capped=True, rounding=0.1),
    ],
)
def test_what_can_be_meant_is_not_refused(policy: Policy) -> None:
    for item in ({}, {"by_hand_without": "a.json", "override": True}, {"extra": True}, {"by_hand": 1.0}):
        contradictions.refuse(assignment(policy, **item))


def test_extra_credit_is_no_part_of_the_total() -> None:
    with pytest.raises(RubricError, match="the items add up to 0 points, but total says 4"):
        contradictions.refuse(
            Assignment("a", title="A", files=("a.py",), total=4, items=(RubricItem("x", "X", (CHECKED,), extra=True),))
        )
