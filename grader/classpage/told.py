"""How the class page tells its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.words import VERDICTS, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.classpage.facts import Check, Class, Item, Mistake, Student
    from grader.report.catalogue import Catalogue

SLOWEST = 10
LINKED = 30  # of more people at one mistake, names alone stand there: the page stays small
FIRST = 20  # mistakes that are shown at once
SHOWN = 8  # people at a mistake who are shown at once
CHECKS = 8  # checks that a mistake is told to be seen in
FIGURES = ("low", "quarter", "median", "three_quarters", "high", "mean")


def percent(part: float | None, say: Catalogue) -> str:
    """Return a part as a whole percentage that is 0 or 100 only where the part is."""
    if part is None:
        return say("number.none")
    whole = round(100 * part)
    if whole in (0, 100) and 0 < part < 1:
        whole = 1 if whole == 0 else 99
    return say("class.percent", value=whole)


def discrimination(item: Item, say: Catalogue, fewest: int) -> str:
    """Return an item's discrimination with two decimals, or why it has none."""
    value = item.discrimination
    if isinstance(value, str):
        return say(f"items.{value}", count=fewest) if value == "few" else say(f"items.{value}")
    return say.decimal(f"{value:.2f}").replace("-", "\u2212")


def extreme(item: Item) -> str:
    """Return "everyone" or "nobody" for an item of which all or none earn all points; else nothing."""
    if not item.count:
        return ""
    return "everyone" if item.full == item.count else "nobody" if item.none == item.count else ""


def rate(check: Check) -> float | None:
    """Return the part of the class that passed a check."""
    return check.passed / check.count if check.count else None


def least(item: Item, say: Catalogue) -> str:
    """Return the lowest pass rate among the checks of an item."""
    return percent(min((part for part in map(rate, item.checks) if part is not None), default=None), say)


def first_checks(mistake: Mistake) -> list[tuple[str, int]]:
    """Return the checks that most people lost by a mistake, with how many."""
    return list(mistake.checks.items())[:CHECKS]


def extreme_check(check: Check) -> str:
    """Return "everyone_passes" or "nobody_passes" for a check that all or none pass; else nothing."""
    return {check.count: "everyone_passes", 0: "nobody_passes"}.get(check.passed, "") if check.count else ""


def other_verdicts(check: Check, say: Catalogue) -> list[str]:
    """Return how else a check went, the most frequent first: "12 wrong", "3 raised an exception"."""
    found = sorted(check.verdicts.items(), key=lambda one: (-one[1], list(VERDICTS).index(one[0])))
    return [say("items.verdict", count=n, verdict=verdict(one, say)) for one, n in found if one != "passed"]


def sections(facts: Class) -> list[str]:
    """Return the sections of the page that have something to tell, as their keys in the catalogue."""
    graded = ["distribution", "mistakes", "items", "close", "slow"] if facts.totals or facts.items else []
    return [*graded, "people"]


def slowest(facts: Class) -> list[Student]:
    """Return those whose code ran longest."""
    ran = (one for one in facts.students if one.score is not None and one.seconds)
    return sorted(ran, key=lambda one: -one.seconds)[:SLOWEST]


def people(facts: Class, numbers: Iterable[int]) -> list[Student]:
    """Return those with these numbers, in the order of the page."""
    return [facts.students[number - 1] for number in sorted(set(numbers))]


def near_people(facts: Class, submissions: Sequence[str]) -> list[Student]:
    """Return those whom a near miss names."""
    return people(facts, map(int, submissions))


def made(facts: Class) -> dict[int, list[int]]:
    """Return number -> the places of the mistakes that this person made."""
    found: dict[int, list[int]] = {}
    for place, mistake in enumerate(facts.mistakes):
        for number in mistake.students:
            found.setdefault(number, []).append(place)
    return found


def share(mistake: Mistake, facts: Class) -> float:
    """Return the part of those whose code was graded that made a mistake."""
    return len(mistake.students) / max(1, sum(one.score is not None for one in facts.students))
