"""Whole score reports written for the tests: a typical one with every verdict, and some special ones."""

from __future__ import annotations

import math
from dataclasses import replace

from grader.score import (
    Carried,
    CaseResult,
    CheckResult,
    Counterexample,
    Diagnosis,
    GradientRow,
    ItemResult,
    Location,
    Mismatch,
    NearMiss,
    Penalty,
    Place,
    Problem,
    ScoreReport,
    Verdict,
)

TRACEBACK = """hw1.py, line 212, in forward
    self.z = x @ self.W[0] + self.b[0]
hw1.py, line 57, in forward
    return 1 / (1 + np.exp(-x)) * mask
ValueError: operands could not be broadcast together with shapes (20,10) (20,4)
"""

HOSTILE = (
    "</pre></details><script>alert(1)</script>\x1b[31mred\x1b[0m\x9b2J\r\x00\x07 "
    "[red]rich[/red] [link=x]y[/link] "
    "\u202eevil\u202c \u2066iso\u2069 \u200bzero{{ 7*7 }}{% raw %} & \"quote\" 'single' \ud800 "
    "https://example.org/x.png <img src=x onerror=alert(1)> " + "long" * 200
)


def picture(rows: int, columns: int, scale: float = 4e4) -> tuple[tuple[float, ...], ...]:
    """Return a picture whose errors grow towards one corner, with a right left half."""
    return tuple(
        tuple(
            0.2 if x < columns // 3 else round(scale ** ((x * (y + 1)) / (columns * rows)), 2) for x in range(columns)
        )
        for y in range(rows)
    )


