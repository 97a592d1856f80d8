"""What is written into the folder for each platform: one file for each platform, and what all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.platforms.packages import autolab, codegrade, github_classroom, gradescope, markus, prairielearn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.platforms.packages.kit import Kit

    Files = dict[str, bytes]

PACKAGES: Mapping[str, Callable[[Kit], Files]] = {
    "gradescope": gradescope.files,
    "autolab": autolab.files,
    "markus": markus.files,
    "prairielearn": prairielearn.files,
    "codegrade": codegrade.files,
    "github-classroom": github_classroom.files,
}
PUBLIC = frozenset({"github-classroom"})  # where students can read whatever the package holds
