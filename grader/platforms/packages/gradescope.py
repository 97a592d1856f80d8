"""Gradescope: one zip to upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.platforms.packages.kit import zipped

if TYPE_CHECKING:
    from grader.platforms.packages.kit import Kit


def files(kit: Kit) -> dict[str, bytes]:
    """Return file name -> content."""
    scripts = {
        "setup.sh": kit.script("gradescope-setup.sh"),
        "run_autograder": kit.script("gradescope-run_autograder"),
    }
    return {"autograder.zip": zipped(scripts | kit.whole), "README.md": kit.script("gradescope-README.md")}
