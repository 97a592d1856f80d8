"""Charts of several curves: told apart without colours, over an axis of their own, harmless whatever their names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import grader.report
from grader import contradictions
from grader.engine import curves
from grader.errors import RubricError
from grader.report.as_html import to_html
from grader.report.as_json import from_json, to_json
from grader.report.redact import for_student
from grader.report.view import drawings
from grader.rubric import Assignment, Plot, RubricItem, Satisfies
from grader.rules import finite
from grader.score import Chart, ItemResult, Number, ScoreReport
from tests.report import report_samples as samples

Z = (-5.0, 0.0, 5.0)
SERIES: dict[str, tuple[Number, ...]] = {"z": Z, "one": (2.0, 1.0, 0.5), "two": (0.5, 0.4, 0.3), "apart": (1.0, 7.0)}
TOGETHER = Chart("losses", ("one", "two"), "z")


def item_with(*charts: Chart, **series: tuple[Number, ...]) -> ItemResult:
    return replace(samples.typical().items[0], series=series or SERIES, charts=charts)


def report_of(item: ItemResult) -> ScoreReport:
    return replace(samples.typical(), items=(item,), score=item.points, max_score=item.max_points, penalties=())


def figures(*charts: Chart, **series: tuple[Number, ...]) -> list[str]:
    """Return the charts of a report as HTML, one text each."""
    html = to_html(report_of(item_with(*charts, **series)))
    return re.findall(r"<figure><figcaption>.*?</figure>", html, flags=re.DOTALL)


def test_curves_of_one_chart_are_drawn_together_and_the_others_apart() -> None:
    together, apart = figures(TOGETHER)
    assert together.count('class="curve c0" d="M') == 2  # the curve, and the piece of its line beside its name
    assert together.count('class="curve c1" d="M') == 2
    assert re.search(r"</svg>one</li><li>.*</svg>two</li>", together, flags=re.DOTALL)
    assert "<figcaption>apart<" in apart
    assert "<li>" not in apart


def test_a_chart_counts_along_the_series_that_it_names() -> None:
    (together, apart) = figures(TOGETHER)
    assert re.findall(r'"middle">([^<]*)</text>', together) == ["-5", "0", "5", "z"]
    assert re.findall(r'"middle">([^<]*)</text>', apart) == ["0", "1", "index"]


def test_uneven_steps_stand_where_their_numbers_are() -> None:
    (together,) = figures(Chart("losses", ("one",), "z"), z=(0.0, 1.0, 10.0), one=(1.0, 1.0, 0.0))
    (path,) = re.findall(r'class="curve c0" d="M([^"]*)"', together)
    first, second, last = (float(spot.split()[0]) for spot in path.split("L"))
    assert (second - first) / (last - first) == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(
    "axis",
    [(0.0, 0.0, 1.0), (2.0, 1.0, 0.0), (0.0, 1.0), (), ("nan", 1.0, 2.0), (-1.7e308, 0.0, 1.7e308)],
    ids=["level", "falling", "too short", "absent", "not a number", "too wide"],
)
def test_an_axis_that_does_not_rise_gives_way_to_the_index(axis: tuple[Number, ...]) -> None:
    (together,) = figures(Chart("losses", ("one",), "z"), z=axis, one=(1.0, 2.0, 3.0))
    assert re.findall(r'"middle">([^<]*)</text>', together) == ["0", "1", "2", "index"]


def test_both_curves_share_one_scale() -> None:
    together, _ = figures(TOGETHER)
    assert re.findall(r'"end">([^<]*)</text>', together) == ["0", "1", "2"]


def test_a_curve_that_a_submission_did_not_give_is_left_out_and_a_chart_of_none_is_not_drawn() -> None:
    assert [list(it.curves) for it in drawings(item_with(TOGETHER, z=Z, two=(1.0, 2.0, 3.0)))] == [["two"]]
    assert drawings(item_with(TOGETHER, z=Z)) == []


def test_a_reader_without_pictures_is_told_where_each_curve_begins_and_ends() -> None:
    together, apart = figures(TOGETHER)
    assert 'aria-label="losses: 3 entries; one from 2 to 0.5, lowest 0.5; two from 0.5 to 0.3, lowest 0.3"' in together
    assert 'aria-label="apart: 2 entries, from 1 to 7, lowest 1"' in apart


def test_names_are_text_whatever_they_hold() -> None:
    bad = "</svg><script>alert(1)</script>"
    both = (1.0, 2.0)
    html = to_html(
        report_of(item_with(Chart(bad, (bad, "two"), f"{bad}z"), **{bad: both, "two": both, f"{bad}z": both}))
    )
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_charts_survive_the_json_report_which_follows_its_schema() -> None:
    report = report_of(item_with(TOGETHER))
    tree = json.loads(to_json(report))
    assert tree["items"][0]["charts"] == [{"title": "losses", "series": ["one", "two"], "over": "z"}]
    jsonschema.validate(tree, json.loads((Path(grader.report.__file__).parent / "schema.json").read_text()))
    assert from_json(to_json(report)).items[0].charts == (TOGETHER,)


def test_students_see_the_charts_of_an_item_unless_a_check_of_it_is_withheld() -> None:
    item = item_with(TOGETHER)
    secret = replace(item, checks=(replace(item.checks[0], visibility="hidden"), *item.checks[1:]))
    assert for_student(report_of(item)).items[0].charts == (TOGETHER,)
    assert for_student(report_of(secret)).items[0].charts == ()


def rubric(*plots: object) -> Assignment:
    item = RubricItem("a", "A", (Satisfies("c", points=1, rule=finite("y")),), plots=plots)  # type: ignore[arg-type]
    return Assignment("a", title="A", files=("a.py",), total=1, items=(item,))


def test_a_rubric_names_outputs_alone_or_in_a_plot() -> None:
    found = rubric("alone", Plot("losses", ("one", "two"), over="z"))
    contradictions.refuse(found)
    assert found.items[0].plotted == ("alone", "one", "two", "z")
    assert curves.charts(found) == {"a": (TOGETHER,)}


@pytest.mark.parametrize("plot", [3, ("one", "two"), Plot("t", ()), Plot("t", "one"), Plot(1, ("one",))])  # type: ignore[arg-type]
def test_a_plot_that_cannot_be_meant_is_refused(plot: object) -> None:
    with pytest.raises(RubricError, match=r"rubric item 'a': plots must be a tuple of names of outputs, or of Plot"):
        contradictions.refuse(rubric(plot))
