"""Take entries of a submission one after another, and write those that count into a private folder, within limits."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import GraderError, SubmissionError
from grader.submission.junk import junk_name

if TYPE_CHECKING:
    from grader.submission.entries import Entry

ROOM = "Make room there, or name another folder with TMPDIR."
MAX_FILES = 2_000
MAX_FILE = 16 << 20  # bytes; a larger one is left out
MAX_TOTAL = 64 << 20  # bytes of what is kept
MAX_READ = 256 << 20  # bytes of what is read, kept or not
MAX_PATH = 800  # characters
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:/")


class Intake:
    """A folder that is being filled from the submission called `label`."""

    def __init__(self, folder: Path, label: str):
        self.folder, self.label = folder, label
        self.kept: dict[str, str] = {}  # folded relative path -> relative path
        self.left_out: list[str] = []
        self.too_large: list[str] = []
        self._junk: Counter[str] = Counter()
        self._folders: set[str] = set()
        self._read = self._total = 0
        _make(folder)

    @property
    def files(self) -> list[str]:
        """Return the relative posix paths of what was kept."""
        return sorted(self.kept.values())

    @property
    def notes(self) -> list[str]:
        """Return what was left out, as sentences."""
        notes = [f"{text}, and was left out." for text in self.left_out[:20]]
        if len(self.left_out) > 20:
            notes.append(f"{len(self.left_out) - 20} more were left out in the same way.")
        if self._junk:
            count, names = sum(self._junk.values()), ", ".join(sorted(self._junk))
            notes.append(f"{count} file{'s' if count > 1 else ''} that no one wrote by hand left out: {names}.")
        return notes

    def take(self, entry: Entry) -> None:
        """Write one entry, unless it is junk, too large, or no plain file."""
        path = inner_path(entry.name, self.label)
        junk = junk_name(path)
        if junk:
            self._junk[junk] += 1
        elif entry.kind != "file":
            self.left_out.append(f"{path} is {'a link' if entry.kind == 'link' else 'no plain file'}")
        else:
            self._reserve(path)
            with entry.open() as stream:
                self._write(path, stream.read(MAX_FILE + 1))

    def _reserve(self, path: PurePosixPath) -> None:
        """Refuse names that stand for two files."""
        folded = str(path).casefold()
        if folded in self.kept:
            raise SubmissionError(
                f"{self.label} holds two files called {path}"
                f"{'' if self.kept[folded] == str(path) else f' and {self.kept[folded]}'}: keep the one that counts."
            )
        above = [str(parent).casefold() for parent in path.parents]
        if folded in self._folders or any(parent in self.kept for parent in above):
            raise SubmissionError(f"{self.label} has a file and a folder of one name, {path}: rename one of them.")
        if len(self.kept) >= MAX_FILES:
            raise SubmissionError(f"{self.label} holds more than {MAX_FILES} files: hand in your own files only.")
        self._folders.update(above)
        self.kept[folded] = str(path)

    def _write(self, path: PurePosixPath, data: bytes) -> None:
        self._read += len(data)
        if len(data) > MAX_FILE:
            del self.kept[str(path).casefold()]
            self.too_large.append(str(path))
            self.left_out.append(f"{path} is larger than {MAX_FILE >> 20} MiB")
        else:
            self._total += len(data)
        if self._total > MAX_TOTAL or self._read > MAX_READ:
            raise SubmissionError(f"{self.label} holds more than {MAX_TOTAL >> 20} MiB: hand in less data.")
        if len(data) <= MAX_FILE:
            store(self.folder / path, data)


def inner_path(name: str, label: str) -> PurePosixPath:
    """Return a claimed name as a path that stays inside; refuse one that does not, in a sentence about `label`."""
    said = _CONTROL.sub("_", _decoded(name)).replace("\\", "/")
    path = PurePosixPath(unicodedata.normalize("NFC", said))
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(said):
        raise SubmissionError(
            f"{label} names a file outside of its own folder ({said[:80]}): make the archive anew from inside "
            "the folder that is handed in."
        )
    if not path.parts or len(said) > MAX_PATH or any(len(part.encode()) > 255 for part in path.parts):
        raise SubmissionError(f"{label} holds a file with an impossible name ({said[:40]!r}...): rename it.")
    return path


def _decoded(name: str) -> str:
    """Return a name whose bytes were no UTF-8 as latin-1."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("latin-1")
    return name


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    except OSError as error:
        raise GraderError(f"The working folder {folder} cannot be made: {error.strerror}. {ROOM}") from None


def store(path: Path, data: bytes) -> None:
    """Write a file that any user may read."""
    for parent in reversed(path.parents):
        if not parent.exists():
            _make(parent)
    try:
        path.write_bytes(data)
        path.chmod(0o644)
    except OSError as error:
        raise GraderError(f"The working folder cannot be written ({path}): {error.strerror}. {ROOM}") from None
