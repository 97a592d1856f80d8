"""A rubric as a page that people read: text, Markdown or HTML. The handout's table is made of the same rows."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from grader import policy
from grader.report.words import SHOWN
from grader.rubric import EXACT, Differentiates, Forbids, Matches, RubricItem, Satisfies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.rubric import Assignment, Check, Limits, Tolerance

    Column = Callable[[Check | RubricItem], str]

EXTRA = " (extra credit)"
WIDTH = 110  # columns of the text page


@dataclass(frozen=True)
class Row:
    """One line of a rubric: of an item, a check, or points that a person gives."""

    kind: Literal["item", "check", "hand"]
    title: str
    points: str
    cells: tuple[str, ...]


def rows(rubric: Assignment, columns: Mapping[str, Column]) -> Iterator[Row]:
    """Yield the lines of a rubric with what further columns say of each item and check."""
    blank = ("",) * len(columns)
    for item in rubric.items:
        extra = EXTRA if item.extra else ""
        yield Row("item", f"{item.title}{extra}", f"{item.points:g}", tuple(tell(item) for tell in columns.values()))
        for check in item.checks:
            points = f"{check.points:g}" if check.points else ""
            yield Row("check", check.title or check.id, points, tuple(tell(check) for tell in columns.values()))
        if item.by_hand:
            yield Row("hand", "graded by hand", f"{item.by_hand:g}", blank)
        if item.by_hand_without:
            yield Row("hand", f"all by hand when {item.by_hand_without} is not handed in", "", blank)


def table(rubric: Assignment, columns: Mapping[str, Column]) -> str:
    """Return the lines of a rubric as a Markdown table."""
    lines = [f"| item | check | points | {' | '.join(columns)} |", f"|---|---|---:|{'---|' * len(columns)}"]
    for row in rows(rubric, columns):
        cells = "".join(f" {escaped} |" if (escaped := cell.replace("|", "\\|")) else " |" for cell in row.cells)
        title = row.title.replace("|", "\\|")
        if row.kind == "item":
            name = title.removesuffix(EXTRA)
            lines.append(f"| **{name}**{title[len(name) :]} | | **{row.points}** |{cells}")
        else:
            lines.append(f"| | {title} | {row.points}{' ' if row.points or row.kind == 'check' else ''}|{cells}")
    return "\n".join(lines)


def head(rubric: Assignment) -> list[str]:
    """Return what is said before the lines: points, files, limits."""
    by_hand = sum(item.by_hand for item in rubric.items if not item.extra)
    decided = [item.id for item in rubric.items if item.override]
    return [
        f"{rubric.total:g} points in all{f', {by_hand:g} of them by hand' if by_hand else ''}.",
        f"Hand in {', '.join(rubric.files)}.",
        limits(rubric.limits),
        *([f"A person may decide in place of the checks of {', '.join(decided)}."] if decided else []),
        *policy.sentences(rubric.policy, rubric.files, rubric.stand_ins),
    ]


def limits(limits: Limits) -> str:
    """Say what a submission may use."""
    slow = "".join(f", {seconds:g} s for {probe}" for probe, seconds in limits.slow.items())
    return (
        f"A submission may take {limits.import_seconds:g} s to import, {limits.probe_seconds:g} s for one call{slow}, "
        f"{limits.submission_seconds:g} s in all, and {limits.memory_mib} MiB of memory."
    )


def within(tolerance: Tolerance) -> str:
    """Say a tolerance in words."""
    if tolerance == EXACT:
        return "exactly"
    parts = [f"{tolerance.rtol:g} of the value"] if tolerance.rtol else []
    return f"within {' plus '.join([*parts, *([f'{tolerance.atol:g}'] if tolerance.atol else [])])}"


def holds_when(entry: Check | RubricItem) -> str:
    """Say when a check holds; nothing for an item."""
    if isinstance(entry, Matches):
        fixed = ", leading unit axes too" if entry.unit_axes == "fixed" else ""
        return f"{', '.join(entry.outputs) or 'every output'} as in the reference, {within(entry.tolerance)}{fixed}"
    if isinstance(entry, Differentiates):
        gradients = ", ".join(entry.wrt.values())
        text = f"{gradients} as by central differences of its own {entry.output}, {within(entry.tolerance)}"
        share = f"; {entry.consistent:.0%} of the points if that {entry.output} is wrong" if entry.consistent else ""
        return text + share
    if isinstance(entry, Satisfies):
        return entry.rule.description.rstrip(".")
    return _forbids(entry) if isinstance(entry, Forbids) else ""


def _forbids(check: Forbids) -> str:
    parts = [f"no import of {', '.join(check.imports)}"] if check.imports else []
    parts += [f"imports only {', '.join(check.only)} and its own files"] if check.only else []
    parts += [f"no call of {', '.join(check.calls)}"] if check.calls else []
    return "; ".join(parts) + (f"; else {check.penalty:.0%} of the score is taken" if check.penalty else "")


def _shown(entry: Check | RubricItem) -> str:
    return "" if isinstance(entry, RubricItem) else SHOWN.get(entry.visibility, "shown")


PAGE: Mapping[str, Column] = {
    "id (for --only)": lambda entry: f"`{entry.id}`",
    "holds when": holds_when,
    "to students": _shown,
}


def markdown(rubric: Assignment) -> str:
    """Return the page as Markdown."""
    facts = "\n".join(f"- {line}" for line in head(rubric))
    return f"# {rubric.title}\n\n{facts}\n\n{table(rubric, PAGE)}\n"


def text(rubric: Assignment) -> str:
    """Return the page as plain text."""
    lines = [rubric.title, "=" * len(rubric.title), *(part for line in head(rubric) for part in _wrapped(line, ""))]
    for row in rows(rubric, PAGE):
        if row.kind == "item":
            lines += ["", f"{row.points:>6}  {row.title}  [{row.cells[0].strip('`')}]"]
        else:
            lines += _wrapped(row.title, f"{row.points:>8}  ")
            name, when, shown = row.cells
            said = "; ".join(part for part in (when, shown if shown != "shown" else "") if part)
            lines += _wrapped(f"[{name.strip('`')}] {said}", " " * 12) if name else []
    return "\n".join(lines) + "\n"


def _wrapped(line: str, indent: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent))


def html(rubric: Assignment) -> str:
    """Return the page as HTML that stands alone."""
    facts = "".join(f"<li>{escape(line)}</li>" for line in head(rubric))
    names = "".join(f"<th>{escape(name)}</th>" for name in PAGE)
    body = "\n".join(_html_row(row) for row in rows(rubric, PAGE))
    title = escape(rubric.title)
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n<style>{CSS}</style>\n'
        f"<h1>{title}</h1>\n<ul>{facts}</ul>\n<table><tr><th>item, check</th><th>points</th>{names}</tr>\n"
        f"{body}\n</table></html>\n"
    )


CSS = (
    "body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .6rem;"
    "border-bottom:1px solid #ccc}.item td{font-weight:600;background:#f3f3f3}"
)


def _html_row(row: Row) -> str:
    cells: Iterable[str] = (row.title, row.points, *(cell.strip("`") for cell in row.cells))
    return f'<tr class="{row.kind}">{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'


def as_json(rubric: Assignment) -> str:
    """Return the page as JSON: items with their checks, points, and when each check holds, in words."""
    return (
        json.dumps(
            {
                "format": 1,
                "assignment": rubric.slug,
                "title": rubric.title,
                "points": rubric.total,
                "files": rubric.files,
                "facts": head(rubric),
                "items": [_item_json(item) for item in rubric.items],
            },
            indent=1,
        )
        + "\n"
    )


def _item_json(item: RubricItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("id", "title", "points", "by_hand", "extra")} | {
        "checks": [
            {name: getattr(check, name) for name in ("id", "title", "points", "visibility")}
            | {"holds_when": holds_when(check)}
            for check in item.checks
        ]
    }


PRINTERS: Mapping[str, Callable[[Assignment], str]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "json": as_json,
}
