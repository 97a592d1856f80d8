"""Put grades into a platform's own file: into one column, for the people who are in it, and nothing else."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.batch.roster_columns import plain
from grader.errors import UsageError
from grader.exports import columns, places, results
from grader.exports.told import Told
from grader.marks import harmless
from grader.report.words import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.batch.counted import Counted
    from grader.exports.columns import Column, Platform
    from grader.exports.worksheet import Worksheet

EXCUSED = frozenset({"ex", "excused"})
_COMMA, _POINT = re.compile(r"\d+,\d+"), re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class Wanted:
    """How a file is to be filled. `comments` gives the text for a result, where comments are asked for."""

    platform: Platform
    column: Column
    comments: Mapping[str, str] | None = None
    scale: bool = False
    missing_as_zero: bool = False


def fill(sheet: Worksheet, found: Sequence[Counted], wanted: Wanted) -> Told:
    """Return the file with grades, and what there is to say about it."""
    return Filling(sheet, wanted, places.find(sheet, found)).told(found)


class Filling:
    """One file that is being filled."""

    def __init__(self, sheet: Worksheet, wanted: Wanted, at: places.Places):
        self.sheet, self.wanted, self.at = sheet, wanted, at
        self.points = columns.points_possible(sheet, wanted.column)
        self.comma = _writes_commas(sheet, wanted.platform)
        self.cells: dict[tuple[int, int], str] = {}
        self.report = Told()
        self.kept = 0

    def told(self, found: Sequence[Counted]) -> Told:
        """Fill the file and return it with what there is to say."""
        graded = {row: one for row, one in self.at.rows.items() if results.is_grade(one)}
        self._compare_points(list(graded.values()))
        for row, one in graded.items():
            self._grade(row, results.shown(one), self._scaled(one))
        self._missing()
        if self.wanted.comments is not None:
            self._comment(graded, self.wanted.comments)
        self._name_the_others(found)
        column, written = self.wanted.column, sum(place == self.wanted.column.place for _, place in self.cells)
        kept = f", {self.kept} stood there already" if self.kept else ""
        self.report.line = f"{plural(written, 'grade')} put into {column.header!r} of {self.sheet.path}{kept}"
        self.report.data = self.sheet.filled(self.cells)
        return self.report

    def _grade(self, row: int, name: str, value: float) -> None:
        """Put a grade into a row, unless the platform excuses somebody or has the same number."""
        place = row, self.wanted.column.place
        before = self._before(row)
        text = results.number(value)
        if before.casefold() in EXCUSED:
            self.report.add("Excused on the platform, and left so:", name, f"would have {text}")
            return
        there = columns.number(before)
        if there is not None and abs(there - value) < 1e-4:
            self.kept += 1
            return
        if before:
            self.report.add("Another grade stood there before:", name, f"{before}, now {text}")
        self.cells[place] = text.replace(".", ",") if self.comma else text

    def _before(self, row: int) -> str:
        """Return what stands in a row's cell; a hyphen is how Moodle writes that nothing does."""
        text = self.sheet.cell(row, self.wanted.column.place).strip()
        return "" if text == "-" else text

    def _compare_points(self, graded: Sequence[Counted]) -> None:
        """Say where the platform counts otherwise; refuse to scale by what nobody stated."""
        of = sorted({float(one.row["max_score"]) for one in graded})
        if self.wanted.scale and self.points is None:
            raise UsageError(f"{self.sheet.path} does not say how many points the column has: leave --scale away.")
        if self.wanted.scale and 0 in of:
            raise UsageError("Results out of 0 points cannot be scaled: leave --scale away.")
        if self.wanted.column.shows != "Score":
            how = f"{self.wanted.platform.name} shows the column as {self.wanted.column.shows}, and these are points:"
            self.report.add("Please note:", f"{how} let it show the Score before you upload.")
        ours = " or ".join(map(results.number, of))
        if self.points is not None and of and of != [self.points]:
            how = "are scaled to it." if self.wanted.scale else "stand as they are; --scale converts them."
            note = f"The column has {results.number(self.points)} points, and results are out of {ours}: grades {how}"
            self.report.add("Please note:", note)
        elif len(of) > 1:
            self.report.add("Please note:", f"Results are out of {ours}: grade those of an older rubric again.")

    def _scaled(self, one: Counted) -> float:
        score = float(one.row["score"])
        return score * (self.points or 0.0) / float(one.row["max_score"]) if self.wanted.scale else score

    def _missing(self) -> None:
        """Give 0 to whoever has no result and nothing in their cell, when that is asked for and nobody is in doubt."""
        if not self.wanted.missing_as_zero:
            return
        unsure = len(self.at.strangers) + len(self.at.doubtful)
        if unsure:
            raise UsageError(
                f"{unsure} of the gradebook are not found in {self.sheet.path}, so who has no result there may have "
                "handed in: leave --missing-as-zero away to see who, and settle it by a roster."
            )
        for row, other in self.at.others.items():
            if not self._before(row):
                self._grade(row, other.name, 0.0)
                self.report.zeros.append(other.name or other.key)

    def _comment(self, graded: Mapping[int, Counted], comments: Mapping[str, str]) -> None:
        place = columns.feedback(self.sheet, self.wanted.platform, self.wanted.column)
        for row, one in graded.items():
            if self.sheet.cell(row, place).strip():
                self.report.add("A comment stood there already, and was left:", results.shown(one))
            elif comments[one.key]:
                self.cells[row, place] = harmless(html.escape(comments[one.key], quote=False))

    def _name_the_others(self, found: Sequence[Counted]) -> None:
        told, path = self.report, self.sheet.path
        told.without_grade(found)
        told.lose(f"In the gradebook, and not in {path}:", self.at.strangers)
        told.lost = told.lost or any(map(results.is_grade, self.at.doubtful))
        for sentence in self.at.ambiguous:
            told.add(f"Whom {path} means cannot be told:", sentence)
        for row, other in self.at.others.items():
            if (row, self.wanted.column.place) not in self.cells:
                told.add(f"In {path}, without a result, and left as it was:", other.name or other.key)


def _writes_commas(sheet: Worksheet, platform: Platform) -> bool:
    """Return whether a file writes 7,5 rather than 7.5."""
    places = [one.place for one in columns.columns(sheet.header, platform)]
    places += [place for place, text in enumerate(sheet.header) if plain(text) == "maximumgrade"]
    texts = [sheet.cell(row, place).strip() for row in range(1, len(sheet.rows)) for place in places]
    return any(map(_COMMA.fullmatch, texts)) and not any(map(_POINT.fullmatch, texts))
