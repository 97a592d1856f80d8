"""The skeleton of a new assignment: one tiny task that works at once, to be changed file by file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.course import HANDOUT, find_course, here
from grader.errors import UsageError
from grader.files import encoded, write_all

if TYPE_CHECKING:
    from pathlib import Path

_SLUG = re.compile(r"[A-Za-z0-9]\w*", re.ASCII)


def place_for(course: Path | None, slug: str) -> Path:
    """Return the folder that the new assignment goes to: in the course, which need not exist when it is named."""
    if not _SLUG.fullmatch(slug):
        raise UsageError(f"{slug!r} cannot name an assignment: use letters, digits and underscores.")
    root = course or _course_here()
    if (root / HANDOUT / "rubric.py").is_file():
        raise UsageError(f"{root} is a handout: assignments are written in a course; name one with --course.")
    place = root / "reference" / slug
    if place.exists() or place.is_symlink():
        raise UsageError(f"{place} is there already: choose another name for the assignment.")
    return place


def _course_here() -> Path:
    """Return the course that the user is in; else the folder itself, which becomes one."""
    try:
        return find_course(here())
    except UsageError:
        return here()


def write(place: Path, slug: str) -> list[Path]:
    """Write the skeleton; return its files."""
    files = {place / name: encoded(text.replace("SLUG", slug)) for name, text in FILES.items()}
    write_all(files, "Choose another folder with --course.")
    return list(files)


README = """\
# SLUG

What the handout asks, its conventions (mean or sum, axes, eps, dtype) and its errata.
"""

RUBRIC = '''\
"""The rubric of SLUG: 5 points."""

from grader.rubric import Assignment, Differentiates, Matches, RubricItem

RUBRIC = Assignment(
    "SLUG",
    title="SLUG: a cube and its slope",
    files=("work.py",),
    defines={"work.py": ("cube", "slope")},
    total=5,
    items=(
        RubricItem(
            "cube",
            "The cube",
            checks=(
                Matches("cube_value", "cube(x) returns x**3, entry by entry", probe="both", outputs=("y",), points=2),
                Matches("cube_slope", "slope(x) returns 3 x**2", probe="both", outputs=("dy",), points=2),
                Differentiates(
                    "slope_of_cube",
                    "slope is the derivative of your own cube",
                    probe="both",
                    of="both",
                    output="y",
                    wrt={"x": "dy"},
                    reduce="elementwise",
                    points=1,
                ),
            ),
        ),
    ),
)
'''

CASES = '''\
"""Inputs of the probes: seeded, named, public (in the handout) or hidden."""

from grader.cases import hidden, public


def entries(rng, n, d):
    return {"x": rng.uniform(0.5, 2.0, size=(n, d))}


CASES = {
    "both": (
        public("small", entries, seed=1, n=2, d=3),
        hidden("one_row", entries, seed=2, n=1, d=4),
        hidden("tall", entries, seed=3, n=7, d=2),
        hidden("wide", entries, seed=4, n=3, d=9),
    ),
}
'''

DRIVER = '''\
"""Probes: how a submission is called. Students receive this file; it holds no answers."""


def both(code, x):
    yield {"y": code.cube(x)}
    yield {"dy": code.slope(x)}
'''

MISTAKES = '''\
"""Wrong variants of the solution: what a student should read who made one, and the checks that it loses."""

from grader.mistakes import Edit, Mistake

MISTAKES = (
    Mistake(
        "squared",
        "cube(x) returns the square of x: multiply by x once more.",
        edits=(Edit("work.py", "return x**3", "return x**2"),),
        loses=("cube_value", "slope_of_cube"),
    ),
    Mistake(
        "slope_without_factor",
        "slope(x) lacks its factor: the derivative of x**3 is 3 x**2.",
        edits=(Edit("work.py", "return 3 * x**2", "return x**2"),),
        loses=("cube_slope", "slope_of_cube"),
    ),
)
'''

SOLUTION = '''\
"""A cube and its slope. Students receive this file without what stands between the markers."""


def cube(x):
    """Return x**3, entry by entry, in the shape of x."""
    # BEGIN SOLUTION
    return x**3
    # END SOLUTION


def slope(x):
    """Return the derivative of cube at x, entry by entry."""
    # BEGIN SOLUTION
    return 3 * x**2
    # END SOLUTION
'''

FILES = {
    "README.md": README,
    "rubric.py": RUBRIC,
    "cases.py": CASES,
    "driver.py": DRIVER,
    "mistakes.py": MISTAKES,
    "solution/work.py": SOLUTION,
}
