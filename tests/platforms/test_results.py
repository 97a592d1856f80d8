"""Score reports as results of platforms: valid, complete, small, and harmless whatever a student wrote."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.platforms import sentences, settings, told
from grader.platforms.results import FORMS
from tests.platforms.readers import PLATFORMS, is_withheld, read, score
from tests.report import report_samples as samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.score import ScoreReport

SAMPLES = (
    samples.typical,
    samples.perfect,
    samples.marked,
    samples.does_not_import,
    samples.incomplete,
    samples.precheck,
    samples.explained,
    samples.hostile,
)
KNOWN = settings.Settings(
    "A title: with a colon",
    10.0,
    (settings.Item("a", "First: part", 6.0), settings.Item("b", "Second", 4.0), settings.Item("c", "More", 0.0, True)),
)


def written(platform: str, report: ScoreReport) -> Any:
    return read(platform, FORMS[platform].write(told.of_report(report)))


def open_to_all(report: ScoreReport) -> ScoreReport:
    """Return the report of a rubric with nothing to withhold."""
    items = tuple(
        replace(item, checks=tuple(replace(check, visibility="visible") for check in item.checks))
        for item in report.items
    )
    return replace(report, items=items)


def penalised() -> ScoreReport:
    return open_to_all(samples.typical())


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_every_result_is_one_that_its_platform_takes(platform: str, sample: Callable[[], ScoreReport]) -> None:
    written(platform, sample())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_penalties_count_in_every_platforms_sum(platform: str) -> None:
    report = penalised()
    assert report.penalties
    assert told.of_report(report).adjustment == -4.0
    most = told.of_report(report).max_score
    assert most == 91.5  # which is no whole number, as one platform wants it
    share = {"prairielearn": 1 / most, "codegrade": 1 / most, "github-classroom": 2.0}.get(platform, 1.0)
    assert score(platform, written(platform, report)) == pytest.approx(report.score * share, abs=1e-4)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_is_not_for_students_yet_is_on_no_platform_that_cannot_hide_it(platform: str) -> None:
    report = samples.typical()
    secret = [check for item in report.items for check in item.checks if check.visibility != "visible"]
    assert len(secret) == 2
    found = written(platform, report)
    if platform == "gradescope":
        found["tests"] = [test for test in found["tests"] if test["visibility"] == "visible"]
        found["score"] = None  # not shown to students while a test is hidden
    text = json.dumps(found)
    assert not any(check.title in text or check.id in text for check in secret)
    shown = sum(part.points for part in told.of_report(report).parts)
    if platform in ("autolab", "markus", "github-classroom"):
        assert score(platform, found) == shown * (2 if platform == "github-classroom" else 1)


def test_gradescope_is_given_withheld_checks_as_tests_of_their_time_and_the_true_score() -> None:
    report = samples.typical()
    found = written("gradescope", report)
    later = [test for test in found["tests"] if test["visibility"] != "visible"]
    assert [(test["visibility"], test["score"], test["max_score"]) for test in later] == [
        ("hidden", 0, 3),
        ("after_due_date", 5, 5),
    ]
    assert found["score"] == report.score
    assert sum(test["score"] for test in found["tests"]) == report.score + 4  # a penalty has no test
    assert "visibility" not in found
    assert found["stdout_visibility"] == "hidden"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_fault_of_the_grader_is_said_and_is_no_grade(platform: str) -> None:
    for known in (KNOWN, settings.UNKNOWN):
        data = FORMS[platform].write(told.fault(known, "It was stopped.", staff="no wall could be built")).decode()
        found = read(platform, data.encode())
        assert is_withheld(platform, found)
        text = json.dumps(found) + data
        assert "NOT been graded" in text
        assert "It was stopped." in text.replace("\\", "")
        assert "no wall could be built" not in text
        assert "tell the course staff" in text
    assert is_withheld(platform, written(platform, samples.incomplete()))
    assert not is_withheld(platform, written(platform, samples.perfect()))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_unreadable_submission_is_told_in_a_sentence_and_has_no_points(platform: str) -> None:
    data = FORMS[platform].write(told.unreadable(KNOWN, "work.zip is no archive."))
    found = read(platform, data)
    text = data.decode() + json.dumps(found)
    assert re.search(r"cannot be read ?\\*:? ?:? ?work\\*\.zip is no archive", text.replace("\\\\", "")), text
    if platform == "prairielearn":
        assert found["gradable"] is False  # which costs no attempt there
    else:
        assert score(platform, found) == 0
        assert not is_withheld(platform, found)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_students_text_is_visible_short_and_orders_nobody_about(platform: str) -> None:
    report = samples.hostile()
    report = replace(
        report,
        problem=replace(samples.does_not_import().problem, text="::stop-commands::x ##[error] a:::b\n::add-mask::1"),  # type: ignore[type-var]
        notes=(samples.HOSTILE * 100,) * 50,
    )
    found = written(platform, report)
    text = json.dumps(found, ensure_ascii=False)
    for sign in ("\x1b", "\\u001b", "\\u0000", "\u202e", "\u200b", "\ud800"):
        assert sign not in text
    if platform == "github-classroom":
        assert "::" not in text
        assert "##[" not in text


def test_markdown_holds_no_html_no_link_and_no_image_of_a_students_making() -> None:
    found = written("gradescope", samples.hostile())
    for text in (found["output"], *(test["output"] for test in found["tests"])):
        assert "<" not in text
        assert not re.search(r"(?<!\\)[\[\]`*_$|~@]", text)
        assert all(line == "" or re.match(r"( {2})?- |\d+ of \d+ |\.\.\. and ", line) for line in text.split("\n"))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("W[0] is a*b_c", r"W\[0\] is a\*b\_c"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("see https://example.org, WWW.example.org, a@b.org", r"see https\://example.org, WWW\.example.org, a\@b.org"),
        ("- one", r"\- one"),
        ("123. two", r"123\. two"),
        ("# three", r"\# three"),
        ("~~~ $x$ ```", r"\~\~\~ \$x\$ \`\`\`"),
        ("off by -2.5: (allowed 1e-08)", "off by -2.5: (allowed 1e-08)"),
    ],
)
def test_markdown_shows_a_text_and_does_nothing_else(text: str, markdown: str) -> None:
    assert sentences.as_markdown([sentences.entry(text)]) == f"- {markdown}"


def test_a_long_text_is_cut_by_whole_lines() -> None:
    entries = [sentences.entry(f"line {number}") for number in range(100)]
    text = sentences.as_text(entries, 100)
    *kept, last = text.splitlines()
    assert len(text) < 150
    assert len(kept) > 10
    assert last == f"... and {100 - len(kept)} more lines, left out here."


def test_autolab_never_sees_a_letter_before_a_colon_on_its_lines() -> None:
    report = samples.typical()
    titled = replace(report.items[0], title="Part 1: sigmoid::tanh é:")
    data = FORMS["autolab"].write(told.of_report(replace(report, items=(titled, *report.items[1:]))))
    for line in data.decode().splitlines()[-2:]:
        assert not re.search(r"[A-Za-z0-9]:", line)
    assert "Part 1 : sigmoid ::tanh é :" in read("autolab", data)["scores"]


def test_github_has_tests_even_when_nothing_was_run() -> None:
    for known in (KNOWN, settings.UNKNOWN):
        assert read("github-classroom", FORMS["github-classroom"].write(told.fault(known)))["tests"]
