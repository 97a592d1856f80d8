"""Find the file of a submission that plays each required one: by its name, else by what it defines."""

from __future__ import annotations

import os.path
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from grader.rubric import Assignment


@dataclass(frozen=True)
class Located:
    """Required name -> relative path; the folder they all lie in; what to tell the reader; what was not found.

    `reasons` maps what was not found to the sentence that says so; `notes` has these, too.
    """

    paths: Mapping[str, str]
    root: str
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    reasons: Mapping[str, str]


def locate(files: Mapping[str, Mapping[str, Any]], assignment: Assignment, notebooks: Collection[str] = ()) -> Located:
    """Decide which of `files`, facts by relative path, plays each Python file that the assignment requires.

    One file may play several, unless they must define the same names. Those of them that were made of `notebooks` come
    after the others.
    """
    files = {path: said if isinstance(said, dict) else {} for path, said in files.items()}
    pools = [{path: said for path, said in files.items() if path not in notebooks}, *([files] if notebooks else [])]
    required = [name for name in assignment.files if name.lower().endswith(".py")]
    paths: dict[str, str] = {}
    notes: dict[str, str] = {}
    for name in required:
        found, note = _one(name, pools, assignment, alone=len(required) == 1)
        other = _other_part(name, found, paths, assignment)
        if other:
            found, note = (
                "",
                f"{name} was not handed in; {found} is no stand-in, since what it defines counts for {other}.",
            )
        if found:
            paths[name] = found
        if note:
            notes[name] = note
    _join_notes(notes, paths, assignment)
    folders = [os.path.dirname(path) for path in paths.values()]  # noqa: PTH120 - relative posix paths
    root = os.path.commonpath(folders) if folders else ""
    missing = tuple(name for name in required if name not in paths)
    reasons = {name: notes[name] for name in missing}
    return Located(paths, root, tuple(dict.fromkeys(notes.values())), missing, reasons)


def _other_part(name: str, found: str, paths: Mapping[str, str], assignment: Assignment) -> str:
    """Return the required file that `found` plays already, when one file cannot play both: names would clash."""
    called, wanted = PurePosixPath(found).name.lower(), set(assignment.defines.get(name, ()))
    for other in assignment.files:
        taken = paths.get(other) == found or called == other.lower() != name.lower()
        if other != name and taken and wanted & set(assignment.defines.get(other, ())):
            return other
    return ""


def _one(
    name: str, pools: Sequence[Mapping[str, Mapping[str, Any]]], assignment: Assignment, *, alone: bool
) -> tuple[str, str]:
    """Return the file that plays one required file, and a note; a note alone when there is none."""
    wanted = assignment.defines.get(name, ())
    everything = sorted({word for words in assignment.defines.values() for word in words})
    found, note = "", ""
    for files in pools:
        found, note = _by_name(name, files, wanted)
        if found or note:
            return found, note
    for files in pools:
        found, note = _by_content(name, files, wanted, everything, alone=alone and files is pools[-1])
        if found:
            break
    return found, note


def _join_notes(notes: dict[str, str], paths: Mapping[str, str], assignment: Assignment) -> None:
    """Say once of a file that it was taken for several others."""
    played: dict[str, list[str]] = {}
    for name, path in paths.items():
        if name in notes and PurePosixPath(path).name.lower() != PurePosixPath(name).name.lower():
            played.setdefault(path, []).append(name)
    for path, names in played.items():
        if len(names) > 1:
            defined = [word for name in names for word in assignment.defines.get(name, ())]
            text = f"{_listed(names)} were not handed in; {path} was taken for them, since it defines"
            notes.update(dict.fromkeys(names, f"{text} {_listed(defined)}."))


def _by_name(name: str, files: Mapping[str, Mapping[str, Any]], wanted: Sequence[str]) -> tuple[str, str]:
    """Return the file of that name, nearest to the top, and a note; a note alone when several fit equally."""
    exact = [path for path in files if PurePosixPath(path).name == name]
    same = exact or [path for path in files if PurePosixPath(path).name.lower() == name.lower()]
    if not same:
        return "", ""
    depth = min(path.count("/") for path in same)
    ranked = sorted(
        (path for path in same if path.count("/") == depth),
        key=lambda path: (-len(_defined(files[path], wanted)), path),
    )
    best = ranked[0]
    if len(ranked) > 1 and len(_defined(files[ranked[1]], wanted)) == len(_defined(files[best], wanted)):
        return "", f"{name} was handed in more than once ({_listed(sorted(ranked))}), and which one counts is unclear."
    others = sorted(path for path in same if path != best)
    if others:
        return best, f"Of the files called {name}, {best} was taken, not {_listed(others)}."
    if not exact:
        return best, f"{best} was taken for {name}: the names differ in upper and lower case."
    return best, ""


def _by_content(
    name: str, files: Mapping[str, Mapping[str, Any]], wanted: Sequence[str], everything: Sequence[str], *, alone: bool
) -> tuple[str, str]:
    """Return the file that defines what `name` should, clearly more than any other, and a note.

    Of files that define the same of it, the one counts that defines more of what the assignment asks for in all.
    """

    def worth(path: str) -> tuple[int, int]:
        return len(_defined(files[path], wanted)), len(_defined(files[path], everything))

    ranked = sorted(files, key=lambda path: (*(-count for count in worth(path)), path.count("/"), path))
    if not ranked:
        return "", f"{name} was not handed in, nor any other Python file."
    best = ranked[0]
    defined = _defined(files[best], wanted)
    if alone and len(files) == 1 and (defined or not files[best].get("ok")):
        return best, f"{name} was not handed in; {best}, the only Python file, was taken for it."
    most, most_in_all = worth(best)
    second, second_in_all = worth(ranked[1]) if len(ranked) > 1 else (0, 0)
    if defined and 2 * most >= len(wanted):
        if 2 * most >= 3 * second or (most == second and 2 * most_in_all >= 3 * second_in_all):
            return best, f"{name} was not handed in; {best} was taken for it, since it defines {_listed(defined)}."
        return "", f"{name} was not handed in, and both {best} and {ranked[1]} define much of what it should."
    broken = sorted(path for path in files if not files[path].get("ok"))
    hint = f" These files cannot be read as Python: {_listed(broken)}." if broken else ""
    should = f" ({_listed(wanted)})" if wanted else ""
    return "", f"{name} was not handed in, and no other file defines most of what it should{should}.{hint}"


def _defined(facts: Mapping[str, Any], wanted: Sequence[str]) -> list[str]:
    """Return which of the wanted names a file defines at its top level."""
    said: set[str] = set()
    for kind in ("classes", "functions"):
        names = facts.get(kind)
        if isinstance(names, dict):
            said.update(names)
    return [name for name in wanted if name in said]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 4 else ""
    return ", ".join(names[:3] if more else names) + more
