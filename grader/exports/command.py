"""What `grade export` does: choose the results that count, put them into a form, write it, and say who is missing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from grader.batch import counted
from grader.batch.gradebook import Gradebook
from grader.errors import UsageError
from grader.exports import columns, filling, fresh, ours, results, worksheet
from grader.files import write_bytes
from grader.report.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.batch.counted import Counted
    from grader.exports.columns import Name
    from grader.exports.told import Told

ADVICE = "Choose another file with --out."
FOR_PLATFORMS = ("into", "column", "comments", "scale", "missing_as_zero")
FOR_THEIR_FILES = ("scale", "missing_as_zero")


def export(to: str, gradebook: Path, out: Path, options: Mapping[str, Any]) -> int:
    """Write what was asked for; 1 when somebody's grade found no place in it, else 0."""
    _refuse(to, gradebook, out, options)
    with Gradebook(gradebook, make=False) as book:
        slug = counted.assignment(book, options["assignment"])
        found = counted.counted(book, slug, options["attempt"])
        found = counted.looked_at(book, found, taken=options["with_unmarked"])
        maker = ours.MAKERS.get(to)
        told = maker(book, found) if maker else _for(_platform(to), book, found, options)
    said = sys.stderr if str(out) == "-" else sys.stdout
    print(told.warning(), end="", file=said, flush=True)
    if str(out) == "-":
        sys.stdout.buffer.write(told.data)
    else:
        write_bytes(out, told.data, ADVICE)
        told.line = f"{out}: {told.line}"
    told.line = one_line(told.line)
    print(told.text(), end="", file=said)
    return 1 if told.lost else 0


def _platform(to: str) -> Name:
    return next(name for name in columns.PLATFORMS if name == to)


def _refuse(to: str, gradebook: Path, out: Path, options: Mapping[str, Any]) -> None:
    """Refuse options that mean nothing together, and to write over what the export is made from."""
    into: Path | None = options["into"]
    for names, wrong in ((FOR_PLATFORMS, to in ours.MAKERS), (FOR_THEIR_FILES, into is None)):
        said = [f"--{name.replace('_', '-')}" for name in names if options[name]]
        if wrong and said:
            what = f"--to {to} takes no such thing" if to in ours.MAKERS else "that needs --into"
            raise UsageError(f"{said[0]} is for a platform's own file: {what}.")
    for path in filter(None, (gradebook, into)):
        if out.exists() and path.exists() and out.samefile(path):
            raise UsageError(f"{out} is what the export is made from: {ADVICE[0].lower()}{ADVICE[1:]}")


def _for(name: Name, book: Gradebook, found: Sequence[Counted], options: Mapping[str, Any]) -> Told:
    texts = {one.key: results.comment(book, one) for one in found} if options["comments"] else None
    if options["into"] is None:
        return fresh.make(name, found, options["column"], texts)
    sheet, platform = worksheet.read(options["into"]), columns.PLATFORMS[name]
    column = columns.chosen(sheet, platform, options["column"], _names(book, found))
    wanted = filling.Wanted(platform, column, texts, options["scale"], options["missing_as_zero"])
    return filling.fill(sheet, found, wanted)


def _names(book: Gradebook, found: Sequence[Counted]) -> list[str]:
    """Return what an assignment is called: its slug, and the title that a report of it has."""
    reported = next((one for one in found if one.row["report"]), None)
    title = results.instructors(book, reported).get("title", "") if reported else ""
    return [found[0].row["assignment"], *([title] if title else [])]
