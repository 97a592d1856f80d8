"""Read a CSV table of numbers with one line of names."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader.datasets.files import content, refusal

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

MEND = "Save it as a comma-separated table of numbers below one line of names, in UTF-8."


class Table(NamedTuple):
    """Column names, and rows (N, columns) of doubles."""

    names: tuple[str, ...]
    rows: npt.NDArray[np.float64]

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """Return the column called `name`, (N,)."""
        return self.rows[:, self.names.index(name)]


def table(path: Path, columns: tuple[str, ...] = ()) -> Table:
    """Return the table in a CSV file; empty lines are passed over.

    With `columns` these must be among its names, and are returned in this order.

    Raises:
        CourseError: it is no such table; the sentence names the line.
    """
    try:
        text = content(path).decode("utf-8-sig")
        lines = [(number, line) for number, line in _lines(text) if any(cell.strip() for cell in line)]
    except UnicodeDecodeError:
        raise refusal(path, "is no text in UTF-8", MEND) from None
    except csv.Error as error:
        raise refusal(path, f"is no table: {error}", MEND) from None
    if len(lines) < 2:
        raise refusal(path, "holds no rows", MEND)
    names = tuple(cell.strip() for cell in lines[0][1])
    rows = np.array([_numbers(path, number, line, len(names)) for number, line in lines[1:]])
    missing = [name for name in columns if name not in names]
    if missing:
        raise refusal(path, f"has no column {missing[0]!r}; it has {', '.join(names)[:200]}", "Name its columns so.")
    return Table(columns, rows[:, [names.index(name) for name in columns]]) if columns else Table(names, rows)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    return [(reader.line_num, line) for line in reader]


def _numbers(path: Path, number: int, line: list[str], width: int) -> list[float]:
    if len(line) != width:
        raise refusal(path, f"has {len(line)} cells in line {number} and {width} names", MEND)
    try:
        numbers = [float(cell) for cell in line]
    except ValueError as error:
        wrong = str(error).rpartition(": ")[2][:60]
        raise refusal(path, f"has {wrong} for a number in line {number}", MEND) from None
    if not np.isfinite(numbers).all():
        raise refusal(path, f"has a number that is not finite in line {number}", MEND)
    return numbers
