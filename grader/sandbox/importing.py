"""What to import of a submission and how, and how that went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.sandbox import outcome
from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.rubric import Limits
    from grader.sandbox.reply import Failure

MAX_NOTES = 20
MAX_NOTE = 600  # characters: a whole sentence that quotes a few lines
MAX_FILES = 20  # whose imports went wrong; a rubric asks for fewer


@dataclass(frozen=True)
class How:
    """What goes with the files to import.

    `absent` says of required files that cannot be imported why probes that need them fail, `defines` what each file
    should define, `definitions` that only what defines something is run, and `data` maps names in the working folder
    to files of the submission.
    """

    absent: Mapping[str, Failure] = field(default_factory=dict)
    defines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    definitions: bool = False
    data: Mapping[str, str] = field(default_factory=dict)

    def request(self) -> dict[str, Any]:
        """Return it as part of a request to the child."""
        return {
            "absent": {file: [why.message, why.kind == "missing"] for file, why in self.absent.items()},
            "defines": {file: list(names) for file, names in self.defines.items()},
            "definitions": self.definitions,
            "data": dict(self.data),
        }


@dataclass(frozen=True)
class Loaded:
    """How the import went.

    `failure`: nothing can be run. `unusable`: why single files of several cannot be used. `stops`: what ended the
    import of a file halfway, after some definitions.
    """

    failure: Failure | None
    stops: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    printed: str = ""
    unusable: tuple[Failure, ...] = ()

    @property
    def stopped(self) -> Failure | None:
        """What ended the first import halfway, if anything did."""
        return self.stops[0] if self.stops else None


def loaded(reply: Mapping[str, Any], printed: str, limits: Limits) -> Loaded:
    """Return what a child's reply to a request for an import says."""
    try:
        with outcome.making_sense():
            stops, unusable = (_failures(reply.get(kind, []), limits) for kind in ("stopped", "unusable"))
            notes = tuple(outcome.text(note, MAX_NOTE) for note in list(reply.get("notes", []))[:MAX_NOTES])
    except wire.WireError:
        return Loaded(None, printed=printed)
    return Loaded(None, stops, notes, printed, unusable)


def _failures(said: Any, limits: Limits) -> tuple[Failure, ...]:
    listed = said if isinstance(said, list) else []
    return tuple(outcome.raised(error, limits) for error in listed[:MAX_FILES])
