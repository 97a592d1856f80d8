"""How a submission was handed in: which of the required files are there, what else is, and under which names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.clock import Times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.policy import Policy


@dataclass(frozen=True)
class HandedIn:
    """What is known of a submission beside its verdicts.

    `files` are relative paths without junk and without a folder that merely wraps them, among them those too large to
    keep. `taken` maps required Python files to the files that play them. `archive` is empty for a folder. `ran` says
    whether any code could be executed, `adapted` whether an adapter was laid over the files.
    """

    files: Sequence[str] = ()
    taken: Mapping[str, str] = field(default_factory=dict)
    archive: str = ""
    ran: bool = True
    adapted: bool = False
    times: Times = field(default_factory=Times)


def is_python(name: str) -> bool:
    """Return whether a required file is one of those that are run."""
    return name.lower().endswith(".py")


def required_sources(required: Iterable[str]) -> set[str]:
    """Return the names of the required files that are run, case and folders aside."""
    return {PurePosixPath(name).name.casefold() for name in required if is_python(name)}


def found_as(name: str, files: Sequence[str]) -> str:
    """Return the file of that name, upper and lower case aside, nearest to the top; nothing when there is none."""
    named = PurePosixPath(name).name.casefold()
    same = [path for path in files if PurePosixPath(path).name.casefold() == named]
    return min(
        same, key=lambda path: (path.count("/"), PurePosixPath(path).name != PurePosixPath(name).name, path), default=""
    )


def others(required: Sequence[str], handed: HandedIn) -> dict[str, str]:
    """Return required file -> the file found for it, of those that are not Python; empty when there is none."""
    return {name: found_as(name, handed.files) for name in required if not is_python(name)}


def absence(name: str, files: Sequence[str]) -> str:
    """Say that a file is not there, and what may have been meant for it."""
    ending = PurePosixPath(name).suffix.casefold()
    near = [path for path in files if ending and PurePosixPath(path).suffix.casefold() == ending]
    return f"{name} was not handed in" + (f" (there is {listed(near)})" if near else "")


def form_faults(policy: Policy, required: Sequence[str], handed: HandedIn) -> Iterator[str]:
    """Yield what is wrong with the form: the archive's name, files that are not asked for, files that are missing."""
    if policy.archive and handed.archive and not re.fullmatch(policy.archive, handed.archive):
        yield f"the archive is called {handed.archive}"
    if not policy.exactly:
        return
    found = others(required, handed)
    for name, path in found.items():
        if not path and name not in policy.missing:
            yield absence(name, handed.files)
    if handed.adapted:  # then the files are known to have other names
        return
    surplus = sorted(set(handed.files) - set(handed.taken.values()) - set(found.values()))
    if surplus:
        yield f"the {_kind(handed)} holds {listed(surplus)}"
    for name, path in (*handed.taken.items(), *found.items()):
        if path and PurePosixPath(path).name != PurePosixPath(name).name:
            yield f"{name} is called {path}"


def _kind(handed: HandedIn) -> str:
    ending = PurePosixPath(handed.archive).suffix.lower()
    return {"": "folder", ".zip": "zip"}.get(ending, "archive")


def listed(names: Sequence[str]) -> str:
    """Return names as a part of a sentence, the first three of many."""
    more = f" and {len(names) - 3} more" if len(names) > 4 else ""
    return ", ".join(names[:3] if more else names) + more
