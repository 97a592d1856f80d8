"""GitHub Classroom: files for the template repository, with public cases only, for students can read all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.platforms.packages.kit import ENGINE

if TYPE_CHECKING:
    from grader.platforms.packages.kit import Kit


def files(kit: Kit) -> dict[str, bytes]:
    """Return file name -> content."""
    place = ".github"
    return {
        f"{place}/workflows/classroom.yml": kit.script("github-classroom-workflow.yml"),
        f"{place}/{ENGINE}/run.sh": kit.script("github-classroom-run.sh"),
        **{f"{place}/{name}": data for name, data in kit.whole.items()},
        "README-platform.md": kit.script("github-classroom-README.md"),
    }
