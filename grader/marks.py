"""Marks that people give, as a CSV file: `grade marks` writes a template, `grade --marks` reads it back.

A line says what one submission gets for one rubric item. For an item with points by hand these points are meant; for
one that a person may override, all points of the item. A line without points leaves the item to the checks.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.points import Mark
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.rubric import Assignment, RubricItem
    from grader.score import ItemResult, ScoreReport

NEEDED = ("submission", "item", "points")
COLUMNS = ("submission", "name", "item", "points", "comment", "of", "automatic", "title")
LONGEST = 8_000  # characters of a comment
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")
# A spreadsheet takes a cell that begins so for a formula; one that is opened elsewhere may widen the signs.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ESCAPED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# Where lists are separated by semicolons, as in German, a spreadsheet parts lines with commas at those, too.
_PARTED = re.compile("(;\"*)(?='*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_PARTED_ESCAPED = re.compile("(;\"*)'(?='*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet computes: an apostrophe stands before what would begin a formula.

    That is at its beginning, and behind a semicolon.
    """
    parted = _PARTED.sub(r"\1'", cell)
    return f"'{parted}" if _FORMULA.match(parted) else parted


def plain(cell: str) -> str:
    """Return what `harmless` was given."""
    return _PARTED_ESCAPED.sub(r"\1", cell[1:] if _ESCAPED.match(cell) else cell)


def can_be_marked(item: RubricItem) -> bool:
    """Return whether a person gives, or may give, points for a rubric item."""
    return bool(item.by_hand or item.by_hand_without or item.override)


def most_by_hand(item: RubricItem) -> float:
    """Return the most points that a person can give for a rubric item."""
    return item.points if item.override or item.by_hand_without else item.by_hand


@dataclass(frozen=True)
class Marks:
    """Marks by submission and item, with all lines of `file`, also those without points; earlier marks have no line."""

    file: str = ""
    by_submission: Mapping[str, Mapping[str, Mark]] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, submission: str) -> Mapping[str, Mark]:
        """Return the marks of one submission, by item."""
        return self.by_submission.get(submission, {})

    def misfit(self, submission: str, items: Iterable[ItemResult], rubric: Assignment) -> UsageError | None:
        """Return what is wrong with a mark for points that the checks of this very submission give."""
        overridable = {item.id for item in rubric.items if item.override}
        for item in items:
            if item.marked is None:
                continue
            at = self._place(submission, item.id)
            if item.automatic is not None and item.id not in overridable:
                file = next(known.by_hand_without for known in rubric.items if known.id == item.id)
                return UsageError(f"{at}: {file} was handed in, so the checks give the points of {item.id!r}.")
            if item.by_hand and item.marked > item.by_hand:
                return UsageError(f"{at}: only {item.by_hand:g} points of {item.id!r} are given by hand here.")
        return None

    def _place(self, submission: str, item: str) -> str:
        """Return where a mark stands; of an earlier one how to take it back."""
        line = self.lines.get((submission, item))
        if line:
            return f"{self.file}, line {line}"
        return f"Points given before, which a line without points in the sheet of --marks takes back ({submission!r})"


def template(rubric: Assignment, reports: Sequence[ScoreReport], names: Mapping[str, str] | None = None) -> str:
    """Return the CSV to fill in: a line for each submission and item, with what is marked already.

    `names` tells whose a submission is, in a column of which nothing is read back; without names there is none.
    """
    left_out = () if names and any(names.values()) else ("name",)
    known = {item.id: item for item in rubric.items if can_be_marked(item)}
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(name for name in COLUMNS if name not in left_out)
    for report in reports:
        for item in report.items:
            if item.id in known and (item.by_hand or known[item.id].override):
                cells = _row(report.submission, (names or {}).get(report.submission, ""), item)
                writer.writerow(harmless(cells[name]) for name in COLUMNS if name not in left_out)
    return out.getvalue()


def _row(submission: str, whose: str, item: ItemResult) -> dict[str, str]:
    marked = "" if item.marked is None else f"{item.marked:g}"
    automatic = item.points - (item.marked or 0.0) if item.automatic is None else item.automatic
    most = item.by_hand or item.max_points
    given = f"{round(automatic, 6):g}" if item.checks else ""
    cells = (submission, whose, item.id, marked, item.comment, f"{most:g}", given, item.title)
    return dict(zip(COLUMNS, cells, strict=True))


