"""Gradescope: `assignment_<id>_export/` with a folder for each submission (Review Grades > Export Submissions).

`submission_metadata.yml` has one top-level key for each folder or file, `submission_<id>`, with `:submitters:` (a list
of `:name`, `:sid`, `:email`; several for a group), `:created_at:` (a time with its zone) and `:history:`, the earlier
submissions, whose files are not in the download.

The file is read line by line, not by a YAML library: besides these keys it holds everything that the autograder
printed, which may be hundreds of megabytes and is partly written by students. Its keys stand at fixed depths (0, 2, and
4 or less in the list), and text of any value is always indented further, so no text can pass for one of them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.layouts.piece import Lines, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NAME = "gradescope"
METADATA = "submission_metadata.yml"
_TOP = re.compile(r"(?P<key>[^\s:#&*!|>'\"%@`{}\[\],?-][^:/\\]{0,200}|'[^'/\\]{1,200}'|\"[^\"/\\]{1,200}\"):")
_SECTION = re.compile(r"  :(?P<key>\w+):(?: (?P<value>.*))?")
_MEMBER = re.compile(r" {2,4}(?P<dash>- |  ):(?P<key>name|sid|email):(?: (?P<value>.*))?")
_ANCHOR = re.compile(r"&(?P<name>\w+) (?P<value>.*)")
_HEX = re.compile(r"\\x([0-9A-Fa-f]{2})")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})?\d*\s*(Z|[+-]\d\d:?\d\d)")


@dataclass
class _Record:
    """What the metadata say of one submission."""

    people: list[dict[str, str]] = field(default_factory=list)
    created: str = ""
    earlier: int = 0


def matches(names: Sequence[str]) -> float:
    """Return certainty when the metadata are there."""
    return float(METADATA in names)


def pieces(names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:
    """Yield a piece for each folder or file that the metadata know, and what is only in one of the two."""
    records = _records(lines(METADATA))
    there = {name.removesuffix("/") for name in names}
    for name in names:
        record = records.get(name.removesuffix("/"))
        if record is not None and (people := tuple(filter(None, map(_person, record.people)))):
            time = _time(record.created)
            yield Piece(name, name, people, attempt=record.earlier + 1, submitted_at=time)
        elif name != METADATA:
            yield f"{name} ({METADATA} does not say whose it is)"
    yield from (f"{name} (only in {METADATA})" for name in sorted(records) if name not in there)


def _records(lines: Iterable[str]) -> dict[str, _Record]:
    records: dict[str, _Record] = {}
    anchors: dict[str, str] = {}
    record, section = _Record(), ""
    for line in (line.rstrip("\r\n") for line in lines):
        if match := _TOP.fullmatch(line.rstrip()):
            record = records.setdefault(match["key"].strip("'\""), _Record())
            section = ""
        elif match := _SECTION.fullmatch(line):
            section = match["key"]
            if section == "created_at":
                record.created = _scalar(match["value"] or "", anchors)
        elif section == "submitters" and (match := _MEMBER.fullmatch(line)):
            if match["dash"] == "- ":
                record.people.append({})
            if record.people:
                record.people[-1][match["key"]] = _scalar(match["value"] or "", anchors)
        elif section == "history" and line.startswith("  - :"):
            record.earlier += 1
    return records


def _scalar(text: str, anchors: dict[str, str]) -> str:
    """Return the text of a plain or quoted value; nothing for one of another form."""
    text = text.strip()
    if match := _ANCHOR.fullmatch(text):
        anchors[match["name"]] = _scalar(match["value"], {})
        return anchors[match["name"]]
    if text.startswith("*"):
        return anchors.get(text[1:], "")
    if text.startswith("'"):
        return text[1:-1].replace("''", "'") if len(text) > 1 and text.endswith("'") else ""
    if text.startswith('"'):
        return _quoted(text)
    return "" if text.startswith(("!", "|", ">", "&", "{", "[")) or text in ("~", "null") else text


def _quoted(text: str) -> str:
    try:
        value = json.loads(_HEX.sub(r"\\u00\1", text))
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def _person(said: dict[str, str]) -> Person | None:
    name, sid, email = (said.get(key, "") for key in ("name", "sid", "email"))
    key = email.casefold() or sid or name
    return Person(key, name, email, {"student_id": sid} if sid else {}) if key else None


def _time(text: str) -> datetime | None:
    match = _TIME.fullmatch(text)
    try:
        return datetime.fromisoformat("{}T{}{}{}".format(*(part or "" for part in match.groups()))) if match else None
    except ValueError:
        return None
