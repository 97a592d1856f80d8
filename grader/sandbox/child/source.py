"""Read a submission's source files as leniently as students write them.

Texts that come from a submission are cut to a few hundred characters and otherwise left as they are: control
characters and markup in them are escaped by whoever prints them.
"""

from __future__ import annotations

import codecs
import os
import re
from contextlib import suppress
from typing import Any, Iterator

from . import notebook

MAX_TEXT = 300
MAX_FILES = 500

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263
_LINE_END = re.compile(r"\r\n|\r|\n")

_PYTHON_2 = "this is Python 2, and it is run by Python 3"
# What a line that does not parse looks like -> what it is, in plain words. The first that fits is said.
_LOOKS = (
    (r"\s*(print|exec)\s+[^\s=(.,:\[]", _PYTHON_2 + ", where print is a function: print(...)"),
    (r"\s*print\s*>>", _PYTHON_2 + ", where print is a function: print(..., file=...)"),
    (r"\s*except\s+[\w.]+\s*,\s*\w+\s*:", _PYTHON_2 + ": write `except Error as name:`"),
    (r"\s*raise\s+[\w.]+\s*,", _PYTHON_2 + ": write `raise Error(...)`"),
    (r".*<>", _PYTHON_2 + ": write != for <>"),
    (r"\s*[%!]\s*\w", "this line is a command of a notebook, not of Python"),
    (r"(<<<<<<<|=======|>>>>>>>)", "this line was left by a merge of git"),
    (
        r".*[\u2018\u2019\u201c\u201d]",
        "this line holds typographic quotes, as pasted from a document: type them anew",
    ),
    (
        r".*[\u00a0\u200b\ufeff]",
        "this line holds an invisible character, as pasted from a document: type it anew",
    ),
)


def short(text: object, limit: int = MAX_TEXT) -> str:
    """Return `text` as an exact str of at most `limit` characters."""
    said = str.__str__(text if isinstance(text, str) else str(text))
    return said if len(said) <= limit else said[: limit - 3] + "..."


def below(path: str, root: str) -> bool:
    """Tell whether a file, given by its absolute path, lies in the folder `root`."""
    return os.path.isabs(path) and os.path.realpath(path).startswith(os.path.realpath(root) + os.sep)


def relative(path: str, root: str) -> str:
    """Return the posix path of a file as seen from `root`."""
    return os.path.relpath(os.path.realpath(path), os.path.realpath(root)).replace(os.sep, "/")


def place(path: str, line: int, root: str) -> tuple[str, int]:
    """Return the file as seen from `root` and the line, of a notebook the cell and the line in it."""
    return notebook.place(text_of(path), line) or (relative(path, root), line)


def python_files(root: str) -> Iterator[str]:
    """Yield the relative posix paths of at most MAX_FILES Python files below `root`, outer folders first."""
    count = 0
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(".py") and count < MAX_FILES:
                count += 1
                yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def decode(data: bytes) -> tuple[str, str, list[str]]:
    """Return a source's text, its encoding, and notes: by BOM, declaration, UTF-8, else latin-1."""
    marked = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    for encoding in [*marked, *_declared(data), "utf-8"]:
        with suppress(UnicodeError, LookupError):
            return data.decode(encoding), encoding, []
    return (
        data.decode("latin-1"),
        "latin-1",
        ["It is not UTF-8 and declares no encoding; it was read as latin-1."],
    )


def _declared(data: bytes) -> list[str]:
    for line in data.split(b"\n", 2)[:2]:
        found = _DECLARED.match(line)
        if found:
            return [found.group(1).decode("ascii", "replace").lower()]
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
    return []


def lines(text: str) -> list[str]:
    """Return the lines of a source text, as Python counts them."""
    return _LINE_END.split(text)


def text_of(path: str) -> str:
    """Return the text of a file, at most 1 MiB of it; nothing when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return decode(file.read(1 << 20))[0]
    except OSError:
        return ""


def line_of(path: str, number: int) -> str:
    """Return one line of a file, stripped and cut; nothing when there is no such line."""
    found = lines(text_of(path))
    return short(found[number - 1].strip()) if 0 < number <= len(found) else ""


def syntax_error(error: SyntaxError, text: str = "") -> dict[str, Any]:
    """Return "message", "line", "column" (from 1; 0 is none) and "source" of what does not parse."""
    number, column = error.lineno or 0, error.offset or 0
    known = lines(text)
    source = known[number - 1] if 0 < number <= len(known) and text else _LINE_END.split(error.text or "")[0]
    return {
        "message": short(f"{_plain(error, source)}. Python says: {error.msg}"),
        "line": number,
        "column": max(0, min(column, len(source) + 1, MAX_TEXT)),
        "source": short(source),
    }


def _plain(error: SyntaxError, source: str) -> str:
    for look, words in _LOOKS:
        if re.match(look, source):
            return words
    if isinstance(error, TabError):
        return "tabs and spaces are mixed in the indentation"
    if isinstance(error, IndentationError):
        return "the indentation of this line does not fit the lines above it"
    return "this is not valid Python"
