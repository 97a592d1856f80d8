"""Which wrong results are shared, which of them tell something, and how rare they are. Pure.

The hash of a wrong reply to a hidden case (`engine.digest`) stands for all that came back, bit for bit. Two programs
that were written apart seldom make the same wrong numbers to the last bit, unless they make the same mistake. So a
shared reply tells nothing where a diagnosis explains it, and nothing where many share it. Where all who share it made a
diagnosed mistake elsewhere, it may follow from that mistake, and tells less.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COMMON = 1 / 3  # of the class
FOLLOWS = 1 / 2  # of all who made a mistake; what fewer of them have does not follow from it alone
FEWEST_COMMON = 3  # two of a class of four are a third, and still may have something in common

Reason = Literal["", "explained", "follows", "common"]
TELLS_NOTHING = ("explained", "common")


@dataclass(frozen=True)
class Work:
    """One submission, of one person or several. `content` is the hash of its files as they were handed in.

    `mistakes` are all that its report names.
    """

    people: tuple[str, ...]
    submission: str
    content: str
    mistakes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wrong:
    """A wrong reply of a submission: the hash, the case and check that it was wrong in, and what is known behind it."""

    digest: str
    item: str
    check: str
    case: str
    diagnosis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shared:
    """A wrong reply that several submissions gave, named by their places.

    `reason` says why it tells nothing, or less, and `diagnosis` by which known mistakes.
    """

    works: tuple[int, ...]
    items: tuple[str, ...]
    checks: tuple[str, ...]
    cases: tuple[str, ...]
    diagnosis: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True)
class Group:
    """Submissions with wrong replies in common: those by which they are a group, and others.

    `weight` is the sum over rubric items of log2(class / sharers) for the rarest reply of each. Replies of one item
    follow from each other, so that they count once; those of different items may, too.
    """

    works: tuple[int, ...]
    weight: float
    shared: tuple[Shared, ...]
    others: tuple[Shared, ...]


@dataclass(frozen=True)
class Findings:
    """What a class has in common, the rarest first.

    What the groups in `possible` share may follow from a known mistake. `silent` are shared replies that tell nothing,
    those of most submissions first. `alike` are submissions whose files are the same, byte for byte.
    """

    works: tuple[Work, ...]
    groups: tuple[Group, ...]
    possible: tuple[Group, ...]
    silent: tuple[Shared, ...]
    alike: tuple[tuple[int, ...], ...]


def findings(works: Sequence[Work], wrong: Mapping[int, Sequence[Wrong]]) -> Findings:
    """Return what works have in common; `wrong` holds the wrong replies of each by its place."""
    found = list(_shared(works, wrong))
    silent = [one for one in found if one.reason in TELLS_NOTHING]
    by_work: dict[int, list[Shared]] = defaultdict(list)
    for one in found:
        for place in one.works:
            by_work[place].append(one)
    groups, possible = (
        [
            _group(members, by_work[members[0]], reason, len(works))
            for members in {one.works for one in found if one.reason == reason}
        ]
        for reason in ("", "follows")
    )
    return Findings(
        tuple(works),
        tuple(sorted(groups, key=_rank)),
        tuple(sorted(possible, key=_rank)),
        tuple(sorted(silent, key=lambda one: (-len(one.works), one.works, one.checks))),
        tuple(_alike(works)),
    )


def _rank(group: Group) -> tuple[float, int, tuple[int, ...]]:
    return -group.weight, len(group.works), group.works


def _shared(works: Sequence[Work], wrong: Mapping[int, Sequence[Wrong]]) -> Iterable[Shared]:
    """Yield the replies that several works gave; what two checks found wrong about one reply is one."""
    by_digest: dict[str, list[tuple[int, Wrong]]] = defaultdict(list)
    for place, replies in sorted(wrong.items()):
        for reply in replies:
            by_digest[reply.digest].append((place, reply))
    makers = Counter(name for work in works for name in work.mistakes)
    for entries in by_digest.values():
        places = tuple(dict.fromkeys(place for place, _ in entries))
        if len(places) > 1:
            yield _one(places, [reply for _, reply in entries], works, makers)


def _one(places: tuple[int, ...], replies: Sequence[Wrong], works: Sequence[Work], makers: Mapping[str, int]) -> Shared:
    reason, diagnosis = _why(places, replies, works, makers)
    items, checks, cases = (
        tuple(dict.fromkeys(names)) for names in zip(*((one.item, one.check, one.case) for one in replies), strict=True)
    )
    return Shared(places, items, checks, cases, diagnosis, reason)


def _why(
    places: tuple[int, ...], replies: Sequence[Wrong], works: Sequence[Work], makers: Mapping[str, int]
) -> tuple[Reason, tuple[str, ...]]:
    """Return why a shared reply tells nothing or less, if so, and which known mistakes are the reason."""
    explained = tuple(dict.fromkeys(name for reply in replies for name in reply.diagnosis))
    if explained:
        return "explained", explained
    if len(places) >= max(FEWEST_COMMON, COMMON * len(works)):
        return "common", ()
    made_by_all = frozenset.intersection(*(works[place].mistakes for place in places))
    behind = tuple(sorted(name for name in made_by_all if len(places) >= FOLLOWS * makers[name]))
    return ("follows" if behind else ""), behind


def _group(members: tuple[int, ...], of_first: Sequence[Shared], reason: Reason, size: int) -> Group:
    """Return what all of some works share, perhaps with others; they are a group by what has this reason."""
    held = set(members)
    both = sorted((one for one in of_first if held <= set(one.works)), key=lambda one: (len(one.works), one.checks))
    shared = tuple(one for one in both if one.reason == reason)
    rarest: dict[str, float] = {}
    for one in shared:
        rare = math.log2(size / len(one.works))
        # A reply that several items judge is one piece of evidence, and counts in the first of them.
        rarest[one.items[0]] = max(rare, rarest.get(one.items[0], 0.0))
    return Group(members, round(sum(rarest.values()), 2), shared, tuple(one for one in both if one.reason != reason))


def _alike(works: Sequence[Work]) -> Iterable[tuple[int, ...]]:
    by_content: dict[str, list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        by_content[work.content].append(place)
    return (tuple(places) for places in by_content.values() if len(places) > 1)
