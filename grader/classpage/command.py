"""What `grade class` does, and what `grade batch` does at its end: make the page of a class from its gradebook."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from grader.batch import counted, roster
from grader.batch.entries import Download, Entry
from grader.batch.gradebook import Gradebook
from grader.classpage.collect import collect
from grader.classpage.facts import Absent
from grader.exports.results import person
from grader.files import write_text
from grader.report.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.classpage.facts import Class

ADVICE = "Choose another place with --out."
PAGE = "class"
VERSIONS = ("", ".student")  # the reports to link to; what instructors read comes first


def class_page(gradebook: Path, options: Mapping[str, Any]) -> None:
    """Write the page of a class, or its facts as JSON, which are printed where no file is named."""
    as_json, anonymous, out = options["as_json"], options["anonymous"], options["out"]
    known = roster.read(options["roster"]) if options["roster"] else None
    printed = str(out) == "-" or (out is None and as_json)
    there = addresses(gradebook.parent, Path() if printed else (out or gradebook).parent)
    with Gradebook(gradebook, make=False) as book:
        slug = counted.assignment(book, options["assignment"])
        place = out or gradebook.parent / page_name(_reported(book), f"{PAGE}-anonymous" if anonymous else PAGE)
        facts = collect(book, slug, options["attempt"], there, anonymous=anonymous)
        if known is not None:
            facts = _with_roster(facts, book, slug, known)
    text = _rendered(facts, options["language"], as_json=as_json)
    if printed:
        print(text, end="")
    else:
        write_text(place, text, ADVICE)
        print(one_line(f"Class: {place}"))


def _rendered(facts: Class, language: str, *, as_json: bool) -> str:
    if as_json:
        from grader.classpage.as_json import to_json

        return to_json(facts)
    from grader.classpage.as_html import to_html

    return to_html(facts, language)


def write_page(book: Gradebook, slug: str, out: Path, known: roster.Roster | None, language: str) -> Path:
    """Write the page beside the reports in `out`, held against a roster if there is one; return its place."""
    facts = collect(book, slug, None, addresses(out, out))
    if known is not None:
        facts = _with_roster(facts, book, slug, known)
    place = out / page_name(_reported(book))
    write_text(place, _rendered(facts, language, as_json=False))
    return place


def _reported(book: Gradebook) -> set[str]:
    """Return the names of all submissions that may have a report beside the gradebook."""
    return {submission for slug in book.assignments() for _, _, submission in book.newest(slug)}


def page_name(submissions: set[str], page: str = PAGE) -> str:
    """Return a name that no report has: class.html, unless a submission is called so."""
    taken = {name.casefold() for name in submissions}
    names = (page, *(f"{page}-page{'-' * number}" for number in range(len(taken) + 1)))
    return next(f"{name}.html" for name in names if name not in taken)


def addresses(reports: Path, page: Path) -> Callable[[str], str]:
    """Return what tells a submission's report in `reports` as a link from a page in `page`, if it is there."""
    way = os.path.relpath(reports, page)
    prefix = "" if way == os.curdir else quote(os.fsencode(way.replace(os.sep, "/"))) + "/"

    def address(submission: str) -> str:
        for version in VERSIONS:
            name = f"{submission}{version}.html"
            if (reports / name).is_file():
                return prefix + quote(os.fsencode(name), safe="")
        return ""

    return address


def _with_roster(facts: Class, book: Gradebook, slug: str, known: roster.Roster) -> Class:
    """Add who is on a roster and has no result, and who has one and is not found on it; without names only how many."""
    entries = tuple(Entry((person(one),), Path()) for one in counted.counted(book, slug))
    joined = roster.join(Download("", entries), known)
    names = () if facts.anonymous else tuple(one.name or one.key for one in joined.absent)
    absent = Absent(len(joined.absent), names, len(joined.ambiguous))
    strangers = set() if facts.anonymous else {one.key for one in joined.strangers}
    marked = tuple(replace(one, stranger=one.key in strangers) for one in facts.students)
    return replace(facts, absent=absent, students=marked)
