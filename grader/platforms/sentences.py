"""The sentences about a report's parts, safe to show, and the two ways to write them: plain text and Markdown.

A student's text is hostile on a platform's page, too. Here every text becomes visible, one line, and short; Markdown
then takes from it all that a renderer might act on: HTML, links, code, lists, mathematics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.report import catalogue, evidence, view, words
from grader.report.as_text import given, place
from grader.report.escape import bounded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.score import CheckResult, ItemResult, Problem

TEXT = 600  # characters of one sentence
BLOCK = 8_000  # characters of the entries of one part
say = catalogue.ENGLISH

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What a backslash makes plain: signs that act anywhere, bare addresses, and what begins a list, a heading or a rule.
_ACTIVE = re.compile(r"[\\`*_\[\]~$|@]|:(?=/)|(?<=www)\.|^[#+\-=]", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d+)([.)])")


@dataclass(frozen=True)
class Entry:
    """A sentence, with more about it below. Both are visible, short and one line each."""

    head: str
    details: tuple[str, ...] = ()


def entry(head: str, *details: str) -> Entry:
    """Return an entry of texts that may be a student's."""
    return Entry(safe(head), tuple(text for text in map(safe, details) if text))


def safe(text: str, limit: int = TEXT) -> str:
    """Return a text visible, on one line, and short."""
    return one_line(bounded(text, limit))


def of_problem(problem: Problem) -> Entry:
    """Return what stopped a submission as a whole, with the line at fault."""
    where = f"{problem.file}, line {problem.line}" if problem.file and problem.line else problem.file
    return entry(problem.title, where, problem.source, problem.text)


def of_item(item: ItemResult, *, stopped: bool) -> Iterator[Entry]:
    """Yield what there is to say of an item's checks: failing ones each, those not attempted together."""
    for text in (item.note, f"{say('terminal.comment')} {item.comment}" if item.comment else ""):
        if text:
            yield entry(text)
    checks = view.sort_checks(item)
    yield from map(of_check, checks.failing)
    untouched = () if stopped else checks.untouched
    for kind in dict.fromkeys(check.verdict for check in untouched):
        names = [check.title or check.id for check in untouched if check.verdict == kind]
        label = say.count("terminal.untouched", len(names), verdict=words.verdict(kind))
        yield entry(f"{label}: {'; '.join(names)}")


def of_check(check: CheckResult) -> Entry:
    """Return what is most to the point about a failing check."""
    score = f" ({words.points(check.points)}/{words.points(check.max_points)})" if check.max_points else ""
    diagnoses = [
        found.text if not n else say("terminal.or", text=found.text) for n, found in enumerate(check.diagnosis)
    ]
    details = [evidence.elsewhere(check), *diagnoses, place(check, say), check.feedback, given(check, say)]
    return entry(f"{check.title or check.id}{score}: {evidence.told(check)}", *details)


def as_text(entries: Iterable[Entry], limit: int = BLOCK) -> str:
    """Return entries as plain text, of at most `limit` characters; whole lines only."""
    return _joined(((entry.head, *(f"    {text}" for text in entry.details)) for entry in entries), limit)


def as_markdown(entries: Iterable[Entry], limit: int = BLOCK) -> str:
    """Return entries as a Markdown list, of at most `limit` characters; whole lines only."""
    blocks = ((f"- {escaped(entry.head)}", *(f"  - {escaped(text)}" for text in entry.details)) for entry in entries)
    return _joined(blocks, limit)


def _joined(blocks: Iterable[Iterable[str]], limit: int) -> str:
    lines = [line for block in blocks for line in block]
    kept, room = 0, limit
    while kept < len(lines) and len(lines[kept]) < room:
        room -= len(lines[kept]) + 1
        kept += 1
    left = len(lines) - kept
    return "\n".join([*lines[:kept], *([f"... and {left} more lines, left out here."] if left else [])])


def escaped(text: str) -> str:
    """Return a line of text as Markdown that shows it and does nothing else."""
    for sign, entity in _ENTITIES.items():
        text = text.replace(sign, entity)
    return _NUMBERED.sub(r"\1\\\2", _ACTIVE.sub(r"\\\g<0>", text))
