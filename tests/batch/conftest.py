"""A class that was graded once, for all tests of what comes afterwards."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.batch.small_class import BATCH, hand_in
from tests.command import grade

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def graded(finished_toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course with a class that was graded once, without interruption."""
    course = shutil.copytree(finished_toy, tmp_path_factory.mktemp("graded") / "course")
    hand_in(course)
    done = grade(course, *BATCH)
    assert done.returncode == 0, done.stderr
    assert "graded now        5" in done.stdout
    return course


@pytest.fixture
def mine(graded: Path, tmp_path: Path) -> Path:
    """Return a copy of that course of the test's own."""
    return shutil.copytree(graded, tmp_path / "course")
