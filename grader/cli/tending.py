"""What the commands that tend a course do: sheets of marks, handouts, expected outputs, and what a machine offers."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import HANDOUT, assignments, choose, find_course, here, refuse_reference
from grader.errors import MissingPackageError, UsageError
from grader.files import refuse_no_room, refuse_unwritable, write_bytes, write_text
from grader.sandbox.warm import Warm
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.course import AssignmentFolder
    from grader.doctor import Level


def marks(slug: str, reports: Sequence[Path], course: Path | None, out: Path) -> None:
    """Write the sheet of marks to fill in for submissions that have reports; with `-` as the place, print it."""
    from grader.sheets import sheet

    refuse_no_room()
    folder = choose(find_course(here(), course), slug)
    text = sheet(folder.rubric, reports or [Path("reports")])
    if str(out) == "-":
        print(text, end="")
        return
    refuse_reference(folder, [], str(out))
    if os.path.lexists(out):  # perhaps with marks in it
        raise UsageError(f"{out} is there already: move it away, or name another file with --out.")
    write_bytes(out, text.encode("utf-8-sig", "replace"), "Choose another file with --out.")
    print(f"{out}: {text.count(chr(10)) - 1} lines to fill in")


def handout(slug: str, course: Path | None, out: Path, *, dependencies: bool) -> None:
    """Write the handout of one assignment: a zip file, or a folder when the name has no ending."""
    from grader import handout as making
    from grader import load

    refuse_no_room()
    folder = choose(find_course(here(), course), slug)
    _refuse_handout(folder, out)
    load.stored(folder, hidden=not folder.is_handout)
    if out.suffix:
        count = making.write(folder, out, dependencies=dependencies)
        print(f"{out}: {count} files")
    else:
        making.unpacked(folder, out)
        print(f"{out}: unpacked form, without the wheel")


def _refuse_handout(folder: AssignmentFolder, out: Path) -> None:
    """Refuse to make a handout of a handout, and to write one over something else."""
    if folder.is_handout:
        raise UsageError("This is a handout already: make one from the course, where the reference is.")
    refuse_reference(folder, [], str(out))
    if out.suffix not in ("", ".zip"):
        raise UsageError(f"{out} ends with neither .zip nor nothing (a folder): choose another name with --out.")
    if not out.suffix and out.is_dir() and any(out.iterdir()) and not (out / HANDOUT).is_dir():
        raise UsageError(f"{out} holds something else than a handout: choose another folder with --out.")
    refuse_unwritable(out if not out.suffix else out.parent)


def regenerate(slugs: Sequence[str], course: Path | None, child_python: str, *, check: bool, data: Path | None) -> int:
    """Make expected outputs anew, or with `check` compare them: 1 when something drifted."""
    from grader import expected, load
    from grader import regenerate as making
    from grader.datasets.used import refuse_no_folder
    from grader.diagnose import record
    from grader.report.words import plural

    refuse_no_room()
    refuse_no_folder(data)
    known = assignments(find_course(here(), course))
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        near = did_you_mean(unknown[0], known)
        raise UsageError(f"There is no assignment {unknown[0]!r}.{near} There are: {', '.join(known)}.")
    status = 0
    for slug in slugs or known:
        folder = known[slug]
        if folder.is_handout:
            raise UsageError(
                "A handout holds no reference to regenerate from; `grade precheck` runs its public checks."
            )
        with Warm(child_python, folder.rubric.packages) as warm:
            if _is_left_out(warm, slug, named=bool(slugs)):
                continue
            if not check:
                cases, mistakes = making.write(folder, warm, data), record.write(folder, child_python)
                written = f"{plural(cases, 'case')} and {plural(mistakes, 'mistake')} written"
                print(f"{slug}: {written} to {folder.path / 'expected'}")
                continue
            load.refuse_misfit(folder, expected.load(folder, even_stale=True))
            stale, drifts = expected.stale(folder), making.check(folder, warm, data)
        for name in stale:
            print(f"{slug}: {name} has changed since; run `grade regenerate {slug}`")
        for drift in drifts:
            where = f"{drift.probe}, case {drift.case}, output {drift.output}"
            print(f"{slug}: {where}: drifted by {drift.error:.2g} (relative)")
        found = " and ".join(word for word, there in (("stale", stale), ("drift found", drifts)) if there)
        print(f"{slug}: {found or 'up to date'}")
        status = max(status, 1 if found else 0)
    return status


def _is_left_out(warm: Warm, slug: str, *, named: bool) -> bool:
    """Say so when an assignment that nobody named needs a package that is absent; one that was named is refused."""
    try:
        _ = warm.versions
    except MissingPackageError as absent:
        if named:
            raise
        print(f"{slug}: left out. {absent}", file=sys.stderr)
        return True
    return False


def doctor(child_python: str, *, as_json: bool) -> int:
    """Print what each isolation level refuses here; 2 when there is none to grade with."""
    from grader.doctor import best_of, examine

    with Warm(child_python) as warm:
        levels = list(examine(warm))
        versions = warm.versions
    best = best_of(levels)
    if as_json:
        tree = {"format": 1, "versions": versions, "levels": list(map(asdict, levels)), "grading": best}
        print(json.dumps(tree, indent=1))
    else:
        _print_levels(levels, versions, best)
    return 0 if best else 2


def _print_levels(levels: Sequence[Level], versions: Mapping[str, str], best: str | None) -> None:
    from rich.console import Console
    from rich.table import Table

    from grader.doctor import titles

    here = ", ".join(f"{name} {version}" for name, version in versions.items())
    console = Console()
    table = Table("Tried inside the sandbox", *[level.name for level in levels], title=f"Isolation here ({here})")
    for act, title in titles().items():
        words = [_word(level.refused[act]) if level.refused else "-" for level in levels]
        table.add_row(title, *words)
    console.print(table)
    for level in levels:
        console.print(f"{level.name}: {', '.join(level.layers) or level.why_not}", markup=False)
    had = [level.name for level in levels if level.refused]
    grading = f"Grading uses {best!r} by default." if best else "Grading is refused here (docs/security.md)."
    console.print(grading, f"A student's pre-check uses {had[0]!r}." if had else "", markup=False)


def _word(refused: bool) -> str:
    return "refused" if refused else "POSSIBLE"


def listing(course: Path | None, *, as_json: bool) -> None:
    """Print which assignments the course has, two lines each, or as JSON."""
    from grader import listing as making

    found = making.entries(find_course(here(), course))
    if as_json:
        print(json.dumps(making.as_json(found), indent=2, ensure_ascii=False))
        return
    for entry in found:
        print("\n".join(entry.lines()))


def rubric(slug: str, course: Path | None, kind: str, out: Path) -> None:
    """Print a rubric as a page, or write it."""
    from grader.rubric_page import PRINTERS

    folder = choose(find_course(here(), course), slug)
    text = PRINTERS[kind](folder.rubric)
    if str(out) == "-":
        print(text, end="")
        return
    refuse_reference(folder, [], str(out))
    write_text(out, text, "Choose another file with --out.")
    print(out)


def new(slug: str, course: Path | None) -> None:
    """Write the skeleton of an assignment that works at once."""
    from grader import skeleton

    refuse_no_room()
    place = skeleton.place_for(course, slug)
    for path in skeleton.write(place, slug):
        print(path)
    where = f" --course {course}" if course else ""
    print(f"Now: grade regenerate {slug}{where}")
