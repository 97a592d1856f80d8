"""Whole score reports written for the tests: a typical one, and special ones made of it."""

from __future__ import annotations

from dataclasses import replace

from grader.score import (
    Carried,
    CaseResult,
    CheckResult,
    Counterexample,
    Diagnosis,
    GradientRow,
    Location,
    Mismatch,
    NearMiss,
    Penalty,
    Place,
    Problem,
    ScoreReport,
)
from tests.report.report_parts import HOSTILE, check, item, values_mismatch
from tests.report.report_typical import typical

__all__ = [
    "HOSTILE",
    "check",
    "does_not_import",
    "explained",
    "hostile",
    "incomplete",
    "item",
    "marked",
    "perfect",
    "precheck",
    "selected",
    "typical",
    "values_mismatch",
]


def perfect() -> ScoreReport:
    report = typical()
    items = tuple(
        replace(
            item,
            checks=tuple(
                replace(
                    c,
                    verdict="passed",
                    points=c.max_points,
                    feedback="",
                    diagnosis=(),
                    mismatch=None,
                    cases=(),
                )
                for c in item.checks
            ),
            points=item.max_points,
            marked=item.by_hand or None,
        )
        for item in report.items
    )
    return replace(report, items=items, score=report.max_score, penalties=(), notes=(), submission="a_perfect_one")


def marked() -> ScoreReport:
    """Return a report in which a person has given points, overridden checks, and left one part to be marked."""
    report = typical()
    by_hand = {
        "writeup": {"points": 3.5, "marked": 3.5, "comment": "Part b: say why.\nRead section 4."},
        "training": {"points": 8.0, "marked": 8.0, "automatic": 7.0, "comment": "The plot is right."},
    }
    items = [replace(item, **by_hand.get(item.id, {})) for item in report.items]  # type: ignore[arg-type]
    later = item("figures", "Figures", check("shown", "Evidence: the losses", points=0.0), by_hand=2.0)
    items += [
        replace(later, series={"loss": (2.0, 1.0)}),
        replace(item("bonus", "Bonus", check("more", "More")), extra=True),
    ]
    adjustments = (Penalty("policy:extra_credit", -0.5, "Capped."), Penalty("policy:rounding", 0.25, "Rounded."))
    earned = sum(item.points for item in items) + sum(step.points for step in (*report.penalties, *adjustments))
    most = sum(item.max_points for item in items if not item.extra)
    return replace(report, items=tuple(items), adjustments=adjustments, score=round(earned, 6), max_score=most)


def does_not_import() -> ScoreReport:
    report = typical()
    items = tuple(
        replace(
            item,
            checks=tuple(
                CheckResult(c.id, c.title, "skipped", 0.0, c.max_points, c.visibility, "It could not be imported.")
                for c in item.checks
            ),
            points=0.0,
            series={},
        )
        for item in report.items
    )
    problem = Problem(
        title="hw1.py does not import",
        text="SyntaxError: '(' was never closed. Run `python hw1.py`, mend this line, hand in again.",
        file="hw1.py",
        line=20,
        source="\t\tself.out = self.norm * (self.gamma + self.beta",
        caret=26,
    )
    return replace(report, items=items, score=0.0, penalties=(), problem=problem, notes=(), submission="broken")


def incomplete() -> ScoreReport:
    report = typical()
    ours = replace(
        report.items[0].checks[0],
        verdict="grader_error",
        points=0.0,
        feedback="The sandbox closed its pipe. This is our fault.",
        cases=(),
    )
    first = replace(report.items[0], checks=(ours, *report.items[0].checks[1:]))
    return replace(report, items=(first, *report.items[1:]), status="incomplete")


def selected() -> ScoreReport:
    """Return a report of a run that was asked for two checks only."""
    report = typical()
    kept = {"ce_forward", "sigmoid_forward"}
    items = tuple(
        item(
            i.id,
            i.title,
            *(
                c
                if c.id in kept
                else CheckResult(c.id, c.title, "skipped", 0.0, 0.0, c.visibility, "Not selected in this run.")
                for c in i.checks
            ),
            by_hand=0.0 if i.checks else i.by_hand,
        )
        for i in report.items
    )
    return replace(report, items=items, penalties=(), score=3.0, max_score=8.0, selection="-k forward")


