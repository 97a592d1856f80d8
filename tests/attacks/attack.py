"""One attack as its file describes it: the header says what it tries, what must happen, and at which levels."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from grader.rubric import Limits
from grader.sandbox.host import LEVELS
from grader.score import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent
KINDS = ("lying", "patching", "forging", "ending", "exhausting", "stealing", "staying", "archives")
NEEDED, OPTIONAL = ("Tries", "Must"), ("Deserves", "Verdicts", "Limits", "Holds", "Refused")
_HEADER = re.compile(r'r?"""(.*?)"""', re.DOTALL)
_FIELD = re.compile(r"([A-Z][a-z]+):(?: |$)(.*)")
# Attacks are kept short, so that what hangs on purpose does not take long.
SHORT = {"import_seconds": 2.0, "probe_seconds": 1.0, "submission_seconds": 10.0}


class HeaderError(ValueError):
    """The header of an attack does not say what it must, or says what nobody understands."""


@dataclass(frozen=True)
class Attack:
    """What the header says. `deserves` is None for an archive that must be refused, in a sentence with `refused`."""

    path: Path
    title: str
    tries: str
    must: str
    deserves: float | None
    verdicts: Mapping[str, str]
    limits: Limits
    holds: tuple[str, ...]
    refused: str

    @property
    def kind(self) -> str:
        """The folder that the attack is in."""
        return self.path.parent.name

    @property
    def name(self) -> str:
        """Kind and name, as they are given on a command line."""
        return f"{self.kind}/{self.path.stem}"


def paths() -> list[Path]:
    """Return the files of all attacks, kind by kind."""
    return [path for kind in KINDS for path in sorted((FOLDER / kind).glob("[!_]*.py"))]


def read(path: Path) -> Attack:
    """Read an attack's header; its code is looked at by nobody here."""
    found = _HEADER.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise HeaderError(f"{path} does not begin with a docstring.")
    title, said = _fields(path, found[1])
    refused = said.get("Refused", "")
    if bool(refused) == ("Deserves" in said) or (refused and path.parent.name != "archives"):
        raise HeaderError(f"{path} must say what it deserves or, for an archive only, with which words it is refused.")
    return Attack(
        path=path,
        title=title,
        tries=said["Tries"],
        must=said["Must"],
        deserves=None if refused else float(said["Deserves"]),
        verdicts=_verdicts(path, said.get("Verdicts", "")),
        limits=_limits(path, said.get("Limits", "")),
        holds=_levels(path, said.get("Holds", " ".join(LEVELS))),
        refused=refused,
    )


def _fields(path: Path, header: str) -> tuple[str, dict[str, str]]:
    """Return the title and field -> text; indented lines continue the field above them."""
    title, *lines = header.lstrip("\n").split("\n")
    said: dict[str, str] = {}
    name = ""
    for line in filter(str.strip, lines):
        found = _FIELD.match(line)
        if found:
            name = found[1]
            if name in said or name not in NEEDED + OPTIONAL:
                raise HeaderError(f"{path}: there is no field {name!r}, or it is there twice.")
            said[name] = found[2].strip()
        elif name and line.startswith("  "):
            said[name] = f"{said[name]} {line.strip()}".strip()
        else:
            raise HeaderError(f"{path}: the line {line!r} belongs to no field.")
    empty = [name for name in NEEDED if not said.get(name)]
    if not title.strip() or empty:
        raise HeaderError(f"{path} says nothing under {', '.join(empty) or 'its title'}.")
    return title.strip(), said


def _pairs(path: Path, text: str) -> dict[str, str]:
    pairs = [word.partition("=") for word in text.split()]
    if not all(name and value for name, _, value in pairs):
        raise HeaderError(f"{path}: {text!r} are no pairs name=value.")
    return {name: value for name, _, value in pairs}


def _verdicts(path: Path, text: str) -> dict[str, str]:
    verdicts = _pairs(path, text)
    for verdict in verdicts.values():
        if verdict not in get_args(Verdict):
            raise HeaderError(f"{path}: there is no verdict {verdict!r}.")
    return verdicts


def _limits(path: Path, text: str) -> Limits:
    said = {name: float(value) for name, value in _pairs(path, text).items()}
    unknown = said.keys() - {field.name for field in fields(Limits)}
    if unknown:
        raise HeaderError(f"{path}: there is no limit {min(unknown)!r}.")
    whole = {name: int(value) if isinstance(getattr(Limits, name), int) else value for name, value in said.items()}
    return replace(Limits(**SHORT), **whole)  # type: ignore[arg-type]


def _levels(path: Path, text: str) -> tuple[str, ...]:
    levels = tuple(text.split())
    if not levels or not set(levels) <= set(LEVELS):
        raise HeaderError(f"{path}: {text!r} are no levels of isolation.")
    return levels
