"""Where there is no terminal, a line now and then tells how far a class is."""

from __future__ import annotations

import io
import re
import time
from typing import TYPE_CHECKING

from grader.batch import progress
from grader.batch.progress import LINE_COUNT, LINE_SECONDS, Lines

if TYPE_CHECKING:
    import pytest


def test_a_line_comes_after_fifty_results_with_rate_remaining_time_and_outcomes() -> None:
    said = io.StringIO()
    with Lines(200, said) as lines:
        for number in range(2 * LINE_COUNT + 10):
            lines.tell("unreadable" if number == 3 else "graded")
    first, second = said.getvalue().splitlines()
    assert re.fullmatch(r"50 of 200  [\d.]+/s  \d+:\d\d:\d\d left  graded 49, unreadable 1", first)
    assert second.startswith("100 of 200 ")


def test_a_line_comes_after_ten_seconds_when_there_is_something_new(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    said = io.StringIO()
    lines = Lines(1000, said)
    for seconds, status in [(1.0, "graded"), (LINE_SECONDS, None), (25.0, None), (26.0, "graded")]:
        clock[0] = seconds
        lines.tell(status)  # type: ignore[arg-type]
    assert [line.split("  ")[0] for line in said.getvalue().splitlines()] == ["1 of 1000", "2 of 1000"]
    assert said.getvalue().splitlines()[1].split("  ")[1:3] == ["0.1/s", "3:36:14 left"]


def test_an_output_that_nobody_reads_any_more_does_not_end_the_grading() -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error", text)

    with Lines(100, Gone()) as lines:
        for _ in range(100):
            lines.tell("graded")


def test_quiet_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown(100, quiet=True) as shown:
        for _ in range(100):
            shown.tell("graded")
    assert capsys.readouterr() == ("", "")