def values_mismatch(case: str, rows: int = 10, columns: int = 6, output: str = "dW[0]") -> Mismatch:
    grid = picture(rows, columns)
    worst = max(max(row) for row in grid)
    return Mismatch(
        output=output,
        kind="values",
        case=case,
        count=sum(cell > 1 for row in grid for cell in row),
        size=rows * columns,
        actual_shape=(rows, columns),
        expected_shape=(rows, columns),
        rtol=1e-6,
        atol=1e-8,
        first=Place((0, columns // 3), -0.22841903, -0.011420952, 0.21699808, 2.1e-8),
        worst=Place((rows - 1, columns - 1), 3.4128871, 0.17064436, 3.2422427, round(3.2422427 / worst, 9)),
        picture=grid,
    )


def gradient_mismatch(case: str) -> Mismatch:
    return Mismatch(
        output="dW[1]",
        kind="gradient",
        case=case,
        count=3,
        size=24,
        rtol=1e-5,
        atol=1e-7,
        gradient=(
            GradientRow("W[1]", (0, 2), 0.91822371, 0.22955593, 3.0),
            GradientRow("W[1]", (3, 1), -0.10447801, -0.026119503, 3.0),
            GradientRow("b[1]", (1,), 0.0, "nan", "inf"),
        ),
    )


def cases(verdict: Verdict, public: str = "small") -> tuple[CaseResult, ...]:
    """Return two public and three hidden cases that all end with `verdict`."""
    feedback = {
        "wrong": "dW[0] differs in 40 of 60 entries; the worst at [9, 5]: actual 3.4128871, expected 0.1706.",
        "raised": "ValueError: operands could not be broadcast together with shapes (20,10) (20,4)",
        "timed_out": "It did not come back within 5 s.",
    }.get(verdict, "")
    shared = CaseResult(
        "",
        "public",
        verdict,
        feedback=feedback,
        mismatch=values_mismatch(public) if verdict == "wrong" else None,
        inputs={"x": "float64 (20, 10), from -1.9 to 2.1", "weights": "list of 2", "lr": "0.0123"},
        traceback=TRACEBACK if verdict == "raised" else "",
        printed="shape (20, 10)\nloss 2.30258\n" if verdict != "passed" else "",
        seconds=0.0021,
    )
    hidden_case = replace(shared, visibility="hidden", inputs={"x": "float64 (7, 3)"}, printed="")
    return (
        replace(shared, name=public),
        CaseResult("one_row", "public", "passed", notes=("b has shape (1, 4), not (4,); taken as it.",)),
        replace(
            hidden_case,
            name="hidden_wide",
            mismatch=values_mismatch("hidden_wide") if shared.mismatch else None,
        ),
        CaseResult("hidden_tall", "hidden", "passed", seconds=0.001),
        replace(hidden_case, name="hidden_deep", mismatch=None),
    )


def check(name: str, title: str, verdict: Verdict = "passed", points: float = 2.0, **more: object) -> CheckResult:
    made = cases(verdict)
    result = CheckResult(
        name,
        title,
        verdict,
        points=points if verdict == "passed" else 0.0,
        max_points=points,
        feedback=made[0].feedback,
        mismatch=made[0].mismatch,
        cases=made,
        seconds=0.0063,
    )
    return replace(result, **more)  # type: ignore[arg-type]


def item(name: str, title: str, *checks: CheckResult, by_hand: float = 0.0, points: float = 0.0) -> ItemResult:
    return ItemResult(
        name,
        title,
        points=round(sum(c.points for c in checks) + points, 6),
        max_points=round(sum(c.max_points for c in checks) + by_hand, 6),
        by_hand=by_hand,
        checks=checks,
    )


def _activations() -> ItemResult:
    checks = []
    for name in ("Sigmoid", "Tanh", "ReLU"):
        low = name.lower()
        checks += [
            check(f"{low}_forward", f"{name}: forward", points=1.0),
            check(f"{low}_state", f"{name}: forward keeps its output in state", points=1.0),
            check(f"{low}_derivative", f"{name}: derivative from the state", points=1.0),
            check(f"{low}_derivative_pure", f"{name}: derivative leaves the state alone", points=1.0),
        ]
    checks[7] = replace(
        check("tanh_derivative_pure", "Tanh: derivative leaves the state alone", "wrong", 1.0),
        mismatch=values_mismatch("small", 1, 12, "state"),
        diagnosis=(Diagnosis("tanh_squares_state", "derivative() squares self.state in place; write 1 - state**2."),),
    )
    checks[11] = check(
        "relu_derivative_pure",
        "ReLU: derivative leaves the state alone",
        "missing",
        1.0,
        feedback="Not written yet.",
    )
    return item("activations", "Sigmoid, Tanh, ReLU", *checks)


def _criterion() -> ItemResult:
    return item(
        "criterion",
        "Softmax cross-entropy",
        check("ce_forward", "SoftmaxCrossEntropy: forward"),
        check("ce_stable", "SoftmaxCrossEntropy: stable for logits of \u00b11000", "wrong", 1.0).__class__(
            "ce_stable",
            "SoftmaxCrossEntropy: stable for logits of \u00b11000",
            "wrong",
            0.0,
            1.0,
            feedback="The loss is NaN for 4 of 8 rows. Subtract the largest logit before exp.",
            mismatch=Mismatch(
                "loss",
                "nonfinite",
                "large_logits",
                4,
                8,
                (8,),
                (8,),
                1e-6,
                1e-8,
                Place((1,), "nan", 2000.0),
                Place((1,), "nan", 2000.0, "nan", 0.002),
                picture=((0.0, math.nan, 0.0, math.inf, math.nan, 0.0, 0.0, math.inf),),
            ),
            cases=(
                CaseResult("large_logits", "public", "wrong"),
                CaseResult("hidden_gap", "hidden", "wrong"),
            ),
            seconds=0.002,
        ),
        check("ce_derivative", "SoftmaxCrossEntropy: derivative"),
    )


def _networks() -> list[ItemResult]:
    ok = [check(f"mystery_{n}", f"Mystery network {n}: {half}", points=2.5) for n in (1, 2) for half in ("forward",)]
    twenty = Diagnosis("no_mean", "dW[0] is the expected one times 20, the batch size: divide by N once.")
    return [
        item(
            "linear",
            "Linear classifier",
            check("linear_forward", "No hidden layer: forward", points=3.0),
            check("linear_backward", "No hidden layer: backward (dW, db)", "wrong", 3.0, diagnosis=(twenty,)),
            check(
                "linear_step",
                "No hidden layer: five updates",
                "skipped",
                3.0,
                feedback="It needs linear_backward.",
            ),
        ),
        item(
            "hidden",
            "One hidden layer of 32",
            check("hidden_forward", "hiddens = [32]: forward", "raised", 5.0),
            replace(
                check("hidden_backward", "hiddens = [32]: backward", "consistent", 5.0),
                points=2.5,
                feedback="The gradients belong to your own forward, which differs from the expected one.",
                mismatch=None,
                cases=(
                    CaseResult("small", "public", "consistent"),
                    CaseResult("hidden_wide", "hidden", "consistent"),
                ),
            ),
            replace(
                check("hidden_gradient", "hiddens = [32]: against central differences", "wrong", 2.0),
                mismatch=gradient_mismatch("small"),
                feedback="3 of 24 gradients differ from central differences; the worst is W[1][0, 2].",
            ),
        ),
        item(
            "mystery",
            "Mystery networks",
            *ok,
            check("mystery_deep", "[32] * 5: forward", "timed_out", 2.5),
            check(
                "mystery_wide",
                "[64, 32]: backward",
                "crashed",
                2.5,
                feedback="The process ended by signal 11.",
            ),
            check(
                "mystery_huge",
                "[64, 32]: step",
                "out_of_memory",
                2.5,
                feedback="It asked for more than 1024 MiB.",
            ),
            check("mystery_loud", "[32] * 5: step", "too_much_output", 0.0, feedback="It printed without end."),
        ),
    ]


def _training() -> ItemResult:
    losses = tuple(round(2.3 * math.exp(-0.17 * n) + 0.05 * math.sin(n), 5) for n in range(20))
    return replace(
        item(
            "training",
            "Training statistics",
            check("training_shape", "Four arrays of nepochs entries", points=2.0),
            check("training_falls", "The loss falls below 0.35", points=5.0, visibility="after_due_date"),
            check("training_hidden", "Shuffles every epoch", "wrong", 3.0, visibility="hidden"),
        ),
        series={
            "training_losses": losses,
            "training_errors": tuple(round(0.9 * math.exp(-0.2 * n), 4) for n in range(20)),
            "validation_losses": (*losses[:8], "nan", "inf", *losses[10:]),
            "validation_errors": (0.9,),
        },
    )


def _batchnorm() -> ItemResult:
    names = ("dW", "db", "dgamma", "dbeta", "running mean", "running variance", "two layers", "eval mode")
    checks = [check(f"bn_{i}", f"Batch norm: {name}", points=1.875) for i, name in enumerate(names)]
    return item("batchnorm", "Batch normalisation", *checks)


def typical() -> ScoreReport:
    """Return a report of about 60 checks with every verdict but our own fault."""
    rest = [check(f"momentum_{i}", f"Momentum: update {i}", points=1.0) for i in range(10)]
    init = [check(f"init_{i}", f"Initialiser {i}: shape and moments", points=0.5) for i in range(12)]
    items = (
        _criterion(),
        _activations(),
        *_networks(),
        _batchnorm(),
        item("momentum", "Momentum", *rest),
        item("init", "Weight initialisers", *init),
        _training(),
        item("writeup", "Conceptual questions", by_hand=5.0),
    )
    return ScoreReport(
        assignment="cmu_hw1p1",
        title="Homework 1, part 1: an MLP by hand",
        submission="j_doe",
        score=round(sum(i.points for i in items) - 4.0, 6),
        max_score=round(sum(i.max_points for i in items), 6),
        status="graded",
        isolation="namespaces + Landlock + seccomp",
        environment={
            "backgrade": "0.1.0",
            "python": "3.11.7",
            "numpy": "2.4.6",
            "expected": "sha256:4c1f0d7a9e5b2c3d8f60718293a4b5c6d7e8f90123456789abcdef0123456789",
            "submission": "sha256:9b74c9897bac770ffc029102a200c5de11aa22bb33cc44dd55ee66ff77889900",
            "seed": "20240611",
        },
        items=items,
        penalties=(Penalty("late", -4.0, "Late by three hours."),),
        notes=(
            "mlp.py was taken for hw1.py: it defines MLP, Sigmoid and BatchNorm.",
            "._hw1.py was left out.",
        ),
        files={"hw1.py": "handin/src/mlp.py"},
        printed="importing...\n" * 3,
        seconds=1.84,
    )


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
