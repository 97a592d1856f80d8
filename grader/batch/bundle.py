"""Unpack the archive that a platform made of a whole class. Archives inside stay what they are.

What is unsafe, broken or too large in it is left out and named: one student's file should cost nobody else a mark.
"""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING

from grader.errors import GradeError, SubmissionError, UsageError
from grader.files import reason
from grader.submission.entries import Bulk, entries
from grader.submission.intake import inner_path
from grader.submission.junk import junk_name

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath
    from typing import IO

    from grader.submission.entries import Entry

MAX_FILE = 256 << 20  # bytes; as much as is read of one submission
MAX_TOTAL = 64 << 30  # bytes of all that is kept, and never more than half of what is free
_CHUNK = 1 << 20
_OURS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
ROOM = "Make room there, or unpack the download yourself and name the folder."


def unpack(path: Path, into: Path) -> list[str]:
    """Write the files of an archive below the new folder `into`; return what was left out, each with its reason.

    Raises:
        UsageError: it is no archive, a broken one, or holds too much; or there is no room.
    """
    try:
        into.mkdir(parents=True)
        bundle = _Bundle(into, path.name)
        for entry in entries(path, Bulk()):
            bundle.take(entry)
    except SubmissionError as error:
        raise UsageError(f"{path.name} cannot be read as a platform's download: {error}") from None
    except GradeError:
        raise
    except OSError as error:
        raise UsageError(f"{path.name} cannot be unpacked to {into}: {reason(error)}. {ROOM}") from None
    except Exception as error:  # noqa: BLE001 - what a parser raises on broken bytes is anyone's guess
        said = str(error)[:100] or type(error).__name__
        raise UsageError(f"{path.name} is broken and cannot be unpacked ({said}): download it again.") from None
    return bundle.left_out


class _Bundle:
    """A folder that is being filled."""

    def __init__(self, folder: Path, label: str):
        self.folder, self.label = folder, label
        self.left_out: list[str] = []
        self._total = 0
        self._most = min(MAX_TOTAL, shutil.disk_usage(folder).free // 2)

    def take(self, entry: Entry) -> None:
        """Write one file, unless it is junk; name it where it cannot be written."""
        try:
            path = inner_path(entry.name, self.label)
        except SubmissionError:
            self.left_out.append(f"{entry.name[:200]} (its name leads outside, or is none)")
            return
        if junk_name(path):
            return
        if entry.kind != "file":
            self.left_out.append(f"{path} ({'a link' if entry.kind == 'link' else 'no plain file'})")
        elif said := self._write(path, entry):
            self.left_out.append(f"{path} ({said})")

    def _write(self, path: PurePosixPath, entry: Entry) -> str:
        """Return why a file could not be written; nothing when it was."""
        place = self.folder / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file, entry.open() as stream:
                size = self._copy(stream, file)
        except GradeError as error:
            if isinstance(error, UsageError):
                raise
            said = "encrypted, or packed in a way that cannot be read"
        except (FileExistsError, NotADirectoryError):
            return "there is another file of this name"
        except OSError as error:
            if error.errno in _OURS:
                raise
            said = f"cannot be written: {reason(error)}"
        except Exception:  # noqa: BLE001 - broken bytes
            said = "broken"
        else:
            said = "" if size <= MAX_FILE else f"larger than {MAX_FILE >> 20} MiB"
        if said:
            place.unlink(missing_ok=True)
        return said

    def _copy(self, stream: IO[bytes], file: IO[bytes]) -> int:
        size = 0
        while size <= MAX_FILE and (data := stream.read(_CHUNK)):
            size += len(data)
            self._total += len(data)
            if self._total > self._most:
                raise UsageError(f"{self.label} unfolds to more than {self._most >> 20} MiB for {self.folder}. {ROOM}")
            file.write(data)
        return size


def clear(folder: Path) -> None:
    """Remove what an earlier run left in a folder of ours."""
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
