"""Sentinels are planted in every field that a student may not see; none may occur in what the student gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.report.as_html import to_html
from grader.report.as_json import to_json
from grader.report.as_text import to_text
from grader.report.redact import for_student
from grader.score import (
    CaseResult,
    CheckResult,
    Diagnosis,
    GradientRow,
    ItemResult,
    Mismatch,
    Penalty,
    Place,
    ScoreReport,
    Verdict,
)
from tests.report import report_samples as samples

WORD = "SENTINEL"
FIGURE = 7391.25
TRACE = f"""hw1.py, line 57, in forward
    return x @ w
{WORD}.py, line 7391, in dot
    {WORD} 7391
{{name}}: {WORD} 7391.25
hw1.py, line 7391, in forged
"""


def everything(**more: Any) -> str:
    report = for_student(plant(**more))
    return to_json(report) + to_html(report) + to_text(report)


def hidden_mismatch() -> Mismatch:
    place = Place((7391,), FIGURE, FIGURE, FIGURE, FIGURE)
    return Mismatch(
        output=WORD,
        kind="values",
        case=WORD,
        count=7391,
        size=73910,
        actual_shape=(7391,),
        expected_shape=(7391,),
        rtol=FIGURE,
        atol=FIGURE,
        first=place,
        worst=place,
        gradient=(GradientRow(WORD, (7391,), FIGURE, FIGURE, FIGURE),),
        picture=((FIGURE,),),
    )


def hidden_case(verdict: Verdict = "wrong", exception: str = "TypeError") -> CaseResult:
    return CaseResult(
        name=f"{WORD}_n_is_7391",
        visibility="hidden",
        verdict=verdict,
        feedback=f"{WORD} {FIGURE}",
        notes=(f"{WORD} {FIGURE}",),
        mismatch=hidden_mismatch() if verdict == "wrong" else None,
        inputs={WORD: str(FIGURE)},
        traceback=TRACE.format(name=exception) if verdict == "raised" else "",
        printed=f"{WORD} {FIGURE}",
        seconds=FIGURE,
    )


def plant(verdict: Verdict = "wrong", **more: Any) -> ScoreReport:
    """Return a report whose hidden case holds a sentinel in every field, told again by the check and the item."""
    case = hidden_case(verdict)
    check = CheckResult(
        "forward",
        "Forward",
        verdict,
        0.0,
        2.0,
        feedback=case.feedback,
        notes=case.notes,
        diagnosis=(Diagnosis("factor", f"times {FIGURE}"), Diagnosis("sign", "the sign of dW[0] is turned")),
        mismatch=case.mismatch,
        cases=(
            CaseResult("public_one", "public", "passed", notes=("a list was taken as an array",), seconds=0.1),
            case,
            CaseResult("quiet", "hidden", "passed", printed=WORD),
        ),
        seconds=FIGURE,
    )
    item = ItemResult("item", "Item", 0.0, 2.0, checks=(replace(check, **more),))
    report = samples.typical()
    return replace(report, items=(item,), score=0.0, max_score=2.0, penalties=(), seconds=FIGURE)


@pytest.mark.parametrize("verdict", ["wrong", "consistent", "raised", "crashed", "timed_out", "missing", "passed"])
def test_nothing_of_a_hidden_case_reaches_the_student(verdict: Verdict) -> None:
    text = everything(verdict=verdict)
    assert WORD not in text
    assert "7391" not in text


def test_of_a_fault_of_ours_the_student_reads_what_kind_it_is_and_none_of_its_words() -> None:
    fault = f"The grader failed here: IndexError: index 7391 is out of bounds\n{WORD}"
    text = everything(verdict="grader_error", feedback=fault, cases=(), mismatch=None, diagnosis=(), notes=())
    assert "The grader failed here: IndexError." in text
    assert WORD not in text
    assert "7391 " not in text


def test_the_instructor_sees_it_all() -> None:
    text = to_json(plant()) + to_html(plant())
    assert WORD in text
    assert str(FIGURE) in text


def test_a_hidden_case_keeps_its_verdict_and_the_kind_of_failure() -> None:
    check = for_student(plant()).items[0].checks[0]
    assert check.feedback == "Differs on 1 of 2 hidden cases: values."
    assert [(case.name, case.verdict) for case in check.cases] == [
        ("public_one", "passed"),
        ("hidden 1", "wrong"),
        ("hidden 2", "passed"),
    ]
    assert check.cases[1].feedback == "Differs: values."


def test_a_rule_that_does_not_hold_on_hidden_cases_is_named() -> None:
    report = plant()
    check = report.items[0].checks[0]
    mismatch = Mismatch("falling losses", "rule")
    cases = tuple(case if case.verdict == "passed" else replace(case, mismatch=mismatch) for case in check.cases)
    item = replace(report.items[0], checks=(replace(check, cases=cases),))
    told = for_student(replace(report, items=(item,))).items[0].checks[0]
    assert told.feedback == "Differs on 1 of 2 hidden cases: rule (falling losses)."


def test_an_exception_keeps_its_name_but_not_its_line_which_could_tell_a_number() -> None:
    check = for_student(plant(verdict="raised")).items[0].checks[0]
    assert check.feedback == "Does not pass 1 of 2 hidden cases: raised TypeError."


def test_an_exception_named_by_the_submission_keeps_no_name() -> None:
    case = hidden_case("raised", exception=f"{WORD}7391")
    text = everything(verdict="raised", cases=(case,))
    assert WORD not in text
    assert "raised an exception" in text


def test_public_cases_stay_whole() -> None:
    report = samples.typical()
    check = for_student(report).items[2].checks[1]
    original = report.items[2].checks[1]
    assert check.cases[0] == original.cases[0]
    assert check.mismatch == original.cases[0].mismatch
    assert check.feedback.startswith(original.cases[0].feedback)
    assert check.notes == original.cases[1].notes


def test_the_public_case_that_failed_explains_the_check_not_the_one_that_was_only_consistent() -> None:
    public = [
        CaseResult("a", "public", "consistent", feedback="consistent"),
        CaseResult("b", "public", "skipped", feedback="not reached"),
        CaseResult("c", "public", "wrong", feedback="wrong", mismatch=samples.values_mismatch("c")),
    ]
    check = for_student(plant(cases=(*public, hidden_case()))).items[0].checks[0]
    assert check.feedback == "wrong. Differs on 1 of 1 hidden case: values."
    assert check.mismatch == public[2].mismatch


def test_curves_stay_with_the_item_whose_checks_are_all_shown() -> None:
    report = samples.typical()
    curved = replace(report.items[0], series={"losses": (1.0, 0.5)})
    items = for_student(replace(report, items=(curved, report.items[-2]))).items
    assert items[0].series == curved.series
    assert items[1].series == {}


def test_a_diagnosis_stays_when_a_public_case_failed_and_else_only_without_figures() -> None:
    typical = for_student(samples.typical()).items[2].checks[1]
    assert typical.diagnosis[0].text.startswith("dW[0] is the expected one times 20")
    assert [diagnosis.id for diagnosis in for_student(plant()).items[0].checks[0].diagnosis] == ["sign"]


def test_no_time_tells_what_a_hidden_case_slept() -> None:
    report = for_student(plant())
    assert report.seconds == report.items[0].checks[0].seconds == 0.1


def test_hashes_and_versions_stay() -> None:
    report = samples.typical()
    assert for_student(report).environment == report.environment


def withholding(visibility: str = "after_due_date") -> ScoreReport:
    """Return a report of 10 + 7391.25 points, of which the second, withheld check earned 3695."""
    secret = CheckResult(
        WORD,
        WORD,
        "wrong",
        3695.0,
        FIGURE,
        visibility=visibility,
        feedback=WORD,
        notes=(WORD,),
        diagnosis=(Diagnosis(WORD, WORD),),
        mismatch=hidden_mismatch(),
        cases=(replace(hidden_case(), visibility="public"),),
    )
    open_check = CheckResult("forward", "Forward", "passed", 10.0, 10.0)
    waiting = CheckResult("later", "Later", "skipped", 0.0, 1.0, feedback=f"It needs {WORD}.")
    item = ItemResult(
        "item", "Item", 3705.0, FIGURE + 11, checks=(open_check, secret, waiting), series={WORD: (FIGURE,)}
    )
    penalties = (Penalty("late", -741.0, "Late by an hour."), Penalty(WORD, -1.0, WORD))
    report = samples.typical()
    return replace(report, items=(item,), score=2964.0, max_score=FIGURE + 11, penalties=penalties)


@pytest.mark.parametrize("visibility", ["hidden", "after_due_date", "after_published"])
def test_a_withheld_check_shows_only_that_it_exists(visibility: str) -> None:
    report = for_student(withholding(visibility))
    text = to_json(report) + to_html(report) + to_text(report)
    assert WORD not in text
    for figure in ("7391", "7402", "3695", "3705", "2964", "741"):
        assert figure not in text
    assert "Graded; " in text


def test_totals_count_only_the_checks_that_are_shown_and_say_so() -> None:
    report = for_student(withholding())
    assert (report.score, report.max_score) == (10.0, 11.0)
    assert report.penalties == (Penalty("late", 0.0, "Late by an hour."),)
    assert "1 check is graded and not shown here" in report.notes[-1]
    assert "before penalties" in report.notes[-1]


def test_after_the_due_date_the_check_is_shown() -> None:
    shown = for_student(withholding(), shown=("visible", "after_due_date"))
    assert shown.score == 2964.0
    assert shown.items[0].checks[1].verdict == "wrong"


def test_redacting_twice_changes_nothing_more() -> None:
    once = for_student(samples.typical())
    assert for_student(once) == once
    assert once.audience == "student"
