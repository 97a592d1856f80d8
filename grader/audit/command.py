"""What `grade audit` does: audit assignments, print what is found, write the page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.audit.as_json import to_json
from grader.audit.as_text import to_text
from grader.audit.findings import Bounds
from grader.audit.whole import Audit, Options, audit
from grader.course import assignments, choose, find_course, here, refuse_reference
from grader.errors import MissingPackageError, UsageError
from grader.files import refuse_no_room, refuse_unwritable, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.course import AssignmentFolder

SAMPLES = Path("tests", "submissions")  # of a course, with a folder for each assignment
ELSEWHERE = "Choose another file with --out."


def run(slugs: Sequence[str], out: Path | None, options: Mapping[str, Any]) -> int:
    """Audit the named assignments, or all; 1 when something is to be mended, 2 when nothing could be audited."""
    refuse_no_room()
    course = find_course(here(), options["course"])
    folders = [choose(course, slug) for slug in dict.fromkeys(slugs or assignments(course))]
    _refuse(folders, out)
    audits = []
    for folder in folders:
        found = _audited(folder, _options(course, folder, options), named=bool(slugs))
        if found is not None:
            audits.append(found)
            if not options["as_json"]:
                print(to_text(found, quiet=options["quiet"], language=options["language"]), end="", flush=True)
    if options["as_json"]:
        print(to_json(audits), end="")
    if out is not None:
        from grader.audit.as_html import to_html

        write_text(out, to_html(audits, options["language"]), ELSEWHERE)
        print(out, file=sys.stderr if options["as_json"] else sys.stdout)
    return 2 if not audits else 1 if any(one.open for one in audits) else 0


def _refuse(folders: Sequence[AssignmentFolder], out: Path | None) -> None:
    """Say at once what would end an audit that takes minutes."""
    if any(folder.is_handout for folder in folders):
        raise UsageError("A handout holds no reference to audit: do it in the course.")
    if out is not None:
        if str(out) == "-" or out.is_dir():
            raise UsageError(f"{out} is no name of a file for the page. {ELSEWHERE}")
        for folder in folders:
            refuse_reference(folder, [], str(out))
        refuse_unwritable(out.parent, ELSEWHERE)


def _options(course: Path, folder: AssignmentFolder, options: Mapping[str, Any]) -> Options:
    named = options["samples"]
    if named is not None and not named.is_dir():
        raise UsageError(f"{named} is no folder: --samples names one with a folder for each sample.")
    usual = course / SAMPLES / folder.rubric.slug
    below = named / folder.rubric.slug if named else usual
    samples = below if below.is_dir() else named
    bounds = Bounds(stub=options["stub_share"])
    return Options(options["child_python"], bounds, samples, fresh=options["fresh"])


def _audited(folder: AssignmentFolder, options: Options, *, named: bool) -> Audit | None:
    """Audit one; leave it out with a word when nobody named it and its packages are absent here."""
    try:
        return audit(folder, options)
    except MissingPackageError as absent:
        if named:
            raise
        print(f"{folder.rubric.slug}: left out. {absent}", file=sys.stderr)
        return None
