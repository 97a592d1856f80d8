from __future__ import annotations

import json
import math
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grader.report
from grader.errors import GraderError, UsageError
from grader.report.as_html import to_html
from grader.report.as_json import from_json, to_json
from grader.report.redact import for_student
from grader.report.words import MISMATCHES
from grader.score import GradientRow, Mismatch, Place, ScoreReport
from tests.report import report_samples as samples

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json.loads((Path(grader.report.__file__).parent / "schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SAMPLES = [
    samples.typical,
    samples.perfect,
    samples.does_not_import,
    samples.incomplete,
    samples.precheck,
    samples.selected,
    samples.hostile,
    samples.marked,
]


def strict(text: str) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("view", [lambda report: report, for_student])
def test_every_report_is_valid(sample: Callable[[], ScoreReport], view: Callable[..., ScoreReport]) -> None:
    VALIDATOR.validate(strict(to_json(view(sample()))))


TEXT = st.text(max_size=5) | st.just(samples.HOSTILE)
NUMBER = st.floats() | TEXT | st.none()
INDEX = st.lists(st.integers(-9, 9), max_size=3).map(tuple)
PLACE = st.builds(Place, INDEX, NUMBER, NUMBER, NUMBER, NUMBER)
ROW = st.builds(GradientRow, TEXT, INDEX, NUMBER, NUMBER, NUMBER)
GRID = st.lists(st.lists(st.floats(0), max_size=3).map(tuple), max_size=3).map(tuple)
MISMATCH = st.builds(
    Mismatch,
    output=TEXT,
    kind=st.sampled_from(sorted(MISMATCHES)),
    rtol=st.floats(0, 1),
    actual_shape=st.none() | st.lists(st.integers(0, 9), max_size=3).map(tuple),
    first=st.none() | PLACE,
    gradient=st.lists(ROW, max_size=2).map(tuple),
    picture=st.none() | GRID,
)
REPORT = st.builds(
    replace,
    st.sampled_from([samples.perfect(), samples.hostile()]),
    score=st.floats(-1e9, 1e9),
    submission=TEXT,
    environment=st.dictionaries(TEXT, TEXT, max_size=2),
    items=st.builds(
        lambda mismatch, text, series: (
            replace(
                samples.item("i", text, replace(samples.check("c", text, "wrong"), mismatch=mismatch)),
                series={"y": series},
            ),
        ),
        MISMATCH,
        TEXT,
        st.lists(NUMBER, max_size=3).map(tuple),
    ),
)


@settings(max_examples=60, deadline=None)
@given(REPORT)
def test_any_report_is_valid_ascii_and_reads_back_to_the_same_bytes(report: ScoreReport) -> None:
    text = to_json(report)
    assert text.isascii()
    VALIDATOR.validate(strict(text))
    assert to_json(from_json(text)) == text
    to_html(report)


@pytest.mark.parametrize("sample", [samples.perfect, samples.does_not_import, samples.precheck])
def test_a_report_reads_back_equal(sample: Callable[[], ScoreReport]) -> None:
    report = sample()
    again = from_json(to_json(report))
    assert to_json(again) == to_json(report)
    assert again.score == report.score
    assert again.items[-1] == report.items[-1]
    assert again.problem == report.problem


def test_the_spine_is_as_promised_and_format_comes_first() -> None:
    tree = strict(to_json(samples.typical()))
    spine = {"assignment", "submission", "score", "max_score", "status", "isolation", "environment"}
    assert next(iter(tree)) == "format"
    assert spine | {"format", "penalties", "items"} <= set(tree)
    item = tree["items"][2]
    assert {"id", "title", "points", "max_points", "by_hand", "checks"} <= set(item)
    assert set(SCHEMA["$defs"]["check"]["required"]) <= set(item["checks"][1])
    assert item["checks"][1]["diagnosis"][0]["id"] == "no_mean"


def test_every_key_that_is_written_is_described() -> None:
    tree = strict(to_json(samples.typical()))
    check = tree["items"][2]["checks"][1]
    written = {
        "item": tree["items"][0],
        "check": check,
        "case": check["cases"][0],
        "mismatch": check["mismatch"],
        "place": check["mismatch"]["worst"],
        "penalty": tree["penalties"][0],
    }
    assert set(tree) == set(SCHEMA["properties"])
    for name, keys in written.items():
        assert set(keys) == set(SCHEMA["$defs"][name]["properties"]), name


def test_numbers_that_are_not_finite_are_words() -> None:
    report = samples.typical()
    check = replace(report.items[0].checks[1])
    assert check.mismatch
    mismatch = replace(check.mismatch, worst=Place((1,), math.nan, -math.inf, math.inf, 0.1))
    changed = replace(report.items[0], checks=(replace(check, mismatch=mismatch),))
    tree = strict(to_json(replace(report, items=(changed,))))
    worst = tree["items"][0]["checks"][0]["mismatch"]["worst"]
    assert (worst["actual"], worst["expected"], worst["error"]) == ("nan", "-inf", "inf")


def test_numpy_numbers_are_plain_numbers() -> None:
    report = samples.typical()
    check = report.items[0].checks[1]
    place = Place((np.int64(3),), np.float32(0.5), np.int64(2))  # type: ignore[arg-type]
    assert check.mismatch
    changed = replace(check, mismatch=replace(check.mismatch, first=place))
    text = to_json(replace(report, items=(replace(report.items[0], checks=(changed,)),)))
    assert strict(text)["items"][0]["checks"][0]["mismatch"]["first"]["index"] == [3]


def test_rounding_a_picture_never_makes_a_wrong_cell_right() -> None:
    report = samples.typical()
    check = report.items[0].checks[1]
    assert check.mismatch
    changed = replace(
        check, mismatch=replace(check.mismatch, picture=((1.0001, 0.99999, 12.3456, sys.float_info.max),))
    )
    text = to_json(replace(report, items=(replace(report.items[0], checks=(changed,)),)))
    assert strict(text)["items"][0]["checks"][0]["mismatch"]["picture"] == [[1.01, 1.0, 12.3, 1e300]]


def test_a_score_that_is_no_number_is_our_own_fault() -> None:
    with pytest.raises(GraderError, match="score is nan"):
        to_json(replace(samples.typical(), score=math.nan))


def test_a_students_text_is_bounded() -> None:
    report = replace(samples.typical(), printed="x" * 1_000_000, submission="n" * 100_000)
    assert len(to_json(report)) < len(to_json(samples.typical())) + 20_000


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"format": 1}', "[" * 100_000])
def test_what_is_no_report_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="not a JSON report"):
        from_json(text)


def test_another_format_is_refused_and_an_unknown_key_is_not() -> None:
    tree = strict(to_json(samples.typical()))
    assert from_json(json.dumps(tree | {"new": 1})).submission == "j_doe"
    with pytest.raises(UsageError, match="format 2"):
        from_json(json.dumps(tree | {"format": 2}))
