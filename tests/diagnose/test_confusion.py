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
def test_at_least_95_percent_of_mistakes_are_named_and_no_other_in_their_place(folder: AssignmentFolder) -> None:
    stored = Stored(folder)
    changing = [variant for variant in stored.variants if by_outputs(folder, variant)]
    confused = {}
    for variant in changing:
        named = stored.named(variant)
        others = {check: found for check, found in named.items() if variant.id not in found}
        if not named or others:
            confused[variant.id] = others
    assert len(confused) <= 0.05 * len(changing), confused
    assert not [found for others in confused.values() for found in others.values()], "a wrong name is worse than none"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
def test_a_mistake_is_named_for_most_of_what_it_loses(folder: AssignmentFolder) -> None:
    stored = Stored(folder)
    lost = sum(len(by_outputs(folder, variant)) for variant in stored.variants)
    named = sum(len(stored.named(variant)) for variant in stored.variants)
    assert named >= 0.8 * lost


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
def test_few_mistakes_share_their_names(folder: AssignmentFolder) -> None:
    stored = Stored(folder)
    shared = [one.id for one in stored.variants if any(len(found) > 1 for found in stored.named(one).values())]
    assert len(shared) <= 0.1 * len(stored.variants), shared
