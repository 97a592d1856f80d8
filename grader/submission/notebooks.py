"""Make a source file of each notebook that was handed in. Its JSON is read, nothing of it is run.

What the file looks like is told in `sandbox/child/notebook.py`, which reads it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from grader.errors import SubmissionError
from grader.submission.intake import store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.submission.unpack import Unpacked

MAX_NOTEBOOKS = 20
MAX_PARTS = 200_000  # braces and brackets: a bound on the objects that the JSON can become
MAX_CODE = 1 << 20  # characters of all code cells
FORMAT = 4
EXPORT = "export it as a Python file (.py)"
_LINE_END = re.compile(r"\r\n|\r|\n")
_LOOKS_LIKE_HEAD = re.compile(r"# cell \d+")


class _BrokenError(Exception):
    """A notebook that cannot be read; the text ends a sentence that begins with its name."""


def unfold(submission: Unpacked, required: Sequence[str], *, whole: bool = False) -> Unpacked:
    """Return the submission with a .py file beside each notebook; with `whole` its cells are to be run as they are.

    None is read where all required files are there. Raises SubmissionError when nothing else was handed in and no
    notebook can be read.
    """
    found = [name for name in submission.files if name.lower().endswith(".ipynb")]
    if not found or _has_all(submission.files, required):
        return submission
    made: list[str] = []
    notes: list[str] = []
    broken: list[str] = []
    for name in found[:MAX_NOTEBOOKS]:
        target = str(PurePosixPath(name).with_suffix(".py"))
        try:
            _refuse_taken(target, [*submission.files, *made])
            text = source(name, (submission.root / name).read_bytes(), whole=whole)
        except _BrokenError as error:
            broken.append(f"{name} {error}.")
            continue
        store(submission.root / target, text.encode(errors="replace"))
        made.append(target)
        notes.append(f"The notebook {name} was read as {target}: {'whole cells' if whole else 'its definitions only'}.")
    if len(found) > MAX_NOTEBOOKS:
        broken.append(f"Of {len(found)} notebooks only the first {MAX_NOTEBOOKS} were read.")
    if not made and not any(name.lower().endswith(".py") for name in submission.files):
        raise SubmissionError(broken[0])
    files = tuple(sorted([*submission.files, *made]))
    return replace(submission, files=files, notes=(*submission.notes, *notes, *broken), notebooks=tuple(made))


def _has_all(files: Sequence[str], required: Sequence[str]) -> bool:
    names = {PurePosixPath(name).name.casefold() for name in files}
    return all(name.casefold() in names for name in required if name.lower().endswith(".py"))


def _refuse_taken(target: str, files: Sequence[str]) -> None:
    taken = next((name for name in files if f"{name}/".casefold().startswith(f"{target}/".casefold())), None)
    if taken is not None:
        raise _BrokenError(f"was not read, since {taken} was handed in too")


def source(name: str, data: bytes, *, whole: bool) -> str:
    """Return the source file for one notebook."""
    lines = [f"# Made of the notebook {name[-300:]}, {'whole cells' if whole else 'definitions only'}"]
    for number, code in enumerate(_code_cells(_read(data)), 1):
        lines.append(f"# cell {number}")
        lines += [f"{line} " if _LOOKS_LIKE_HEAD.fullmatch(line) else line for line in _LINE_END.split(code)]
    text = "\n".join(lines) + "\n"
    if len(text) > MAX_CODE:
        raise _BrokenError(f"holds more than {MAX_CODE >> 20} MiB of code: {EXPORT}")
    return text


def _read(data: bytes) -> Any:
    """Return what a notebook's JSON says, unchecked."""
    try:
        from nbformat import reader  # noqa: PLC0415 - an extra package, and none of the lightest
    except ImportError:
        raise _BrokenError(
            f"is a notebook, and the package nbformat, which reads those, is not installed here: {EXPORT}, or "
            "`pip install 'backgrade[notebooks]'`"
        ) from None
    if data.count(b"{") + data.count(b"[") > MAX_PARTS:
        raise _BrokenError(f"holds more than a notebook can hold: clear its outputs, or {EXPORT}")
    try:
        book = reader.reads(data.decode("utf-8-sig"))
    except Exception:  # noqa: BLE001 - what a reader of formats raises on hostile JSON is anyone's guess
        raise _BrokenError(f"cannot be read as a notebook: save it anew in Jupyter, or {EXPORT}") from None
    if book.get("nbformat") != FORMAT:
        raise _BrokenError(f"is a notebook of another format than {FORMAT}: save it anew in Jupyter, or {EXPORT}")
    return book


def _code_cells(book: Any) -> Iterator[str]:
    """Yield the code of each code cell."""
    cells = book.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            code = cell.get("source")
            if not isinstance(code, str):
                raise _BrokenError(f"has a code cell that holds no text: save it anew in Jupyter, or {EXPORT}")
            yield code
