"""Autolab: one flat folder of files, often tars (Assessment > Download all submissions).

`<email>_<version>_<handin name>`; a handin name that holds an underscore comes last in another order,
`<version>_<email>_<handin name>`. An address may hold an underscore before its @, never after. A name that can be read
in both ways is left to a person. Versions are attempts; no time is stated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.layouts.piece import Lines, Piece, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = "autolab"
_EMAIL = r"(?P<email>[^@/\s]+@[^@_/\s]+)"
_FORMS = (
    re.compile(_EMAIL + r"_(?P<version>[0-9]{1,6})_(?P<file>[^/]+)"),
    re.compile(r"(?P<version>[0-9]{1,6})_" + _EMAIL + r"_(?P<file>[^/]*_[^/]*)"),
)


def matches(names: Sequence[str]) -> float:
    """Return the share of files with an address and a version."""
    return share(names, lambda name: any(form.fullmatch(name) for form in _FORMS))


def pieces(names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:  # noqa: ARG001 - names alone tell all
    """Yield a piece for each file."""
    for name in names:
        found = [match for form in _FORMS if (match := form.fullmatch(name))]
        if len(found) != 1:
            yield f"{name} (can be read in two ways)" if found else name
            continue
        email, version = found[0]["email"], int(found[0]["version"])
        person = Person(email.casefold(), email=email)
        yield Piece(name, f"{email.casefold()} {version}", (person,), found[0]["file"], attempt=version)
