"""Plain: one folder, archive or source file for each student, called by the name, the address, or any id.

Other files beside them belong to nobody, so they are listed as not recognised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.layouts.piece import ARCHIVES, SOURCES, Lines, Piece, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = "plain"
_FAINT = 0.2  # what any folder of folders offers, so that the words of a platform outweigh it


def matches(names: Sequence[str]) -> float:
    """Return little, and less where loose files lie about."""
    return _FAINT * share(names, _who)


def pieces(names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:  # noqa: ARG001 - names alone tell all
    """Yield a piece for each; of two with one name, nobody can say which counts."""
    seen: set[str] = set()
    for name in names:
        who = _who(name)
        if not who:
            yield name
        elif who in seen:
            yield f"{name} (there is another one of {who})"
        else:
            seen.add(who)
            yield Piece(name, who, (Person(who, who, who if "@" in who else "", {"folder": who}),))


def _who(name: str) -> str:
    if name.endswith("/"):
        return name[:-1]
    ending = max((ending for ending in ARCHIVES + SOURCES if name.lower().endswith(ending)), key=len, default="")
    return name[: -len(ending)].strip() if ending else ""
