"""Private folders for one submission, gone when it is done."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.sandbox.host import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Make the folders of one submission; the submission's own is left to be made by whoever fills it."""
    folder = Path(tempfile.mkdtemp(prefix="backgrade-"))
    try:
        folder.chmod(0o711)  # the child, perhaps another user, must come through, but need not list it
        space = Workspace(folder / "submission", folder / "scratch", folder / "root")
        space.scratch.mkdir()
        space.scratch.chmod(0o1777)
        space.point.mkdir()
        yield space
    finally:
        shutil.rmtree(folder, ignore_errors=True)