def precheck() -> ScoreReport:
    report = typical()
    items = tuple(
        replace(
            item,
            checks=tuple(
                replace(c, cases=tuple(case for case in c.cases if case.visibility == "public"))
                for c in item.checks
                if c.visibility == "visible"
            ),
        )
        for item in report.items
    )
    return replace(report, items=items, precheck=True, audience="student", penalties=())


def explained() -> ScoreReport:
    """Return a report whose checks are explained in every way there is."""
    twice = tuple(Diagnosis(f"d{n}", f"dW[0] is {n} times the expected one.") for n in (20, 40))
    example = Counterexample("tiny", {"x": "[[1, 2]]", "W": "[[1],\n [-1]]"}, "dW[0]", "[[20.], [40.]]", "[[1.], [2.]]")
    carried = Carried(("Sigmoid", "Linear"), "passed", 0.5, "With a given Sigmoid all 60 entries agree.")
    derivative = check(
        "derivative",
        "Sigmoid: derivative",
        "wrong",
        diagnosis=twice[:1],
        location=Location("Sigmoid.derivative", "hw1.py", 12),
        counterexample=example,
    )
    backward = check("backward", "backward", "wrong", 4.0, diagnosis=twice, carried=carried)
    near = check("near", "Nearly wrong", near=NearMiss("small", "dW[0]", 0.75))
    skipped = check("steps", "Five updates", "skipped", cases=(), carried=replace(carried, verdict="wrong", counts=0.0))
    also = check("also_near", "Nearly right", "wrong", near=NearMiss("small", "db[0]", 1.5))
    part = item("sigmoid", "Sigmoid", derivative, near)
    whole = item("network", "Network", replace(backward, points=2.0), skipped, also)
    items = (
        item("loss", "Loss", check("loss", "Loss: forward")),
        replace(part, section="Section 3.2", link="https://example.org/handout#s3.2"),
        replace(whole, section="Section 4", link="javascript:alert(1)"),
        replace(item("writeup", "Questions", by_hand=5.0), section="Section 9"),
    )
    earned, most = sum(i.points for i in items), sum(i.max_points for i in items)
    return replace(typical(), items=items, score=earned, max_score=most, penalties=(), notes=())


def hostile() -> ScoreReport:
    """Return a report with hostile text in every field that a student's code or archive can fill."""
    report = typical()
    place = Place((0,), HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    mismatch = Mismatch(
        HOSTILE,
        "values",
        HOSTILE,
        1,
        2,
        first=place,
        worst=place,
        gradient=(GradientRow(HOSTILE, (0,), 1, 2, 3),),
    )
    case = CaseResult(
        HOSTILE,
        "public",
        "raised",
        feedback=HOSTILE,
        notes=(HOSTILE,),
        mismatch=mismatch,
        inputs={HOSTILE: HOSTILE},
        traceback=HOSTILE,
        printed=HOSTILE,
    )
    bad = replace(
        report.items[0].checks[0],
        title=HOSTILE,
        verdict="raised",
        feedback=HOSTILE,
        notes=(HOSTILE,),
        diagnosis=(Diagnosis("x", HOSTILE),),
        mismatch=mismatch,
        cases=(case,),
        location=Location(HOSTILE, HOSTILE, 3),
        carried=Carried((HOSTILE,), "wrong", 1.0, HOSTILE),
        counterexample=Counterexample(HOSTILE, {HOSTILE: HOSTILE}, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        near=NearMiss(HOSTILE, HOSTILE, 1.5),
    )
    first = replace(
        report.items[0], checks=(bad,), series={HOSTILE: (1.0, HOSTILE, 2.0)}, comment=HOSTILE, note=HOSTILE
    )
    return replace(
        report,
        submission=HOSTILE,
        items=(first, *report.items[1:]),
        notes=(HOSTILE,),
        files={HOSTILE: HOSTILE},
        environment={HOSTILE: HOSTILE},
        problem=Problem(HOSTILE, HOSTILE, HOSTILE, 3, HOSTILE, 40),
        penalties=(Penalty("x", 1.0, HOSTILE),),
        adjustments=(Penalty("x", -1.0, HOSTILE),),
        printed=HOSTILE,
        selection=HOSTILE,
    )
