"""Every mistake is told from every other: the confusion matrix of all catalogued mistakes of all assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.rubric import Forbids
from tests.diagnose.stored import FOLDERS, Stored

if TYPE_CHECKING:
    from grader.course import AssignmentFolder
    from grader.diagnose.catalogue import Variant


def by_outputs(folder: AssignmentFolder, variant: Variant) -> set[str]:
    """Return the checks that a variant loses by what it computes."""
    return {check.id for check in folder.rubric.checks() if check.id in variant.lost and not isinstance(check, Forbids)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
def test_at_least_95_percent_of_mistakes_are_named_for_most_of_what_they_lose(folder: AssignmentFolder) -> None:
    stored = Stored(folder)
    changing = [variant for variant in stored.variants if by_outputs(folder, variant)]
    named = {variant.id: stored.named(variant) for variant in changing}
    others = {one: {check: names for check, names in found.items() if one not in names} for one, found in named.items()}
    confused = [one for one, found in named.items() if not found or others[one]]
    assert len(confused) <= 0.05 * len(changing), confused
    assert not any(others.values()), "a wrong name is worse than none"
    lost = sum(len(by_outputs(folder, variant)) for variant in changing)
    assert sum(map(len, named.values())) >= 0.8 * lost
    shared = [one for one, found in named.items() if any(len(names) > 1 for names in found.values())]
    assert len(shared) <= 0.1 * len(changing), shared
