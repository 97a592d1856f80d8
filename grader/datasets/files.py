"""Bytes of a data file, plain or compressed by gzip, and never more of them than a bound."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from grader.errors import CourseError

if TYPE_CHECKING:
    from pathlib import Path

GZIP = b"\x1f\x8b"
MAX_BYTES = 1 << 29  # MNIST as doubles has 440 MB


def content(path: Path) -> bytes:
    """Return what the file holds, unpacked when it is a gzip file, whatever its name.

    Raises:
        CourseError: the file is missing, unreadable, damaged, or longer than MAX_BYTES.
    """
    try:
        with path.open("rb") as plain:
            packed = plain.read(len(GZIP)) == GZIP
            plain.seek(0)
            with gzip.GzipFile(fileobj=plain) if packed else plain as file:
                data = file.read(MAX_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise refusal(path, "is a gzip file that is damaged or cut off") from None
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    if len(data) > MAX_BYTES:
        raise refusal(path, f"holds more than {MAX_BYTES >> 20} MiB")
    return data


def refusal(path: Path, wrong: str, mend: str = "Fetch it again from where it came from.") -> CourseError:
    """Return the error that says what is wrong with a file, and what to do."""
    return CourseError(f"{path} {wrong}. {mend}")
