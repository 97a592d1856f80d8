"""`--explain CHECK` and `grade explain`: which check is run and shown, and what a name that is none leads to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.cli import explaining, prechecking
from grader.errors import UsageError
from grader.rubric import Assignment, Matches, RubricItem
from tests import toy
from tests.command import grade, refusal
from tests.report import report_samples as samples

if TYPE_CHECKING:
    from pathlib import Path


def check(name: str, *needs: str) -> Matches:
    return Matches(name, points=1, needs=needs)


RUBRIC = Assignment(
    "net",
    title="A net",
    files=("net.py",),
    total=5,
    stand_ins={"Sigmoid": ("value", "slope")},
    items=(
        RubricItem("parts", "Parts", (check("value"), check("slope", "value"), check("other"))),
        RubricItem("whole", "The whole", (check("backward", "Sigmoid"), check("update", "backward"))),
    ),
)


@pytest.mark.parametrize(
    ("name", "run"),
    [
        ("other", {"other"}),
        ("slope", {"slope", "value"}),
        ("backward", {"backward", "value", "slope"}),
        ("update", {"update", "backward", "value", "slope"}),
    ],
)
def test_a_check_runs_with_all_that_tells_whether_its_parts_are_right(name: str, run: set[str]) -> None:
    narrowed = explaining.narrowed(RUBRIC, {"explain": name, "only": ("parts",), "seed": 1}, ())
    assert set(narrowed["only"]) == run
    assert narrowed["seed"] == 1


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("bakward", [], "net has no check 'bakward'. Did you mean 'backward'?"),
        ("bakward", [], "Did you mean 'backward'?$"),  # and not all names besides
        ("wole", [], "Did you mean 'whole'?$"),
        ("nothing like it", [], "It has: backward, other, slope, update, value."),
        ("whole", [], "'whole' is a rubric item of net; name one of its checks: backward, update."),
        ("update", ["-k", "value"], "leave the words after `--` away"),
    ],
)
def test_what_cannot_be_explained_is_refused_with_what_could_be(name: str, arguments: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("?", r"\?")):
        explaining.narrowed(RUBRIC, {"explain": name, "only": ()}, arguments)


@pytest.mark.parametrize("name", [None, "backward"])
def test_one_check_does_not_take_the_place_of_the_page_of_a_whole_precheck(
    name: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    prechecking._show(samples.precheck(), "told", {"explain": name, "language": "en", "quiet": False})
    assert prechecking.PRECHECKED.exists() is (name is None)


def test_a_run_shows_the_one_check_and_its_report_shows_the_same_again(course: Path) -> None:
    toy.hand_in(course / "work", toy.SOLUTION.replace("return 2.0 * ", "return 3.0 * "))
    done = grade(course, "work", "--explain", "square_slope")
    assert "Rubric item" not in done.stdout
    assert "square_slope" in done.stdout
    assert "Run twice" not in done.stdout  # what it needs ran, too, and is right
    kept = course / "reports" / "work.partial.json"
    again = grade(course, "explain", kept, "square_slope")
    assert again.stdout in done.stdout
    assert "Did you mean 'square_slope'?" in refusal(course, "explain", kept, "square_slop")
    page = kept.with_suffix(".html")
    page.write_text("<!doctype html>")
    assert refusal(course, "explain", page, "square_slope") == f"grade: {page} is a page: name the report {kept}."
    nowhere = refusal(course, "explain", "102", "square_slope")
    assert nowhere == "grade: 102 cannot be read: no such file or directory."
    report = json.loads(kept.read_text())
    report["items"][0]["checks"][1]["cases"][0]["visibility"] = ["none"]
    kept.write_text(json.dumps(report))
    assert "not a JSON report" in refusal(course, "explain", kept, "square_slope")
