"""MarkUs: the script of a custom tester and the package beside it, and what is installed once on the server.

Test files and the student's lie in one folder there, so the package is one file, to which no student can add another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.platforms.packages.kit import ENGINE, zipped

if TYPE_CHECKING:
    from grader.platforms.packages.kit import Kit


def files(kit: Kit) -> dict[str, bytes]:
    """Return file name -> content."""
    return {
        "files/backgrade.sh": kit.script("markus-backgrade.sh"),
        "files/backgrade.zip": zipped(kit.grading),
        **{f"server/{ENGINE}/{name}": data for name, data in kit.engine.items()},
        "README.md": kit.script("markus-README.md"),
    }
