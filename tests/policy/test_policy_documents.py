"""What people read of a policy is what is applied."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from grader import contradictions, deductions, handout, rubric_page
from grader.expected import Expected
from grader.policy import sentences
from grader.rubric import Assignment, Late, Policy
from tests.policy import samples_of_policy as samples

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "grading-policy.md").read_text()


def test_the_readme_leads_to_the_page() -> None:
    assert "(docs/grading-policy.md)" in (ROOT / "README.md").read_text()


def test_the_page_names_every_part_of_a_policy() -> None:
    for part in fields(Policy):
        assert f"`{part.name}`" in PAGE or f"{part.name}=" in PAGE, part.name


def test_the_policy_of_the_page_is_the_one_that_the_tests_apply() -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0].replace("    ...\n", "title='', total=0, items=(),\n")
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102 - our own page
    rubric = names["RUBRIC"]
    assert isinstance(rubric, Assignment)
    contradictions.refuse(rubric)
    assert replace(rubric.policy, due="", zone="") == samples.STRICT


def test_the_page_tells_the_steps_in_the_order_in_which_they_are_applied() -> None:
    told = re.findall(r"^\d\. \*\*(.+?)\*\*", PAGE, re.MULTILINE)
    starts = ["Rubric items", "Extra", "Broken rules", "Missing", "Form", "Code", "Late", "Rounding"]
    assert all(step.startswith(start) for step, start in zip(told, starts, strict=True))
    order = ["items", "cap on extra", "broken rules", "missing files", "form", "cannot be run", "late", "rounding"]
    written = (deductions.__doc__ or "").split("->")
    assert all(step in line for step, line in zip(order, written, strict=True))


def test_students_are_told_the_policy_in_sentences() -> None:
    form = r"Hand in an archive whose whole name matches `[a-z]{2,3}\d+\.zip`, with theory.pdf, mlp.py and nothing else"
    assert list(sentences(replace(samples.STRICT, due="2026-09-30T23:59Z"), samples.RUBRIC.files)) == [
        f"{form}; otherwise 5 % of the maximum is taken.",
        "Code that cannot be executed costs 20 % of the maximum.",
        "Due 2026-09-30T23:59Z.",
        "Up to 24 hours late: 20 % of the maximum is taken.",
        "Later nothing is accepted.",
    ]
    other = Policy(missing={"theory.pdf": 0.1}, late=(Late(1, 0), Late(float("inf"), 0.5)), of="earned", rounding=0.5)
    assert list(sentences(other, samples.RUBRIC.files)) == [
        "Without theory.pdf 10 % of what is left is taken.",
        "Up to 1 hour late: nothing is taken.",
        "However late: 50 % of what is left is taken.",
        "The score is rounded to a multiple of 0.5, halves up.",
    ]
    assert list(sentences(Policy(), ())) == []


@pytest.mark.parametrize(
    ("carried", "earns"),
    [(1, "all of its points"), (0.5, "50 % of its points"), (0, "nothing, but the report tells")],
)
def test_students_are_told_what_a_pass_with_a_stand_in_earns(carried: float, earns: str) -> None:
    rubric = replace(samples.RUBRIC, policy=Policy(carried=carried), stand_ins={"MLP": ("relu",)})
    for told in (handout._rubric_table(rubric, Expected((), "")), rubric_page.markdown(rubric)):
        assert f"if it passes then, it earns {earns}." in told
    assert "earns" not in handout._rubric_table(replace(rubric, stand_ins={}), Expected((), ""))


def test_the_handout_tells_the_policy_below_the_rubric() -> None:
    rubric = replace(samples.RUBRIC, items=(replace(samples.RUBRIC.items[0], extra=True),))
    told = handout._rubric_table(rubric, Expected((), ""))
    assert "| **Theory** (extra credit) | | **50** | |" in told
    assert told.endswith("- Later nothing is accepted.")
