"""Write a file so that a reader finds the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, making its folder when there is none.

    Raises:
        UsageError: the folder or the disk does not take it; whatever stood at `path` is untouched.
    """
    temporary = path.parent / f".{secrets.token_hex(6)}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} cannot be written: {reason}. Choose another folder with --out.") from error
    finally:
        with contextlib.suppress(OSError):  # gone after a success, perhaps out of reach after a failure
            temporary.unlink()


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; lone surrogates, which a student's text may hold, are replaced."""
    write_bytes(path, text.encode("utf-8", errors="replace"))