def read(path: Path, rubric: Assignment, submissions: Collection[str]) -> Marks:
    """Read marks for these submissions; all of a line is looked at, also where it gives no points.

    Raises:
        UsageError: with file and line, for what is no CSV of marks, names nobody knows, or cannot be given.
    """
    return Reader(str(path), rubric, submissions).marks(_text(path))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}, line {line}: this is no UTF-8: save the file as CSV in UTF-8.") from None


@dataclass(frozen=True)
class Reader:
    """Reads one file of marks."""

    file: str
    rubric: Assignment
    submissions: Collection[str]

    def marks(self, text: str) -> Marks:
        """Return all marks of the file."""
        found: dict[str, dict[str, Mark]] = {}
        lines: dict[tuple[str, str], int] = {}
        for line, row in self._rows(text):
            key = self._known(line, row)
            if key in lines:
                raise self._fault(line, f"{key[1]!r} of {key[0]!r} stands in line {lines[key]} already.")
            lines[key] = line
            points, comment = self._points(line, row, key[1]), plain(row["comment"]).strip()
            if len(comment) > LONGEST:
                raise self._fault(line, f"the comment has more than {LONGEST} characters: shorten it.")
            if points is not None or comment:
                found.setdefault(key[0], {})[key[1]] = Mark(points, comment)
        return Marks(self.file, found, lines)

    def _fault(self, line: int, text: str) -> UsageError:
        return UsageError(f"{self.file}, line {line}: {text}")

    def _rows(self, text: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield line number and cells by column; cells between commas or, as some spreadsheets write, semicolons."""
        first = text.partition("\n")[0]
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
        columns: list[str] | None = None
        begins = 1
        try:
            for row in reader:
                cells, line, begins = [cell.strip() for cell in row], begins, reader.line_num + 1
                if not any(cells):
                    continue
                if columns is None:
                    columns = self._columns(line, [cell.casefold() for cell in cells])
                    continue
                if any(cells[len(columns) :]):
                    raise self._fault(line, f"there are more cells than the {len(columns)} columns.")
                yield line, dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=False))
        except csv.Error as error:
            raise self._fault(begins, f"this is no CSV ({error}).") from None
        if columns is None:
            raise self._fault(1, f"the columns are missing: {', '.join((*NEEDED, 'comment'))}.")

    def _columns(self, line: int, names: list[str]) -> list[str]:
        while names and not names[-1]:
            names.pop()
        for name in names:
            if name not in COLUMNS:
                near = did_you_mean(name, COLUMNS)
                raise self._fault(line, f"there is no column {name!r} of marks.{near} There are: {', '.join(COLUMNS)}.")
            if names.count(name) > 1:
                raise self._fault(line, f"the column {name!r} is there twice.")
        for name in NEEDED:
            if name not in names:
                raise self._fault(line, f"the column {name!r} is missing.")
        return names

    def _known(self, line: int, row: Mapping[str, str]) -> tuple[str, str]:
        """Return submission and item; refuse those that nobody knows."""
        submission, item = plain(row["submission"]), plain(row["item"])
        if submission not in self.submissions:
            near = did_you_mean(submission, self.submissions)
            raise self._fault(line, f"there is no submission {submission!r} here, nor a report of one.{near}")
        known = {entry.id: entry for entry in self.rubric.items}
        if item not in known:
            near = did_you_mean(item, known)
            raise self._fault(line, f"{self.rubric.slug} has no rubric item {item!r}.{near}")
        if not can_be_marked(known[item]):
            raise self._fault(line, f"{item!r} has no points by hand, nor may it be overridden.")
        return submission, item

    def _points(self, line: int, row: Mapping[str, str], name: str) -> float | None:
        said = plain(row["points"])
        if not said:
            return None
        item = next(entry for entry in self.rubric.items if entry.id == name)
        most = most_by_hand(item)
        number = said.replace(",", ".") if said.count(",") == 1 else said
        if not _NUMBER.fullmatch(number):
            raise self._fault(line, f"{said!r} is no number of points.")
        points = round(float(number), 6)
        if not 0 <= points <= most:
            raise self._fault(line, f"{said} points for {name!r}: from 0 to {most:g} can be given.")
        return points + 0.0
