"""The words in which `mistakes.py` is written: wrong variants of the reference, as edits of its source."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import CourseError


@dataclass(frozen=True)
class Edit:
    """Replace `old`, which must stand exactly once in `file` of the solution, by `new`."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Mistake:
    """One wrong variant: the sentence that a student who made it should read, and the checks that it loses."""

    id: str
    text: str
    edits: tuple[Edit, ...]
    loses: tuple[str, ...]

    def apply(self, sources: dict[str, str]) -> dict[str, str]:
        """Return the solution's sources (file name -> text) with this mistake made."""
        changed = dict(sources)
        for edit in self.edits:
            text = changed.get(edit.file, "")
            if text.count(edit.old) != 1:
                raise CourseError(
                    f"mistake {self.id!r}: the text to replace must stand exactly once in {edit.file}, "
                    f"but it stands {text.count(edit.old)} times: {edit.old!r}."
                )
            changed[edit.file] = text.replace(edit.old, edit.new)
        return changed
