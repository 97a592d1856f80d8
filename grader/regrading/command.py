"""What `rescore`, `near` and `diff` do: put the pieces together and print. Each returns an exit status."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.running import refuse_places, times_of
from grader.course import assignments, choose, find_course, here, refuse_reference
from grader.errors import GradeError, UsageError
from grader.publish import publish
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.course import AssignmentFolder
    from grader.engine.run import Job
    from grader.publish import Outcome
    from grader.score import ScoreReport

    Key = tuple[str, str]

KEEP_FIRST = "grade with --keep {} first."


def rescore(names: Sequence[str], out: str, formats: Sequence[str], options: Mapping[str, Any]) -> int:
    """Score kept results again and write their reports, as `run` does with submissions."""
    from grader.parallel import share
    from grader.regrading.rescore import Rescorer

    refuse_places(out)
    folder = _assignment(options)
    refuse_reference(folder, [], out)
    kept = _kept(folder, options["kept"])
    found = _chosen(names, kept, options["kept"] / folder.rubric.slug)
    rescored = Rescorer(_job(folder, options, kept, len(found), out))

    def one(name: str, path: Path) -> tuple[Outcome, GradeError | None]:
        result = rescored(name, path)
        error = result if isinstance(result, GradeError) else None
        return publish(result, Path(name), out, formats, options), error

    done = share(lambda _, part: [one(*entry) for entry in part], list(found.items()), min(options["jobs"], len(found)))
    if all(error for _, error in done) and done[0][1]:  # nearly always for one reason, said once
        raise done[0][1]
    outcomes = [outcome for outcome, _ in done]
    for outcome in outcomes:
        print(outcome.text, end="")
        print(outcome.complaint, end="", file=sys.stderr)
    return max(outcome.status for outcome in outcomes)


def _assignment(options: Mapping[str, Any]) -> AssignmentFolder:
    """Return the assignment that was named, or the only one that anything is kept of."""
    course, slug = find_course(here(), options["course"]), options["assignment"]
    place: Path = options["kept"]
    if slug is None:
        there = [name for name in assignments(course) if (place / name).is_dir()]
        if not there:
            raise UsageError(f"Nothing is kept in {place} of an assignment of this course: {KEEP_FIRST.format(place)}")
        slug = there[0] if len(there) == 1 else None
    return choose(course, slug)


def _kept(folder: AssignmentFolder, place: Path) -> dict[str, Path]:
    """Return submission -> its file, of all that is kept of an assignment."""
    from grader.regrading import kept

    slug = folder.rubric.slug
    found = kept.places(place, slug)
    if not found:
        raise UsageError(f"Nothing is kept of {slug} in {place}: {KEEP_FIRST.format(place)}")
    return found


def _chosen(names: Sequence[str], kept: Mapping[str, Path], place: Path) -> dict[str, Path]:
    """Return those that were named, or else all."""
    for name in names:
        if name not in kept:
            near = did_you_mean(name, kept)
            raise UsageError(f"Nothing is kept of {name!r} in {place}.{near} There is: {_some(list(kept))}.")
    return {name: kept[name] for name in dict.fromkeys(names or kept)}


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 8} more" if len(names) > 9 else ""
    return ", ".join(names[:8] if more else names) + more


def _job(folder: AssignmentFolder, options: Mapping[str, Any], kept: Mapping[str, Path], count: int, out: str) -> Job:
    from grader import load
    from grader.clock import Times
    from grader.diagnose import catalogue
    from grader.engine.run import Job
    from grader.sandbox.host import Settings
    from grader.sheets import merged

    rubric = folder.rubric
    said = times_of(rubric, options, count)
    times = Times(said.due if options["due"] else None, said.submitted)
    known = load.stored(folder)
    mistakes = catalogue.when_asked(folder.path / "expected", known.sha256)
    marks = merged(options["marks"], rubric, list(kept), out)
    return Job(folder, known, Settings(rubric.limits), mistakes, marks=marks, times=times)


def near(places: Sequence[Path], *, as_json: bool) -> None:
    """Print near misses over reports, at these places or in reports/."""
    from dataclasses import asdict

    from grader import near as misses
    from grader.report.collected import collect

    reports = collect(places or [Path("reports")])
    found = misses.listed(reports.values())
    if as_json:
        _print_json({"near": [asdict(one) for one in found]})
        return
    from grader.regrading.tables import near_misses

    print(near_misses(found, len(reports)), end="")


def diff(old: Path, new: Path, *, as_json: bool) -> int:
    """Print what changed from one report, or folder of reports, to another; 1 when anything did."""
    from dataclasses import asdict

    from grader.regrading import differ

    found = differ.compare(*_pair(old, new))
    if as_json:
        _print_json({"changed": found.any, **asdict(found)})
    else:
        from grader.regrading.tables import differences

        print(differences(found), end="")
    return 1 if found.any else 0


def _pair(old: Path, new: Path) -> tuple[dict[Key, ScoreReport], dict[Key, ScoreReport]]:
    """Return the reports to compare; two that were named themselves belong together whatever they are called."""
    from grader.report.collected import collect

    if old.is_dir() != new.is_dir():
        raise UsageError(f"{old} and {new} are a folder and a file: name two reports, or two folders of reports.")
    before, after = collect([old]), collect([new])
    if old.is_dir():
        return before, after
    (left,), (right,) = before.values(), after.values()
    for name in ("assignment", "audience", "selection", "precheck"):
        if getattr(left, name) != getattr(right, name):
            raise UsageError(f"{old} and {new} cannot be compared: they differ in `{name}`.")
    key = right.assignment, right.submission
    return {key: left}, {key: right}


def _print_json(tree: Mapping[str, Any]) -> None:
    print(json.dumps({"format": 1, **tree}, indent=1))
