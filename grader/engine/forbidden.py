"""Judge `Forbids` checks by what was read in the source, in the files that take part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from grader.engine.judge import result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.rubric import Forbids
    from grader.score import CheckResult

MAX_NOTES = 5  # of a kind; the rest would tell nobody more


def judge(check: Forbids, facts: Mapping[str, Mapping[str, Any]], required: Iterable[str]) -> CheckResult:
    """Judge one check over the required files and all that they may import; `facts` are those of `sandbox.facts`.

    A module that is imported and never used is only noted. A file too long to be read in full cannot be vouched for.
    """
    found: list[str] = []
    notes: list[str] = []
    for file in sorted(reachable(facts, required)):
        said = facts[file]
        for entry in said.get("imports", ()):
            names = (entry["module"], *entry["members"])
            broken = next((name for name in names if _is_one_of(name, check.imports)), None)
            if check.only and not (_is_one_of(entry["module"], check.only) or _is_own(entry["module"], facts)):
                broken = broken or entry["module"]
            if broken and entry["used"]:
                found.append(f"{file}, line {entry['line']}: imports {broken}")
            elif broken:
                notes.append(f"{file}, line {entry['line']}: imports {broken}, but does not use it.")
        found += [
            f"{file}, line {entry['line']}: calls {entry['name']}"
            for entry in said.get("calls", ())
            if _is_called(entry["name"], check.calls)
        ]
        if _is_opaque(said):
            found.append(f"{file}: it is too large or too involved to be read in full")
    feedback = f"Not allowed here: {'; '.join(found[:MAX_NOTES])}." if found else ""
    return replace(result(check, "wrong" if found else "passed", feedback), notes=tuple(notes[:MAX_NOTES]))


def _is_own(module: str, facts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether a module may be a file or a folder of the submission."""
    first = module.partition(".")[0]
    return not first or any(first in (*PurePosixPath(name).parts[:-1], PurePosixPath(name).stem) for name in facts)


def _is_opaque(said: Mapping[str, Any]) -> bool:
    """Return whether a file was not read in full: the scan gave up, left entries out or refused it as a whole."""
    error = said.get("error")
    return "ok" not in said or bool(said.get("truncated")) or (error is not None and not error["line"])


def reachable(facts: Mapping[str, Mapping[str, Any]], required: Iterable[str]) -> set[str]:
    """Return the files that `required` ones may import, directly or not, by the names in their import lines.

    Other files of a submission, an older homework in the same folder, say, take no part. A folder that is imported
    from stands for its `__init__.py`, and for all that lies in it where `*` is imported.
    """
    by_word: dict[str, list[str]] = {}  # each is looked up once, however many files import each other
    for name in facts:
        path = PurePosixPath(name)
        words = {path.stem, *(f"{folder}.*" for folder in path.parts[:-1])}
        for word in words | ({path.parent.name} if path.stem == "__init__" else set()):
            by_word.setdefault(word, []).append(name)
    taken: set[str] = set()
    waiting = [name for name in required if name in facts]
    while waiting:
        file = waiting.pop()
        if file not in taken:
            taken.add(file)
            for word in _imported_words(facts[file]):
                waiting += by_word.pop(word, ())
    return taken


def _imported_words(facts: Mapping[str, Any]) -> Iterator[str]:
    for entry in facts.get("imports", ()):
        for name in (entry["module"], *entry["members"]):
            words = name.strip(".").split(".")
            yield from words
            if words[-1] == "*":
                yield ".".join(words[-2:])


def _is_one_of(module: str, forbidden: Sequence[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in forbidden)


def _is_called(name: str, forbidden: Sequence[str]) -> bool:
    methods = [word for word in forbidden if word.startswith(".")]
    return any(name.endswith(word) for word in methods) or _is_one_of(name, forbidden)
