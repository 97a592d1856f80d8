"""Bring a submission, in whatever form it was handed in, into a private folder of plain files."""

from __future__ import annotations

import hashlib
import os.path
import re
import shutil
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import GradeError, SubmissionError
from grader.submission.entries import entries
from grader.submission.intake import Intake

_ENDINGS = re.compile(r"(\.tar)?\.(py|ipynb|zip|tar|gz|tgz|bz2|tbz2?|xz|txz)$", re.IGNORECASE)
_VERSION = re.compile(r"\.(?=(student|partial)$)", re.IGNORECASE)  # as names of reports end (`publish.rendered`)
_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".rar", ".7z")


@dataclass(frozen=True)
class Unpacked:
    """A submission in a folder of our own. `files` are relative posix paths; `sha256` is over paths and contents.

    `adapter` is the same hash of what was laid over it, if anything was. `too_large` names what was left out for that.
    `notebooks` are those of `files` that were made of notebooks.
    """

    root: Path
    name: str
    files: tuple[str, ...]
    notes: tuple[str, ...]
    sha256: str
    adapter: str = ""
    too_large: tuple[str, ...] = ()
    notebooks: tuple[str, ...] = ()


def unpack(path: Path, into: Path) -> Unpacked:
    """Copy or extract `path` (a folder, a .py file, a notebook or an archive) into the new folder `into`.

    Junk, links and oversized files are left out, with notes. A folder that merely wraps everything else is dropped.
    Raises SubmissionError, in one sentence, when there is nothing to grade or the archive is unsafe or broken.
    """
    source = _found(path)
    staging = into.with_name(f"{into.name}.unpacking")
    try:
        intake = Intake(staging, source.name)
        _fill(intake, source)
        if not any(name.lower().endswith((".py", ".ipynb")) for name in intake.files):
            raise SubmissionError(_without_python(source.name, intake))
        wrapper = _wrapper(staging, intake.files)
        (staging / wrapper).rename(into)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    files = tuple(name[len(wrapper) + 1 if wrapper else 0 :] for name in intake.files)
    large = tuple(name.removeprefix(f"{wrapper}/") for name in intake.too_large)
    notes, name = tuple(intake.notes), clean_name(source)
    return Unpacked(into, name, files, notes, _hash(into, files), too_large=large)


def _found(path: Path) -> Path:
    """Return where `path` leads; refuse what is not there, and what has no end to be read to."""
    try:
        source = path.resolve()
        mode = source.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise SubmissionError(f"There is no file or folder {path}.") from None
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before Python 3.13
        reason = error.strerror if isinstance(error, OSError) else "a link that leads to itself"
        raise SubmissionError(f"{path.name} cannot be read ({reason}): check the path.") from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise SubmissionError(f"{path.name} is a pipe, a socket or a device: name a folder, a .py file or an archive.")
    return source


def _fill(intake: Intake, source: Path) -> None:
    try:
        for entry in entries(source):
            intake.take(entry)
    except GradeError:
        raise
    except OSError as error:
        where = f" at {Path(error.filename).name}" if isinstance(error.filename, str) else ""
        reason = f"{error.strerror or error}{where}"
        raise SubmissionError(
            f"{source.name} cannot be read ({reason}): check the file, or hand it in again."
        ) from None
    except Exception as error:  # noqa: BLE001 - what a parser raises on broken or hostile bytes is anyone's guess
        raise SubmissionError(
            f"{source.name} is broken and cannot be unpacked ({str(error)[:100] or type(error).__name__}): "
            "make the archive anew, or upload it again."
        ) from None


def _without_python(label: str, intake: Intake) -> str:
    files = intake.files
    if not files and intake.left_out:
        return f"{label} holds nothing to grade: {intake.left_out[0]}. Hand in the files themselves."
    if not files:
        return f"{label} is empty: hand in the Python files (.py) that the assignment asks for."
    for name in files:
        if name.lower().endswith(_ARCHIVES):
            return f"{label} holds no Python file (.py), but {name}: unpack the archive inside and hand that in."
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return f"{label} holds no Python file (.py), only {', '.join(files[:3])}{more}: hand in the source files."


def _wrapper(root: Path, files: list[str]) -> str:
    """Return the innermost folder that holds everything, unless a file imports the wrapping folder by its name."""
    parts = PurePosixPath(files[0]).parent.parts
    depth = 0
    while depth < len(parts) and all(name.startswith("/".join(parts[: depth + 1]) + "/") for name in files):
        named = re.compile(rb"^[ \t]*(?:from|import)[ \t]+" + re.escape(parts[depth].encode()) + rb"\b", re.MULTILINE)
        if any(named.search((root / name).read_bytes()) for name in files if name.lower().endswith(".py")):
            break
        depth += 1
    return "/".join(parts[:depth])


def clean_name(path: Path) -> str:
    """Return a submission's name, fit for a file name: `Ana Díaz - first.tar.gz` is `Ana_Díaz_-_first`.

    It never ends as the name of a report's version does, so that no report takes the place of another's version.
    """
    name = path.name if os.path.isdir(path) else _ENDINGS.sub("", path.name)  # noqa: PTH112 - which never raises
    name = re.sub(r"[^\w.+-]+", "_", unicodedata.normalize("NFC", name)).strip("._")
    return _VERSION.sub("_", name.encode()[:150].decode(errors="ignore")) or "submission"


def _hash(root: Path, files: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for name in sorted(files):
        data = (root / name).read_bytes()
        total.update(f"{len(name.encode())}:{name}:{len(data)}:".encode() + data)
    return total.hexdigest()
