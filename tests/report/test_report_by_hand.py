"""Points by hand: nothing that waits for a person looks lost, and what a person gave is told with who gave it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.report.as_html import to_html
from grader.report.as_json import from_json, to_json
from grader.report.as_text import to_line, to_text
from grader.report.redact import for_student
from tests.report import report_samples as samples
from tests.report.test_report_html import Page

if TYPE_CHECKING:
    from grader.score import ScoreReport


def waiting() -> ScoreReport:
    """Return a report of 8 points by checks, all earned, and 2 by hand, with evidence."""
    shown = samples.check("shown", "Evidence: the losses", points=0.0)
    questions = replace(samples.item("questions", "Questions", shown, by_hand=2.0), series={"loss": (2.0, 1.0)})
    items = (samples.item("code", "Code", samples.check("forward", "Forward", points=8.0)), questions)
    return replace(samples.typical(), items=items, score=8.0, max_score=10.0, penalties=(), notes=())


def page(report: ScoreReport) -> str:
    return " ".join(Page(to_html(report)).text.split())


def section(report: ScoreReport, item: str) -> str:
    text = to_html(report)
    found = re.search(rf'<section [^>]*id="item-{item}".*?</section>', text, re.DOTALL)
    assert found
    return " ".join(Page(found[0]).text.split())


def test_the_headline_tells_points_by_checks_and_what_is_to_be_marked() -> None:
    assert "8 / 8 points by checks; 2 to be marked by hand" in page(waiting())
    assert re.search(r"Total; 2 to be marked by hand +2 of 2 +8 +8\n", to_text(waiting()))
    assert to_line(waiting()) == "j_doe  8/8; 2 to be marked"


def test_an_item_that_waits_shows_no_points_at_all() -> None:
    assert "to be marked / 2" in section(waiting(), "questions")
    assert "0 / 2" not in page(waiting())
    assert re.search(r"Questions +to be marked +2\n", to_text(waiting()))


def test_the_spine_of_the_json_report_counts_points_by_hand_in_max_score() -> None:
    tree = json.loads(to_json(waiting()))
    assert (tree["score"], tree["max_score"]) == (8.0, 10.0)
    assert [(item["by_hand"], item["marked"]) for item in tree["items"]] == [(0.0, None), (2.0, None)]


def test_the_evidence_of_a_check_without_points_is_drawn_in_its_item() -> None:
    text = to_html(waiting())
    assert 'aria-label="loss: 2 entries' in text[text.index('id="item-questions"') :]
    assert "Evidence: the losses" in section(waiting(), "questions")
    assert "0 / 0" not in page(waiting())


def test_a_check_without_points_that_did_not_run_is_not_taken_for_one_that_was_not_selected() -> None:
    report = waiting()
    skipped = replace(report.items[1].checks[0], verdict="skipped", feedback="It needs forward.", cases=())
    report = replace(report, items=(report.items[0], replace(report.items[1], checks=(skipped,))))
    assert "not selected" not in page(report)
    assert "It needs forward." in section(report, "questions")


def test_of_an_item_in_two_parts_only_the_part_by_hand_waits() -> None:
    mixed = samples.item("code", "Code", samples.check("f", "Forward", points=3.0), by_hand=2.0)
    report = replace(waiting(), items=(mixed,), score=3.0, max_score=5.0)
    assert "3 / 3" in section(report, "code")
    assert "2 to be marked by hand" in section(report, "code")
    assert re.search(r"Code \(2 to be marked by hand\) +1 of 1 +3 +3\n", to_text(report))


def test_once_all_is_marked_the_whole_is_told() -> None:
    report = waiting()
    done = replace(report.items[1], marked=1.5, points=1.5)
    report = replace(report, items=(report.items[0], done), score=9.5)
    assert "9.5 / 10 points, 1.5 of them given by hand" in page(report)
    assert "to be marked" not in to_html(report) + to_text(report)
    assert to_line(report) == "j_doe  9.5/10"


def test_a_mark_of_nothing_is_a_mark() -> None:
    report = waiting()
    report = replace(report, items=(report.items[0], replace(report.items[1], marked=0.0)))
    assert "0 / 2" in section(report, "questions")
    assert to_line(report) == "j_doe  8/10"


def test_who_overrides_checks_is_shown_beside_them() -> None:
    assert "8 / 10" in section(samples.marked(), "training")
    assert "given by hand in place of 7 by checks" in section(samples.marked(), "training")
    assert "given by hand in place of 7 by checks" in " ".join(to_text(samples.marked(), width=120).split())


def test_a_comment_stands_with_its_item_line_by_line_in_the_page() -> None:
    assert "Part b: say why.\nRead section 4." in Page(to_html(samples.marked())).text
    assert "comment: Part b: say why. Read section 4." in to_text(samples.marked())


def test_steps_stand_in_the_order_in_which_they_are_counted() -> None:
    for text in (page(samples.marked()), to_text(samples.marked())):
        assert text.index("Capped.") < text.index("Late by three hours.") < text.index("Rounded.")
    assert re.search(r"Capped. +-0.5\n", to_text(samples.marked()))
    assert re.search(r"Rounded. +\+0.25\n", to_text(samples.marked()))


def test_marks_comments_and_steps_read_back_from_json() -> None:
    again = from_json(to_json(samples.marked()))
    assert again.adjustments == samples.marked().adjustments
    for item, before in zip(again.items, samples.marked().items, strict=True):
        assert (item.marked, item.automatic, item.comment, item.extra) == (
            before.marked, before.automatic, before.comment, before.extra,
        )  # fmt: skip


def test_a_hostile_comment_is_shown_and_does_nothing() -> None:
    report = waiting()
    report = replace(report, items=(report.items[0], replace(report.items[1], comment=samples.HOSTILE)))
    assert "<script" not in to_html(report)
    assert "\x1b" not in to_text(report)
    assert "⟨U+202E⟩evil" in section(report, "questions")
    assert "⟨U+202E⟩evil" in to_text(report)


@pytest.mark.parametrize("hidden", [True, False])
def test_a_student_sees_an_override_only_where_all_checks_of_the_item_are_shown(hidden: bool) -> None:
    """With a withheld check, mark minus shown points would be what the withheld one came to."""
    report = samples.marked()
    if not hidden:
        training = next(item for item in report.items if item.id == "training")
        training = replace(training, checks=tuple(replace(check, visibility="visible") for check in training.checks))
        report = replace(report, items=tuple(training if item.id == "training" else item for item in report.items))
    item = next(item for item in for_student(report).items if item.id == "training")
    told = (item.points, item.marked, item.automatic, item.comment)
    assert told == ((2.0, None, None, "") if hidden else (8.0, 8.0, 7.0, "The plot is right."))


def test_a_student_sees_the_marks_and_comments_of_points_by_hand() -> None:
    item = next(item for item in for_student(samples.marked()).items if item.id == "writeup")
    assert (item.points, item.marked, item.comment) == (3.5, 3.5, "Part b: say why.\nRead section 4.")


def test_where_checks_are_withheld_no_rounding_and_no_cap_tells_their_sum() -> None:
    report = for_student(samples.marked())
    assert report.adjustments == ()
    assert report.score == round(sum(item.points for item in report.items), 6)
    assert report.max_score == round(sum(item.max_points for item in report.items if not item.extra), 6)
