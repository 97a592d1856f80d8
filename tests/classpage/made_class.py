"""A class of twelve people that nobody graded: a gradebook of made reports, of every kind, some with hostile names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.gradebook import Gradebook, Handed, Result
from grader.report.as_json import to_json
from grader.report.redact import for_student
from grader.score import CheckResult, Diagnosis, ItemResult, NearMiss, Penalty, ScoreReport, Verdict

if TYPE_CHECKING:
    from pathlib import Path

SLUG = "toy"
EVIL = '<script>alert(1)</script>"onload=x \u202e=cmd'
SIGN = Diagnosis("negated", "Your slope has the opposite sign.")
HALF = Diagnosis("half_slope", "Your slope is half of what it should be.")
TWICE = Diagnosis("half_input", "Your input is halved.")


@dataclass(frozen=True)
class Made:
    """A person and what became of the checks: one letter each, p passed, w wrong, r raised, m missing."""

    key: str
    name: str
    verdicts: str
    email: str = ""
    status: str = "graded"
    note: str = ""
    late: bool = False
    seconds: float = 0.2
    ids: tuple[tuple[str, str], ...] = ()


CLASS = (
    Made("u01", "Ada Byron", "pppp", "ada@uni.edu", ids=(("sid", "7000001"),)),
    Made("u02", "Ben Ng", "pppw", "ben@uni.edu", late=True),
    Made("u03", "Cem Öz", "ppww"),
    Made("u04", "Dora Roe", "ppwp"),
    Made("u05", "Eve Poe", "pwww", seconds=9.5),
    Made("u06", "Fay Lo", "prmm"),
    Made("u07", EVIL, "pppp", "evil@uni.edu", seconds=3.0),
    Made("u08", "Gus Ray", "pmmm"),
    Made("u09", "Ada Byron", "pppp"),
    Made("u10", "=HYPERLINK(1)", "pppw"),
    Made("u11", "Ivy Fox", "pppp", status="incomplete", note="The grader failed on ivy-fox-homework."),
    Made("u12", "Jo Kim", "", status="unreadable", note="jo_kim_secret.zip is no archive."),
)
VERDICTS: dict[str, Verdict] = {"p": "passed", "w": "wrong", "r": "raised", "m": "missing"}


def report(made: Made) -> ScoreReport:
    """Return a report of three items: shape (1 check), slope (2) and bend (1), the fourth to be marked by hand."""
    checks = [_check(number, VERDICTS[letter]) for number, letter in enumerate(made.verdicts)]
    items = (
        _item("shape", "The shape", checks[:1]),
        _item("slope", "The slope", checks[1:3]),
        _item("bend", "The bend", checks[3:]),
        ItemResult("essay", "An essay", 0.0, 3.0, by_hand=3.0),
    )
    return ScoreReport(
        SLUG,
        "A toy course",
        made.key,
        round(sum(item.points for item in items), 6),
        11.0,
        "incomplete" if made.status == "incomplete" else "graded",
        "strict",
        {"submission sha256": "0"},
        items,
        penalties=(Penalty("late", 0.0, f"late: {made.name}"),) if made.late else (),
        notes=(f"{made.name} handed in homework_of_{made.key}.zip",),
        printed=f"I am {made.name}",
        files={"net.py": f"{made.key}/net.py"},
        seconds=made.seconds,
    )


def _check(number: int, verdict: Verdict) -> CheckResult:
    explained = {1: (SIGN,), 2: (HALF,), 3: (HALF, TWICE)}.get(number, ())
    check = CheckResult(
        f"check_{number}", f"Check {number}", verdict, 2.0 * (verdict == "passed"), 2.0, seconds=0.01 * (number + 1)
    )
    if verdict == "wrong":
        return replace(check, diagnosis=explained)
    return replace(check, near=NearMiss("wide", "dW", 0.75)) if number == 3 and verdict == "passed" else check


def _item(name: str, title: str, checks: list[CheckResult]) -> ItemResult:
    return ItemResult(
        name, title, sum(one.points for one in checks), sum(one.max_points for one in checks), checks=tuple(checks)
    )


def write(path: Path) -> Path:
    """Write the gradebook of the class to `path`."""
    with Gradebook(path) as book:
        run = book.begin(SLUG, "settings")
        for made in CLASS:
            found = report(made)
            readable = made.status != "unreadable"
            result = Result(
                made.status,  # type: ignore[arg-type]
                made.seconds,
                found.score if readable else None,
                found.max_score if readable else None,
                to_json(found) if readable else "",
                to_json(for_student(found)) if readable else "",
                made.note,
            )
            person = Person(made.key, made.name, made.email, dict(made.ids))
            handed = Handed((person,), 1, f"sub_{made.key}", f"hash of {made.key}", "settings", late=made.late)
            book.add(run, handed, result, "graded", "It was handed in.")
        book.finish(run)
    return path


def identifying() -> list[str]:
    """Return every text that tells who somebody of the class is."""
    found = []
    for made in CLASS:
        found += [made.key, made.name, made.email, f"sub_{made.key}", made.note, *dict(made.ids).values()]
    return [text for text in found if text]
