"""Which mistakes cannot be told apart: by the checks that they lose, and by the outputs that they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.diagnose import prints
from grader.rubric import FLOAT64

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.diagnose.catalogue import Variant

Names = tuple[str, ...]


@dataclass(frozen=True)
class Groups:
    """Mistakes that lose the `same_checks`; and those of them whose `outputs` are the same as well.

    The first are told apart by diagnosis, which looks at outputs; the second by nothing.
    """

    same_checks: tuple[Names, ...] = ()
    outputs: tuple[Names, ...] = ()


def groups(variants: Sequence[Variant]) -> Groups:
    """Group the variants that are caught at all."""
    caught = [one for one in variants if one.lost]
    by_checks = _grouped(caught, lambda one, other: one.lost.keys() == other.lost.keys())
    by_outputs = [same for group in by_checks for same in _grouped(group, same_outputs) if len(same) > 1]
    return Groups(_names(group for group in by_checks if len(group) > 1), _names(by_outputs))


def same_outputs(one: Variant, other: Variant) -> bool:
    """Tell whether two variants give the same wrong outputs on every case, but for rounding."""
    if one.wrong.keys() != other.wrong.keys():
        return False
    return all(_same(outputs, other.wrong[call]) for call, outputs in one.wrong.items())


def _same(outputs: prints.Prints, others: prints.Prints) -> bool:
    return outputs.keys() == others.keys() and all(
        prints.same(one, others[name], FLOAT64) for name, one in outputs.items()
    )


def _grouped(variants: Sequence[Variant], same: Callable[[Variant, Variant], bool]) -> list[list[Variant]]:
    found: list[list[Variant]] = []
    for one in variants:
        home = next((group for group in found if same(group[0], one)), None)
        if home is None:
            found.append([one])
        else:
            home.append(one)
    return found


def _names(grouped: Iterable[Sequence[Variant]]) -> tuple[Names, ...]:
    return tuple(tuple(one.id for one in group) for group in grouped)
