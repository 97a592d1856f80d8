"""What holds in every failing case of a check: signatures of several cases as one list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.diagnose.signatures.words import Signature

_MOST_READINGS = 3
_MOST_OUTPUTS = 3
# Families that are not told where one of these others is: they would say the same in a vaguer way.
_VAGUER: Mapping[str, set[str]] = {"dimension": {"factor"}, "multiple": {"factor", "dimension"}}


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
    merged = [_merged(group) for group in _grouped(evident)]
    ranked = sorted(merged, key=lambda one: one.rank)
    told = {one.family for one in ranked}
    return [one for one in ranked if not _VAGUER.get(one.family, set()) & told]


def _evident(ones: Sequence[Signature]) -> bool:
    """Tell whether one case is evidence by itself, or two cases with different numbers are."""
    return any(one.lone is None for one in ones) or len({one.lone for one in ones}) > 1


def _grouped(evident: Sequence[list[Signature]]) -> list[list[list[Signature]]]:
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
    text = first.text if len({one.text.replace(one.output, "") for one in ones}) == 1 else first.general
    more = ", ".join(outputs[1:_MOST_OUTPUTS]) + (", ..." if len(outputs) > _MOST_OUTPUTS else "")
    return text.replace(first.output, f"{first.output} (likewise {more})", 1) if more else text
