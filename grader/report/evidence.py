"""What a failed check is told with beside its feedback: where the code stands, in which handout, which run counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from grader.report import view
from grader.report.catalogue import ENGLISH
from grader.report.escape import bounded, one_line
from grader.report.words import VERDICTS, points, verdict

if TYPE_CHECKING:
    from grader.report.catalogue import Catalogue
    from grader.score import CheckResult, ItemResult, Mismatch, ScoreReport


def address(item: ItemResult) -> str:
    """Return the handout's address if it is a plain https one, which a page may link to; otherwise nothing."""
    try:
        parts = urlsplit(item.link)
    except ValueError:
        return ""
    plain = item.link.isascii() and item.link.isprintable() and " " not in item.link
    return item.link if plain and parts.scheme == "https" and parts.hostname else ""


def can_be_shown(mismatch: Mismatch) -> bool:
    """Return whether there is more to see of a mismatch than the feedback says."""
    shapes = (mismatch.actual_shape, mismatch.expected_shape)
    return bool(mismatch.picture or mismatch.first or mismatch.worst or mismatch.gradient) or shapes != (None, None)


def carried_counts(check: CheckResult) -> bool:
    """Return whether the points of a check come from the run with given parts."""
    return bool(check.carried and check.carried.verdict == "passed" and check.carried.counts > 0 and check.points > 0)


def elsewhere(check: CheckResult, say: Catalogue = ENGLISH) -> str:
    """Return that a check passes with given parts, so that nothing is to be mended in it; nothing where it does not."""
    names = one_line(bounded(", ".join(check.parts_at_fault), 120, say))
    return say("carried.elsewhere", names=names) if names else ""


def shape(check: CheckResult) -> str:
    """Return the sign that a check is known by: its verdict, or "carried" where the run with given parts counts."""
    return "carried" if carried_counts(check) else check.verdict


def tally(report: ScoreReport, say: Catalogue = ENGLISH) -> list[tuple[str, int, str]]:
    """Return shape, number and words of how the checks went; those whose points are carried forward are told apart."""
    own = [check for check in view.shown_checks(report) if not carried_counts(check)]
    counts = Counter(check.verdict for check in own)
    found = [(value, counts[value], verdict(value, say)) for value in VERDICTS if counts[value]]
    carried = sum(map(carried_counts, view.shown_checks(report)))
    return found + ([("carried", carried, say("carried.tally"))] if carried else [])


def told(check: CheckResult, say: Catalogue = ENGLISH) -> str:
    """Return a check's verdict in words, and that its points come from the run with given parts where they do."""
    own = verdict(check.verdict, say)
    return say("carried.short", verdict=own) if carried_counts(check) else own


def carried_points(item: ItemResult) -> float:
    """Return how many points of an item come from runs with given parts."""
    return round(sum(check.points for check in item.checks if carried_counts(check)), 6)


def carried_words(item: ItemResult, say: Catalogue = ENGLISH) -> str:
    """Return why an item has points for checks that failed; nothing where it has none."""
    carried = [check for check in item.checks if carried_counts(check)]
    return say.count("item.carried", len(carried), points=points(carried_points(item), say)) if carried else ""
