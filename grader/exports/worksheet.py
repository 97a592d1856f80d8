"""A platform's CSV file, of which chosen cells are replaced and every other byte stays as it was."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from grader.batch import roster_columns
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_LINE_END = re.compile(r"\r\n|\r|\n|\Z")


@dataclass(frozen=True)
class Row:
    """One row: its cells as they stand in the file, quotes too, and how its line ends."""

    raw: tuple[str, ...]
    end: str

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Return what the cells say."""
        return tuple(map(_said, self.raw))


@dataclass(frozen=True)
class Worksheet:
    """A CSV file in pieces which, put together again, are the file. The first row is the header."""

    path: Path
    rows: Sequence[Row]
    delimiter: str
    codec: str = "utf-8"
    mark: bytes = b""

    @property
    def header(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self.rows[0].cells

    def cell(self, row: int, column: int) -> str:
        """Return what a cell says; nothing where the row is too short."""
        cells = self.rows[row].cells
        return cells[column] if column < len(cells) else ""

    def filled(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """Return the file with other texts in the cells at these rows and columns."""
        changed: dict[int, dict[int, str]] = {}
        for (row, column), text in cells.items():
            changed.setdefault(row, {})[column] = text
        lines = (
            self.delimiter.join(self._with(row.raw, changed[number]) if number in changed else row.raw) + row.end
            for number, row in enumerate(self.rows)
        )
        return self.mark + "".join(lines).encode(self.codec, "replace")

    def _with(self, raw: Sequence[str], texts: Mapping[int, str]) -> list[str]:
        found = [*raw, *[""] * (max(texts) + 1 - len(raw))]
        for column, text in texts.items():
            quoted = found[column].startswith('"') or re.search(f'[{self.delimiter}"\r\n]', text)
            found[column] = '"' + text.replace('"', '""') + '"' if quoted else text
        return found


def read(path: Path) -> Worksheet:
    """Read a CSV file.

    Raises:
        UsageError: it cannot be read, is empty, or is no CSV.
    """
    text, codec, mark = roster_columns.decoded(path)
    delimiter = roster_columns.delimiter(text)
    sheet = Worksheet(path, tuple(_rows(text, delimiter)), delimiter, codec, mark)
    if not text.strip():
        raise UsageError(f"{path} is empty: name the gradebook that the platform gave you.")
    _refuse_other_reading(sheet, text)
    return sheet


def _refuse_other_reading(sheet: Worksheet, text: str) -> None:
    """Raise a UsageError where the csv module takes the file for something else, so that no cell is mistaken."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter, strict=True)
    line = 0
    try:
        for ours in sheet.rows:
            line = reader.line_num + 1
            theirs = next(reader)
            if (theirs or [""]) != list(ours.cells):
                raise UsageError(f"{sheet.path}, line {line}, is no CSV: quotes stand inside of a cell.")
    except (csv.Error, StopIteration) as error:
        raise UsageError(f"{sheet.path}, line {line}, is no CSV: {error or 'it ends too early'}.") from None


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    cell = re.compile(rf'"(?:[^"]|"")*"(?=[{delimiter}\r\n]|\Z)|[^{delimiter}\r\n]*')
    place, raw = 0, []
    while place < len(text):
        found = cell.match(text, place)
        raw.append(found.group() if found else "")
        place += len(raw[-1])
        if text.startswith(delimiter, place):
            place += 1
            if place < len(text):
                continue
            raw.append("")
        end = _LINE_END.match(text, place)
        yield Row(tuple(raw), end.group() if end else "")
        place += len(end.group()) if end else 0
        raw = []


def _said(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if len(raw) > 1 and raw.startswith('"') else raw
