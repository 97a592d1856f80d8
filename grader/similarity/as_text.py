"""What submissions have in common, on the terminal: first what it does not mean, then what a person should look at."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from grader.report.escape import bounded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.similarity.evidence import Findings, Group, Shared, Work
    from grader.similarity.tokens import Alike

MEANING = (
    "This is evidence for a person to look at, and never a mark. Equal wrong numbers, bit for bit, seldom come about "
    "in programs that were written apart. They do come from work together that was allowed, from the same lecture "
    "note, example or helper code, from starter code, from an assistant that both asked, and from a mistake that many "
    "make and no one has catalogued. Read both submissions and hear both sides before you conclude anything."
)
WHY = {
    "explained": "a known mistake explains it",
    "follows": "it may follow from a known mistake",
    "common": "many share it",
}
GROUPS, RESULTS, SILENT, NAMES = 20, 8, 10, 6
WIDTH = 110


def to_text(found: Findings, title: str) -> str:
    """Return what was found, the rarest first."""
    return "\n".join(_lines(found, title)) + "\n"


def _lines(found: Findings, title: str) -> Iterator[str]:
    yield one_line(f"{title}: {len(found.works)} submissions, compared by what came back wrong on hidden cases")
    yield ""
    yield from textwrap.wrap(MEANING, WIDTH)
    yield ""
    yield from _groups(found.groups, found.works, ("Nothing is shared that is not explained below.",))
    if found.possible:
        yield ""
        yield "Shared, and it may follow from a known mistake that all of them made:"
        yield from _groups(found.possible, found.works)
    if found.silent:
        yield ""
        yield "Shared, and it tells nothing:"
        lines = _silent(found.silent, found.works)
        yield from lines[:SILENT]
        yield from _more(len(lines) - SILENT, "group")
    if found.alike:
        yield ""
        yield "The same files, byte for byte (starter code that nobody changed, or one file handed in twice):"
        yield from (f"  {_names(places, found.works)}" for places in found.alike)


def _groups(groups: Sequence[Group], works: Sequence[Work], none: Sequence[str] = ()) -> Iterator[str]:
    yield from () if groups else none
    for number, group in enumerate(groups[:GROUPS], start=1):
        yield from _group(number, group, works)
    yield from _more(len(groups) - GROUPS, "group")


def _group(number: int, group: Group, works: Sequence[Work]) -> Iterator[str]:
    yield f"{number}. {_names(group.works, works)}  (weight {group.weight:.1f})"
    told = list(dict.fromkeys(f"   {_told(one, group.shared, works)}" for one in group.shared))
    yield from told[:RESULTS]
    yield from _more(len(told) - RESULTS, "check")
    if any(one.diagnosis for one in group.shared):
        yield f"   {'; '.join(dict.fromkeys(map(_reason, group.shared)))}"
    if group.others:
        count = "1 other" if len(group.others) == 1 else f"{len(group.others)} others"
        yield f"   and {count}: {'; '.join(dict.fromkeys(filter(None, map(_reason, group.others))))}"


def _silent(shared: Sequence[Shared], works: Sequence[Work]) -> list[str]:
    """Return a line for each set of submissions and reason, with how many results it is about."""
    counts = Counter((one.works, _reason(one)) for one in shared)
    return [
        f"  {_names(places, works)}: {'1 result' if count == 1 else f'{count} results'}, {why}"
        for (places, why), count in counts.items()
    ]


def _told(one: Shared, all_: Sequence[Shared], works: Sequence[Work]) -> str:
    """Return a shared result with all cases on which these checks have one that the same submissions share."""
    found = [case for other in all_ if (other.checks, other.works) == (one.checks, one.works) for case in other.cases]
    shown = f"{', '.join(one.checks)} ({'case' if len(found) == 1 else 'cases'} {', '.join(dict.fromkeys(found))})"
    return one_line(f"{bounded(shown, 200)}: the same in {len(one.works)} of {len(works)}")


def _reason(one: Shared) -> str:
    named = f" ({', '.join(one.diagnosis[:3])})" if one.diagnosis else ""
    return one_line(f"{WHY[one.reason]}{named}") if one.reason else ""


def _names(places: Sequence[int], works: Sequence[Work]) -> str:
    names = [" + ".join(works[place].people) for place in places[:NAMES]]
    more = f" and {len(places) - NAMES} more" if len(places) > NAMES else ""
    return one_line(bounded(", ".join(names), 400)) + more


def _more(count: int, what: str) -> Iterator[str]:
    if count > 0:
        yield f"  and {count} more {what}{'' if count == 1 else 's'}: --json lists all"


def tokens_to_text(alike: Sequence[Alike], works: Sequence[Work]) -> str:
    """Return the pairs whose code is most alike."""
    lines = ["", "Code by tokens, without names and comments (part of each that is in the other):"]
    lines += [
        f"  {_names((one.first,), works)} {one.of_first:.0%}, {_names((one.second,), works)} {one.of_second:.0%}"
        for one in alike[:GROUPS]
    ]
    lines += _more(len(alike) - GROUPS, "pair")
    return "\n".join(lines if alike else [*lines, "  no two are alike"]) + "\n"
