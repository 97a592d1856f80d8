"""One run at a time on a gradebook, and a working folder that is gone even after a run that was killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from grader.errors import UsageError
from grader.files import reason
from grader.workspace import MEND, remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PREFIX = "backgrade-class-"


@contextmanager
def held(gradebook: Path) -> Iterator[Path]:
    """Hold a gradebook for a run; give the run's working folder, which is removed at its end.

    The lock is the kernel's and ends with this process, however that ends. The lock file names the working folder, so
    that the next run removes what one that was killed left. A run that ends before there is a gradebook leaves nothing.

    Raises:
        UsageError: another run holds it, or no file can be made beside it.
    """
    path = gradebook.with_name(f"{gradebook.name}.lock")
    made = [folder for folder in path.parents if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {reason(error)}. Name another file with --gradebook.") from None
    with file:
        _lock(file, gradebook, path)
        _remove_left(file)
        folder = _working_folder()
        try:
            _note(file, str(folder))
            yield folder
        finally:
            remove(folder)
            _note(file, "")
            if not gradebook.exists():
                _unmake(path, made)


def _unmake(path: Path, folders: Iterable[Path]) -> None:
    """Remove the lock file and the folders that were made for it, innermost first, as far as they are empty."""
    with contextlib.suppress(OSError):
        path.unlink()
        for folder in folders:
            folder.rmdir()


def _lock(file: IO[str], gradebook: Path, path: Path) -> None:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # not flock: forks would hold that one, too
        ours = os.path.samestat(os.fstat(file.fileno()), path.stat())  # or else a run that is just ending removed it
    except OSError:
        ours = False
    if not ours:
        raise UsageError(
            f"{gradebook} is in use by another `grade batch`: wait until that ends, or name another file with "
            "--gradebook."
        )


def _working_folder() -> Path:
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        folder.chmod(0o711)  # the child, perhaps another user, must come through, but need not list it
    except OSError as error:
        raise UsageError(f"No working folder can be made in {tempfile.gettempdir()}: {reason(error)}. {MEND}") from None
    return folder


def _remove_left(file: IO[str]) -> None:
    file.seek(0)
    folder = Path(file.read().strip() or ".")
    if folder.is_absolute() and folder.name.startswith(PREFIX) and not folder.is_symlink() and folder.is_dir():
        remove(folder)


def _note(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()
    os.fsync(file.fileno())
