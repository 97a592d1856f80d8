"""The columns of a roster, under whatever names the platforms' own files give them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.gather import clean
from grader.errors import UsageError
from grader.files import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_BYTES = 64 << 20
LISTED = 12  # columns that an error names
# What a column holds -> its names, letters and digits only. Of several, the first that is filled counts.
COLUMNS = {
    "name": ("name", "fullname", "student", "studentname", "displayname", "sortablename", "participantname"),
    "first": ("firstname", "first", "givenname", "forename", "vorname"),
    "last": ("lastname", "last", "surname", "familyname", "nachname"),
    "email": ("email", "emailaddress", "mail", "studentemail", "schoolemail"),
    "canvas_id": ("id", "canvasid", "canvasuserid"),
    "sis_user_id": ("sisuserid", "sisid"),
    "sis_login_id": ("sisloginid", "loginid", "login"),
    "username": ("username", "user", "userid", "netid"),
    "org_defined_id": ("orgdefinedid",),
    "student_id": ("sid", "studentid", "studentnumber", "idnumber", "matriculationnumber", "matrikelnummer"),
    "moodle_id": ("identifier", "participant", "moodleid"),
    "brightspace_id": ("brightspaceid",),
    "group": ("group", "groupname", "team", "groups"),
}
_KINDS = {name: kind for kind, names in COLUMNS.items() for name in names}
_TEXTS = ("name", "first", "last", "email")
# What a file begins with -> how it is encoded; without any it is UTF-8.
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def rows(path: Path) -> Iterator[Person]:
    """Yield the people of a roster; errors are those of `roster.read`."""
    text = decoded(path)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        kinds = kinds_of(path, next(reader, []))
        for row in reader:
            person = person_of(kinds, row)
            if person is not None:
                yield person
    except csv.Error as error:
        raise UsageError(f"{path}, line {reader.line_num}, is no CSV: {error}.") from None


def decoded(path: Path) -> tuple[str, str, bytes]:
    """Return a file's text, its encoding and the mark that it begins with: UTF-8, or UTF-16 as Blackboard writes it.

    Raises:
        UsageError: it cannot be read, is too large, or is encoded in another way.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path} is larger than {MAX_BYTES >> 20} MiB, which no roster is.")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {reason(error)}.") from None
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    codec = _MARKS.get(mark, "utf-8")
    try:
        return data[len(mark) :].decode(codec), codec, mark
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no UTF-8: save it as CSV UTF-8.") from None


def delimiter(text: str) -> str:
    """Return what stands between the cells of a text's first line: a comma, a semicolon or a tab."""
    bare = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(",;\t", key=bare.count)


def kinds_of(path: Path, header: Sequence[str]) -> list[str]:
    """Return what each column of a header holds, a key of COLUMNS; empty for what tells nothing of people.

    Raises:
        UsageError: no column tells people apart.
    """
    kinds = [_KINDS.get(plain(cell), "") for cell in header]
    if not set(kinds) - {"", "group"}:
        has = ", ".join(clean(cell)[:40] for cell in header[:LISTED]) or "nothing"
        raise UsageError(
            f"{path} has no column that names people: its first line must hold one, such as Name, Email or ID, and "
            f"holds {has}."
        )
    return kinds


def plain(text: str) -> str:
    """Return the letters and digits of a text, letter case aside."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def person_of(kinds: Sequence[str], row: Sequence[str]) -> Person | None:
    """Return whom a row names; nothing for an empty row, and for the row of points that Canvas puts on top."""
    if not row or "points possible" in row[0].casefold():
        return None
    said: dict[str, str] = {}
    for kind, cell in zip(kinds, row, strict=False):
        value = _value(kind, cell)
        if kind and value:
            said.setdefault(kind, value)
    name = said.get("name") or " ".join(filter(None, (said.get("first"), said.get("last"))))
    ids = {kind: value for kind, value in said.items() if kind not in _TEXTS}
    key = next((value for kind, value in ids.items() if kind != "group"), "") or said.get("email", "") or name
    return Person(key, name, said.get("email", ""), ids) if key else None


def _value(kind: str, cell: str) -> str:
    """Return a cell as text; an apostrophe or '#' that a platform put before an id is none of it."""
    value = clean(cell)
    if kind == "moodle_id":
        return re.sub(r"^\D*(?=\d+$)", "", value)
    return value.lstrip("'#") if kind in ("org_defined_id", "username", "student_id") else value.lstrip("'")
