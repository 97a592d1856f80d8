"""What holds in every failing case of a check: signatures of several cases as one list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.diagnose.signatures.words import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.diagnose.signatures.words import Signature

_MOST_READINGS = 3
_MOST_OUTPUTS = 3
# What is told only where nothing more telling is.
_VAGUE = {"dimension", "multiple", "line", "own-line", "own-factor", "same-error"}
# Factors that are not told where these simpler ones hold in all cases, too: K is 1 in them.
_SIMPLER = {"NK": "N", "1/NK": "1/N", "N/K": "N", "K/N": "1/N"}


def common(per_case: Sequence[list[Signature]]) -> list[Signature]:
    """Return the signatures that hold in every case, best first, with texts that fit all of them.

    One that is no evidence in a single case holds only when there are two cases with other numbers. Several readings
    of one number become one signature that says them all; a factor that has a meaning is not told as a number again.
    """
    by_id = [{one.id: one for one in found} for found in per_case]
    everywhere = [
        [found[one.id] for found in by_id]
        for one in (per_case[0] if per_case else [])
        if all(one.id in found for found in by_id)
    ]
    evident = [ones for ones in everywhere if _evident(ones)]
    ids = {ones[0].id for ones in evident}
    merged = [_merged(group) for group in _grouped(ones for ones in evident if _simpler(ones[0].id) not in ids)]
    ranked = sorted(merged, key=lambda one: one.rank)
    return [one for one in ranked if one.family not in _VAGUE or one is ranked[0]]


def _simpler(identity: str) -> str:
    """Return the id of a simpler factor that is the same where K is 1, or nothing."""
    family, _, factor = identity.partition(":")
    minus = "-" * factor.startswith("-")
    simpler = _SIMPLER.get(factor.removeprefix("-"))
    return f"{family}:{minus}{simpler}" if simpler else ""


def _evident(ones: Sequence[Signature]) -> bool:
    """Tell whether one case is evidence by itself, or two cases with different numbers are."""
    return any(one.lone is None for one in ones) or len({one.lone for one in ones}) > 1


def _grouped(evident: Iterable[list[Signature]]) -> list[list[list[Signature]]]:
    """Put together what says the same of every case but for the reading of a number."""
    groups: dict[tuple[str, ...], list[list[Signature]]] = {}
    for ones in evident:
        bare = tuple(one.text.replace(one.reading, "") if one.reading else one.text for one in ones)
        groups.setdefault((ones[0].family, *bare), []).append(ones)
    return list(groups.values())


def _merged(group: Sequence[list[Signature]]) -> Signature:
    """Return one signature for all cases and all readings."""
    ones = group[0]
    first = ones[0]
    text = first.text if len({one.text for one in ones}) == 1 else _general(ones)
    readings = list(dict.fromkeys(other[0].reading for other in group))[:_MOST_READINGS]
    if len(readings) > 1:
        text = text.replace(first.reading, " or ".join(readings) + " (equal here)", 1)
    return replace(first, text=text, lone=None)


def _general(ones: Sequence[Signature]) -> str:
    """Return a text that fits several cases, and several outputs where they differ."""
    first = ones[0]
    outputs = list(dict.fromkeys(one.output for one in ones))
    text = first.text if len({_about(one.text, one.output, "") for one in ones}) == 1 else first.general
    more = ", ".join(map(called, outputs[1:_MOST_OUTPUTS])) + (", ..." if len(outputs) > _MOST_OUTPUTS else "")
    return _about(text, first.output, f"{called(first.output)} (likewise {more})") if more else text


def _about(text: str, output: str, instead: str) -> str:
    """Return a text with something else for the output that it is about."""
    return re.sub(
        rf"\b([Yy]our (?:output )?){re.escape(called(output))}(?!\w)", lambda found: found[1] + instead, text, count=1
    )
