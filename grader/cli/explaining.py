"""`--explain CHECK` and `grade explain`: which check is meant, what is run for it, where its report is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.rubric import Assignment


def narrowed(rubric: Assignment, options: Mapping[str, Any], arguments: Sequence[str]) -> dict[str, Any]:
    """Return the options of a run for the check that is to be explained: it, and what it needs, is all that runs."""
    name = options["explain"]
    if name is None:
        return dict(options)
    if arguments:
        raise UsageError("--explain selects a check by itself: leave the words after `--` away.")
    items = {item.id: [check.id for check in item.checks] for item in rubric.items if item.checks}
    refuse_unknown(name, [check.id for check in rubric.checks()], items, rubric.slug)
    return {**options, "only": tuple(dict.fromkeys((name, *_needed(rubric, name))))}


def refuse_unknown(name: str, checks: Collection[str], items: Mapping[str, Sequence[str]], where: str) -> None:
    """Raise a UsageError that helps when there is no such check."""
    if name in checks:
        return
    if name in items:
        raise UsageError(f"{name!r} is a rubric item of {where}; name one of its checks: {', '.join(items[name])}.")
    near = did_you_mean(name, (*checks, *items))
    known = near or f" It has: {', '.join(sorted(checks))}."
    raise UsageError(f"{where} has no check {name!r}.{known}")


def _needed(rubric: Assignment, name: str) -> Iterator[str]:
    """Yield the checks that tell of the parts that a check needs, and of what those need: they decide what is given."""
    known = {check.id: check for check in rubric.checks()}
    for need in known[name].needs:
        for tell in rubric.stand_ins.get(need, (need,)):
            yield tell
            yield from _needed(rubric, tell)  # a rubric whose needs go round is refused when it is loaded


def explain(path: Path, name: str, *, as_json: bool, language: str) -> str:
    """Return one check of a JSON report in full, as the terminal shows it, or as JSON."""
    from grader.publish import shown
    from grader.report.as_json import check_to_json
    from grader.report.collected import read
    from grader.report.explain import find

    report = read(path)
    found = find(report)
    items = {item.id: [check.id for check in item.checks if check.id in found] for item in report.items}
    refuse_unknown(name, found, {item: checks for item, checks in items.items() if checks}, str(path))
    try:
        if as_json:
            return check_to_json(report, *found[name])
        return shown(report, explain=name, language=language)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise UsageError(f"{path}: This is not a JSON report of backgrade; {name!r} in it makes no sense.") from None
