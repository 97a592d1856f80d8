"""Private folders for one submission, gone when it is done."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.files import reason, refuse_no_room
from grader.sandbox.host import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

MEND = "Make room there, or name another folder with TMPDIR."


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Make the folders of one submission; the submission's own is left to be made by whoever fills it."""
    refuse_no_room()
    try:
        folder = Path(tempfile.mkdtemp(prefix="backgrade-"))
    except OSError as error:
        place = tempfile.gettempdir()
        raise GraderError(f"No working folder can be made in {place}: {reason(error)}. {MEND}") from None
    try:
        yield _furnished(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _furnished(folder: Path) -> Workspace:
    space = Workspace(folder / "submission", folder / "scratch", folder / "root")
    try:
        folder.chmod(0o711)  # the child, perhaps another user, must come through, but need not list it
        space.scratch.mkdir()
        space.scratch.chmod(0o1777)
        space.point.mkdir()
    except OSError as error:
        raise GraderError(f"The working folder {folder} cannot be made: {reason(error)}. {MEND}") from None
    return space
