from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from grader.report.as_text import to_line, to_text
from grader.report.redact import for_student
from grader.score import Carried, CheckResult, ItemResult
from tests.report import report_samples as samples

SEQUENCE = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("sample", [samples.typical, samples.does_not_import, samples.hostile])
def test_plain_text_keeps_its_width_and_has_no_colour_and_no_boxes(sample: object, width: int) -> None:
    text = to_text(sample(), width=width)  # type: ignore[operator]
    assert "\x1b" not in text
    assert not re.search("[\u2500-\u257f]", text)
    assert max(map(len, text.splitlines())) <= width


def test_the_table_has_points_and_checks_of_each_item() -> None:
    text = to_text(samples.typical())
    assert re.search(r"Softmax cross-entropy +2 of 3 +4 +5\n", text)
    assert re.search(r"Penalty: Late by three hours. +-4\n", text)
    assert re.search(r"Total; 5 to be marked by hand +47 of 60 +58.5 +91.5\n", text)


def test_rules_that_earn_nothing_have_no_points_unless_what_is_not_shown_has_some() -> None:
    report = samples.typical()
    rules = ItemResult("rules", "Rules", 0.0, 0.0, checks=(CheckResult("no_loop", "No loop", "passed", 0.0, 0.0),))
    unseen = ItemResult("later", "Later", 0.0, 3.0, checks=(CheckResult("x", "X", "wrong", 0.0, 3.0, "hidden"),))
    text = to_text(for_student(replace(report, items=(rules, unseen))))
    assert re.search(r"Rules +1 of 1 +no points\n", text)
    assert re.search(r"Later +0 of 1 +0 +0\n", text)


def test_a_failing_check_takes_at_most_four_lines_of_a_narrow_terminal() -> None:
    text = to_text(samples.typical())
    start = text.index("  wrong  0/3  No hidden layer: backward")
    told = text[start : text.index("  1 check not run")].rstrip().splitlines()
    assert told[1].strip().startswith("dW[0] is the expected one times 20")
    assert len(told) <= 4


def test_passed_checks_are_not_listed_and_those_not_attempted_share_a_line() -> None:
    text = to_text(samples.typical())
    assert "Tanh: forward\n" not in text
    assert "1 check not attempted: relu_derivative_pure" in text


def test_what_came_out_is_not_told_of_a_check_that_passes_with_a_given_part() -> None:
    second = Carried(("Part",), "passed", 1.0)
    for carried, told in ((None, True), (second, False)):
        check = samples.check("c", "C", "wrong", feedback="All 3 values differ in y.", carried=carried)
        report = replace(samples.typical(), items=(samples.item("i", "I", check),))
        assert ("All 3 values differ in y." in to_text(report)) is told


def test_an_item_that_was_not_begun_is_one_line_and_the_table_comes_last() -> None:
    untouched = [samples.check(name, f"{name} in words", "missing", cases=()) for name in ("a", "b")]
    report = replace(samples.typical(), items=(samples.item("new", "Not begun", *untouched),), notes=())
    lines = [line for line in to_text(report).splitlines() if line]
    assert lines[1] == "Not begun  new  2 checks not attempted"
    assert lines[2].split() == ["Rubric", "item", "Checks", "Points", "of"]


def test_what_stopped_a_submission_is_shown_with_a_caret_and_not_repeated_for_each_check() -> None:
    text = to_text(samples.does_not_import())
    line, pointer = text[text.index("    self.out") :].splitlines()[:2]
    assert line[pointer.index("^")] == "("
    assert "could not be imported" not in text


def test_colour_is_only_ours() -> None:
    text = to_text(samples.hostile(), colour=True)
    assert "[red]rich[/red]" in SEQUENCE.sub("", text)
    assert "⟨ESC⟩[31m" in SEQUENCE.sub("", text)
    assert "\x1b" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", SEQUENCE.sub("", text))


def test_one_line_is_the_name_and_the_score() -> None:
    assert to_line(samples.typical()) == "j_doe  58.5/91.5; 5 to be marked"
    assert to_line(samples.incomplete()).endswith("INCOMPLETE")
    assert "\n" not in to_line(samples.hostile())
    assert "\x1b" not in to_line(samples.hostile())


def test_special_runs_say_so() -> None:
    assert "INCOMPLETE" in to_text(samples.incomplete())
    assert "Hidden ones remain" in to_text(samples.precheck())
    assert "Total of what is shown" in to_text(for_student(samples.typical()))


def test_checks_that_were_not_selected_are_left_out() -> None:
    text = to_text(samples.selected())
    assert "Linear classifier" not in text
    assert "not run" not in text
    assert re.search(r"Softmax cross-entropy +1 of 1 +2 +2\n", text)


def test_an_empty_report_prints() -> None:
    assert to_text(replace(samples.typical(), items=()))


def test_the_libraries_for_pages_and_terminals_load_only_when_asked_for() -> None:
    code = (
        "import sys, grader.report.as_text, grader.report.as_html, grader.report.as_json, grader.report.redact\n"
        "sys.exit(any(name in sys.modules for name in ('rich', 'jinja2')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_failing_check_names_its_place_each_mistake_that_explains_it_and_the_run_that_counted() -> None:
    text = to_text(samples.explained())
    assert "    hw1.py, line 12: Sigmoid.derivative\n" in text
    assert "    dW[0] is 20 times the expected one.\n    or: dW[0] is 40 times the expected one.\n" in text
    assert "    With the given Sigmoid, Linear it passes: the fault lies there, not here.\n" in text
    assert re.search(r"Network \(2 carried forward\) +0 of 3 +2 +8\n", text)
    assert "Network  network  Handout: Section 4\n" in text
    assert "`grade explain REPORT.json derivative`" in text
    assert "`grade precheck --explain " in to_text(samples.precheck())
