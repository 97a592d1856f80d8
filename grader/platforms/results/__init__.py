"""One file for each platform: what it is told of a submission (`Told`) to the bytes that it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.platforms.results import autolab, codegrade, github_classroom, gradescope, markus, prairielearn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.platforms.told import Told


@dataclass(frozen=True)
class Form:
    """How a platform takes results: as a file of its own, as a stream, or added to a file that is there.

    `errors_are_staffs` where it shows standard error to staff alone, and not to students.
    """

    write: Callable[[Told], bytes]
    how: Literal["file", "stream", "added"]
    errors_are_staffs: bool = False


FORMS: Mapping[str, Form] = {
    "gradescope": Form(gradescope.write, "file", errors_are_staffs=True),
    "autolab": Form(autolab.write, "stream"),
    "markus": Form(markus.write, "stream", errors_are_staffs=True),
    "prairielearn": Form(prairielearn.write, "file", errors_are_staffs=True),
    "codegrade": Form(codegrade.write, "stream"),
    "github-classroom": Form(github_classroom.write, "added"),
}
