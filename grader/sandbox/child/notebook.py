"""Read the source file that was made of a notebook: its cells, its commands, and where a line of it stands.

The file (the trusted side writes it) says in its first line of which notebook it was made and how much of it is to
run; before the code of each cell stands `# cell N`. Whoever writes such a line by hand gets what it asks for.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any, Iterator, NamedTuple

MADE = re.compile(r"# Made of the notebook (.{1,300}), (definitions only|whole cells)")
_CELL = re.compile(r"# cell (\d{1,6})")
_COMMAND = re.compile(r"(\s*)(?:[%!?]|[\w., \t]+=\s*[%!]).*|(\s*)[\w.]+\?{1,2}\s*")
_OF_A_CELL = re.compile(r"\s*%%(\w*)")
_WITH_CODE = ("", "capture", "prun", "time", "timeit")  # magics of a whole cell that run it as Python
_LINE_END = re.compile(r"\r\n|\r|\n")


class Cell(NamedTuple):
    """One code cell: its number, and the lines of the file, from 0, between which its code stands."""

    number: int
    start: int
    end: int


class Notebook(NamedTuple):
    """What the first line of a file says: the name of the notebook, and whether whole cells are to run."""

    name: str
    whole: bool


def of(text: str) -> Notebook | None:
    """Return of which notebook a source was made; nothing for every other source."""
    head = MADE.match(text, 1 if text.startswith("\ufeff") else 0)
    return Notebook(head[1], head[2] == "whole cells") if head else None


def place(text: str, line: int) -> tuple[str, int] | None:
    """Return where the reader finds a line: "work.ipynb, cell 3" and the line in that cell."""
    made = of(text)
    if made is None:
        return None
    for cell in _cells(_LINE_END.split(text)):
        if cell.start < line <= cell.end:
            return f"{made.name}, cell {cell.number}", line - cell.start
    return made.name, 0


def cleaned(text: str) -> tuple[str, list[str]]:
    """Return the source without what is no Python, line by line, and what was left out, as sentences.

    Commands (`%matplotlib inline`, `!pip ...`, `name?`) become `pass`. A cell that does not parse is left out: the
    others ran without it on its author's machine, too.
    """
    made = of(text)
    if made is None:
        return text, []
    lines, notes = _LINE_END.split(text), []
    for cell in _cells(lines):
        code = _without_commands(lines[cell.start : cell.end])
        wrong = _wrong(code)
        if wrong:
            code = ["# " + line.replace("\0", " ") for line in code]
            notes.append(f"{made.name}, cell {cell.number} cannot be read as Python ({wrong}) and was left out.")
        lines[cell.start : cell.end] = code
    return "\n".join(lines), notes


def hoisted(tree: ast.Module) -> ast.Module:
    """Put imports from `__future__`, which may stand in any cell, where a file has them: at the top."""
    first = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    tree.body = first + [node for node in tree.body if node not in first]
    return tree


def _cells(lines: list[str]) -> Iterator[Cell]:
    heads = [(place, match) for place, match in enumerate(map(_CELL.fullmatch, lines)) if match]
    ends = [place for place, _ in heads[1:]] + [len(lines)]
    for (place, match), end in zip(heads, ends):
        yield Cell(int(match[1]), place + 1, end)


def _without_commands(code: list[str]) -> list[str]:
    """Return the lines of a cell with its commands made harmless, unless they are Python as they stand."""
    first = next((place for place, line in enumerate(code) if line.strip()), 0)
    magic = _OF_A_CELL.match(code[first]) if code else None
    if magic:
        kept = code[first + 1 :] if magic[1] in _WITH_CODE else ["# " + line for line in code[first + 1 :]]
        return [*code[:first], "# " + code[first], *_without_commands(kept)]
    return code if not _wrong(code) else list(_passing(code))


def _passing(code: list[str]) -> Iterator[str]:
    continued = False
    for line in code:
        match = None if continued else _COMMAND.fullmatch(line)
        if match:
            yield f"{match[1] or match[2] or ''}pass  # {line.strip()}"
        else:
            yield f"# {line}" if continued else line
        continued = (continued or bool(match)) and line.endswith("\\")


def _wrong(code: list[str]) -> str:
    """Say why lines cannot be read as Python; nothing when they can."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse("\n".join(code))
    except SyntaxError as error:
        return f"line {error.lineno}: {_text(error.msg)}"
    except (ValueError, RecursionError, MemoryError):
        return "it is nested too deeply, or holds zero bytes"
    return ""


def _text(message: Any) -> str:
    return str(message)[:100]
