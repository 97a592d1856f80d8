"""Which of the files in a platform's folder are the submission."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderError, SubmissionError
from grader.workspace import remove

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

SOURCES = (".py", ".ipynb")
ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz")


@contextmanager
def handed_in(folder: Path, ours: Collection[str] = ()) -> Iterator[Path]:
    """Yield what to grade: the folder, or the one archive in it, or a copy without the files that are `ours`.

    Some platforms lay their files and the student's into one folder. Beside an archive there may be files that are no
    source, as a PDF.

    Raises:
        SubmissionError: there is nothing.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        names = []
    theirs = [folder / name for name in names if name not in ours]
    if not theirs:
        raise SubmissionError("nothing was handed in.")
    archives = [path for path in theirs if _is_archive(path)]
    if len(archives) == 1 and not any(path.is_dir() or path.suffix in SOURCES for path in theirs):
        yield archives[0]
    elif len(theirs) == len(names):
        yield folder
    else:
        place = Path(tempfile.mkdtemp())
        try:
            yield _copied(theirs, place / "submission")
        finally:
            remove(place)


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(ARCHIVES) and path.is_file() and not path.is_symlink()


def _copied(paths: Sequence[Path], place: Path) -> Path:
    """Copy files and folders, links as links; what is neither, as a pipe, is left out, and what lies too deep."""
    place.mkdir()
    for path in paths:
        with contextlib.suppress(shutil.Error, OSError, RecursionError):
            if path.is_dir() and not path.is_symlink():
                shutil.copytree(path, place / path.name, symlinks=True, copy_function=_copy)
            elif path.is_file() or path.is_symlink():
                _copy(path, place / path.name, follow_symlinks=False)
    return place


def _copy(source: str | Path, target: str | Path, *, follow_symlinks: bool = True) -> None:
    """Copy a file. Where the disk takes no more, a part of a submission must not be graded as if it were all of it."""
    try:
        shutil.copy(source, target, follow_symlinks=follow_symlinks)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise GraderError(f"The disk took no copy of the submission ({error.strerror}): make room there.") from None
        raise
