"""One check in full on the terminal, and its picture in characters."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from grader.report import blocks
from grader.report.explain import to_explanation
from grader.report.redact import for_student
from grader.score import Mismatch
from tests.report import report_samples as samples

SEQUENCE = re.compile(r"\x1b\[[\d;]*m")


def told(text: str) -> str:
    """Return a text without what depends on the width."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("check", "facts"),
    [
        (
            "derivative",
            ["wrong 0/2 Sigmoid: derivative", "Handout: Section 3.2", "hw1.py, line 12: Sigmoid"],
        ),
        ("derivative", ["input x [[1, 2]]", "came out dW[0] [[20.], [40.]]", "should be dW[0] [[1.], [2.]]"]),
        ("derivative", ["worst [9, 5] 3.4128871 0.17064436 3.24 0.000474", "worst: the largest error ÷ allowed"]),
        (
            "derivative",
            ["wrong small public, 2 ms x float64 (20, 10), from", "shape (20, 10) loss 2.30258"],
        ),
        ("backward", ["One of these explains it: - dW[0] is 20 times the expected one. - dW[0] is 40 times"]),
        ("backward", ["the submission's own code wrong no with the given Sigmoid, Linear passed 2 of 4"]),
        ("also_near", ["near miss: "]),
    ],
)
def test_one_check_is_told_with_all_that_the_report_holds_of_it(check: str, facts: list[str]) -> None:
    text = told(to_explanation(samples.explained(), check, width=100))
    assert [fact for fact in facts if fact not in text] == []


def test_a_gradient_check_shows_its_rows_and_an_exception_where_it_was_raised() -> None:
    assert "W[1] [0, 2] 0.91822371 0.22955593 3" in told(to_explanation(samples.typical(), "hidden_gradient"))
    raised = to_explanation(samples.typical(), "hidden_forward")
    assert "    Traceback\n      hw1.py, line 212, in forward\n          self.z = " in raised


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("sample", [samples.explained, samples.hostile, samples.typical])
def test_every_check_keeps_to_the_width_and_to_characters_that_do_nothing(sample: object, width: int) -> None:
    report = sample()  # type: ignore[operator]
    for name in [check.id for item in report.items for check in item.checks]:
        plain = to_explanation(report, name, width=width)
        assert max(map(len, plain.splitlines())) <= width
        coloured = SEQUENCE.sub("", to_explanation(report, name, width=width, colour=True))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", plain + coloured)


def test_what_a_student_may_not_see_is_told_in_one_sentence() -> None:
    report = samples.explained()
    items = [replace(item, checks=tuple(replace(c, visibility="hidden") for c in item.checks)) for item in report.items]
    shown = for_student(replace(report, items=tuple(items)))
    assert (
        to_explanation(shown, "derivative")
        == "derivative is graded, but this version of the report does not show it.\n"
    )


def mismatch(*rows: tuple[float, ...], shape: tuple[int, ...]) -> Mismatch:
    return Mismatch("W", "values", actual_shape=shape, expected_shape=shape, picture=rows)


@pytest.mark.parametrize(
    ("found", "shades", "lines"),
    [
        (mismatch((0.0, 2.0), (5.0, 3e4), shape=(2, 2)), True, ["  0  1", "0 ··░░", "1 ░░██"]),
        (mismatch((0.0, 2.0), (500.0, 3e4), shape=(2, 2)), False, ["  0  1", "0 ..11", "1 3344"]),
        (mismatch((0.5, math.inf, 9.0), shape=(3,)), False, [" 0    2", " ..xx44"]),
        (mismatch((0.0,), (2.0,), shape=(40, 1)), True, [" 0 ··", "20 ██"]),
        (mismatch(shape=(0,)), True, []),
    ],
)
def test_a_picture_has_a_sign_for_every_cell_beside_the_index_of_its_row(
    found: Mismatch, shades: bool, lines: list[str]
) -> None:
    drawn = blocks.heat_map(found, width=60, shades=shades)
    assert drawn[: len(lines)] == lines
    assert bool(drawn) == bool(lines)
    assert ("each cell is a block" in drawn[-1]) if found.actual_shape == (40, 1) else True


def test_a_wide_picture_takes_one_sign_a_cell_and_its_legend_breaks_between_signs() -> None:
    drawn = blocks.heat_map(mismatch(*[tuple(10.0 ** (x / 8) for x in range(32))] * 9, shape=(9, 32)), width=40)
    assert max(map(len, drawn)) <= 40
    assert len(drawn[1]) == 34
    assert [line for line in drawn if line.endswith("over")] == []
