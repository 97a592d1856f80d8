"""CodeGrade (AutoTest version 2): one zip to upload in the setup, and the lines of the two blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.platforms.packages.kit import ENGINE, zipped

if TYPE_CHECKING:
    from grader.platforms.packages.kit import Kit


def files(kit: Kit) -> dict[str, bytes]:
    """Return file name -> content."""
    run = {f"{ENGINE}/run.sh": kit.script("codegrade-run.sh")}
    return {
        "backgrade.zip": zipped(run | kit.whole),
        "setup-block.sh": kit.script("codegrade-setup-block.sh"),
        "test-block.sh": kit.script("codegrade-test-block.sh"),
        "README.md": kit.script("codegrade-README.md"),
    }
