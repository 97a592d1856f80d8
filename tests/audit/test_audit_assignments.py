"""The rubric of every assignment is sound by what is recorded of its mistakes. `make audit` looks at all the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.audit import findings, matrix
from tests.diagnose.stored import FOLDERS, Stored

if TYPE_CHECKING:
    from grader.course import AssignmentFolder


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
def test_the_matrix_of_mistakes_and_checks_leaves_nothing_to_be_mended(folder: AssignmentFolder) -> None:
    table = matrix.of(folder.rubric, folder.mistakes, Stored(folder).catalogue)
    found = findings.settled(matrix.findings(table), findings.accepted_in(folder))
    assert not [one for one in found if not one.accepted]
