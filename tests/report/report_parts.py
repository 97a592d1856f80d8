"""What sample reports are put together from: checks, cases, mismatches, hostile text."""

from __future__ import annotations

from dataclasses import replace

from grader.score import CaseResult, CheckResult, GradientRow, ItemResult, Mismatch, Place, Verdict

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
