"""An assignment may need a package that is absent here: it says what to install, and nothing else is affected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader import expected, handout
from grader.course import AssignmentFolder
from grader.sandbox import warm
from tests import toy
from tests.command import grade, refusal

if TYPE_CHECKING:
    from pathlib import Path

ABSENT = "no_such_package"


@pytest.fixture
def needy(course: Path) -> Path:
    """Return a course with one more assignment, which needs a package that nobody has."""
    rubric = toy.write(course, "needy") / "rubric.py"
    rubric.write_text(rubric.read_text().replace("total=12,", f'total=12, packages=("numpy", "{ABSENT}"),'))
    return course


def test_regenerating_everything_leaves_it_out_with_a_note(needy: Path) -> None:
    done = grade(needy, "regenerate", "--check")
    assert done.returncode == 0
    assert done.stdout == "toy: up to date\n"
    assert done.stderr.startswith("needy: left out. The child interpreter ")
    assert f"has no package '{ABSENT}'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_naming_it_says_what_to_install(needy: Path) -> None:
    said = refusal(needy, "regenerate", "needy")
    assert f"has no package '{ABSENT}', which this assignment uses. Install it there (" in said
    assert f"-m pip install {ABSENT})" in said


def test_grading_it_says_so_too(course: Path) -> None:
    rubric = course / "reference" / "toy" / "rubric.py"
    rubric.write_text(rubric.read_text().replace("total=12,", f'total=12, packages=("numpy", "{ABSENT}"),'))
    assert f"has no package '{ABSENT}'" in refusal(course, toy.hand_in(course / "work"))


def test_what_is_an_extra_of_ours_is_installed_as_such() -> None:
    assert warm.installable("torch") == '"backgrade[torch]"'
    assert warm.installable("numpy") == "numpy"


def test_a_handout_says_what_to_install(needy: Path) -> None:
    folder = AssignmentFolder(needy / "reference" / "toy")
    rubric = replace(folder.rubric, packages=("numpy", ABSENT))
    said = handout.readme(rubric, {}, expected.load(folder))
    assert f"backgrade-*.whl\n    .venv/bin/pip install {ABSENT}\n" in said
