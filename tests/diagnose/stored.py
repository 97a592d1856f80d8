"""The recorded variants of each assignment, as submissions that need not run."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader import expected
from grader.course import AssignmentFolder
from grader.diagnose import catalogue, name, prints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnose.catalogue import Call, Catalogue, Variant
    from grader.diagnose.prints import Prints
    from grader.expected import Expected

ROOT = Path(__file__).parents[2]
FOLDERS = [AssignmentFolder(path.parent) for path in sorted(ROOT.glob("reference/*/mistakes.py"))]


class Stored:
    """What is recorded of an assignment's mistakes."""

    def __init__(self, folder: AssignmentFolder):
        self.folder = folder

    @cached_property
    def catalogue(self) -> Catalogue:
        found = catalogue.read(self.folder.path / "expected")
        assert found is not None, f"run `grade regenerate {self.folder.path.name}`"
        return found

    @property
    def variants(self) -> Sequence[Variant]:
        return self.catalogue.variants

    @cached_property
    def known(self) -> Expected:
        return expected.load(self.folder)

    @cached_property
    def right(self) -> dict[Call, Prints]:
        """What the reference gives."""
        return {
            (case.probe, case.name): {output: prints.of_array(array) for output, array in case.outputs.items()}
            for case in self.known
        }

    def observed(self, variant: Variant) -> dict[Call, Prints]:
        """Return what a submission gives that has this mistake."""
        found = {call: outputs | variant.wrong.get(call, {}) for call, outputs in self.right.items()}
        return {
            call: {output: one for output, one in outputs.items() if one.tag != prints.ABSENT}
            for call, outputs in found.items()
        }

    def named(self, variant: Variant) -> dict[str, list[str]]:
        """Return check -> the mistakes that are named for such a submission."""
        checks = list(self.folder.rubric.checks())
        verdicts = {check.id: variant.lost.get(check.id, "passed") for check in checks}
        matcher = name.Matcher(self.catalogue, self.known, self.observed(variant))
        found = name.known(checks, verdicts, matcher)
        return {check: [one.id for one in diagnoses] for check, diagnoses in found.items()}
