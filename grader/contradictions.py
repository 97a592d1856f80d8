"""Find what contradicts itself in a rubric, before anything is graded by it.

A slip of the pen in a rubric would otherwise cost, or give, points to a whole class. Every fault is a RubricError that
knows the line of the check or the rubric item that it is about.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from grader import policy
from grader.errors import RubricError
from grader.rubric import (
    Apart,
    Check,
    Differentiates,
    Forbids,
    Limits,
    Load,
    Matches,
    Plot,
    Reduce,
    RubricItem,
    Satisfies,
    Tolerance,
    UnitAxes,
    Visibility,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from grader.rubric import Assignment

_ID = re.compile(r"[\w.+-]+")


def refuse(rubric: Assignment) -> None:
    """Raise a RubricError for the first thing that cannot be meant."""
    _refuse_head(rubric)
    for item in rubric.items:
        _refuse_item(item, rubric.place)
    checks = list(rubric.checks())
    _refuse_repeats("check", checks)
    _refuse_repeats("rubric item", rubric.items)
    for check in checks:
        _refuse_check(check)
    _refuse_stand_ins(rubric, {check.id for check in checks})
    known = {check.id for check in checks} | set(rubric.stand_ins)
    for check in checks:
        if check.apart and known.intersection(check.apart.given):
            raise RubricError(f"check {check.id!r}: apart gives what is a stand-in or a check.", check.place)
        for need in check.needs:
            if need not in known:
                raise RubricError(f"check {check.id!r} needs {need!r}, which is no check.", check.place)
    points = round(sum(item.points for item in rubric.items if not item.extra), 6)
    if points != rubric.total:
        text = f"{rubric.slug}: the items add up to {points:g} points, but total says {rubric.total:g}."
        raise RubricError(text, rubric.place)
    _refuse_cycles({check.id: check for check in checks}, rubric.stand_ins)


def _refuse_head(rubric: Assignment) -> None:
    def unless(holds: bool, text: str) -> None:
        if not holds:
            raise RubricError(f"{rubric.slug}: {text}", rubric.place)

    unless(_names(rubric.files) and len(rubric.files) > 0, "files must be a tuple of file names, as in ('model.py',).")
    for name in rubric.files:
        inside = name and not name.startswith("/") and ".." not in name.split("/") and "\\" not in name
        unless(bool(inside), f"the file {name!r} must be a path inside of what is handed in.")
    defines = isinstance(rubric.defines, Mapping) and all(map(_names, rubric.defines.values()))
    unless(defines, "defines must map each file to a tuple of the names in it.")
    for name in rubric.defines:
        unless(name in rubric.files, f"defines names the file {name!r}, which is none of files.")
    unless(_names(rubric.packages), "packages must be a tuple of package names.")
    unless(isinstance(rubric.limits, Limits), "limits must be Limits(...).")
    unless(rubric.load in get_args(Load), f"load is one of {', '.join(get_args(Load))}.")
    unless(_amount(rubric.total), "total must be a number of points, not negative.")
    unless(isinstance(rubric.items, list | tuple), "items must be a tuple of RubricItem(...).")
    for item in rubric.items:
        unless(isinstance(item, RubricItem), f"items must hold RubricItem(...) only, not {item!r:.60}.")
    for fault in policy.faults(rubric.policy, rubric.files, rubric.total):
        unless(False, fault)


def _refuse_item(item: RubricItem, place: int) -> None:
    _refuse_id("rubric item", item.id, item.place or place)
    if not isinstance(item.checks, list | tuple):
        raise RubricError(f"rubric item {item.id!r}: checks must be a tuple; of one check, (check,).", item.place)
    for check in item.checks:
        if not isinstance(check, Check):
            raise RubricError(f"rubric item {item.id!r}: {check!r:.60} is no check.", item.place)
        if not _amount(check.points):
            text = f"check {check.id!r}: points must not be negative, nor anything but a number."
            raise RubricError(text, check.place)
    if not _amount(item.by_hand):
        raise RubricError(
            f"rubric item {item.id!r}: by_hand must not be negative, nor anything but a number.", item.place
        )
    if not isinstance(item.plots, list | tuple) or not all(map(_is_plot, item.plots)):
        text = "plots must be a tuple of names of outputs, or of Plot(title, (output, ...))."
        raise RubricError(f"rubric item {item.id!r}: {text}", item.place)
    for fault in _hand_faults(item):
        raise RubricError(f"rubric item {item.id!r}: {fault}", item.place)


def _hand_faults(item: RubricItem) -> Iterator[str]:
    """Yield what cannot be meant about who gives an item's points."""
    for name in ("override", "extra"):
        if not isinstance(getattr(item, name), bool):
            yield f"{name} is True or False."
    without = item.by_hand_without
    if not isinstance(without, str) or "/" in without:
        yield "by_hand_without must be the name of one file, as 'answers.json'."
    if (without or item.override) and not item.checks:
        yield "by_hand_without and override are for items with checks; by_hand says what a person gives otherwise."
    if item.override and item.by_hand:
        yield "with override a person's points stand for the whole item, with by_hand for a part: choose one."


def _is_plot(plot: Any) -> bool:
    if isinstance(plot, Plot):
        return _names([plot.title, plot.over]) and _names(plot.outputs) and len(plot.outputs) > 0
    return isinstance(plot, str)


def _refuse_repeats(what: str, entries: Sequence[Check] | Sequence[RubricItem]) -> None:
    seen: dict[str, int] = {}
    for entry in entries:
        if entry.id in seen:
            first = f" (the first in line {seen[entry.id]})" if seen[entry.id] else ""
            raise RubricError(f"two entries are called {what} {entry.id!r}{first}; ids must differ.", entry.place)
        seen[entry.id] = entry.place


def _refuse_id(what: str, name: Any, place: int) -> None:
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise RubricError(f"{what} {name!r}: an id is a word of letters, digits and any of _ . + -", place)


def _refuse_check(check: Check) -> None:
    """Refuse what no engine could judge, numbers that take what was never given, and a gradient of nothing."""
    _refuse_id("check", check.id, check.place)
    for holds, text in _demands(check):
        if not holds(check):
            raise RubricError(f"check {check.id!r}: {text}", check.place)


def _demands(check: Check) -> Iterable[tuple[Callable[[Any], bool], str]]:
    """Yield what must hold of a check of this kind, each with the sentence for when it does not."""
    for name in ("cases", "needs", "outputs", "imports", "calls"):
        if hasattr(check, name):
            yield partial(_has_names, name), f"{name} must be a tuple of names; of one, ('a',)."
    yield lambda it: isinstance(it.probe, str), "probe must be the name of a function of driver.py."
    if check.apart is not None:
        yield lambda it: _is_apart(it.apart), "apart must be Apart(probe, given=(what stands in place, ...))."
        yield (
            lambda it: bool(it.needs),
            "apart is for when a part that the check needs has failed: say which, in needs.",
        )
        yield lambda it: isinstance(it, Matches | Satisfies), "apart is for Matches and Satisfies."
    yield lambda it: it.visibility in get_args(Visibility), f"visibility is one of {', '.join(get_args(Visibility))}."
    if isinstance(check, Matches | Differentiates):
        yield lambda it: _is_tolerance(it.tolerance), "tolerance must be Tolerance(rtol, atol) with numbers from 0 up."
    if isinstance(check, Matches):
        yield lambda it: it.unit_axes in get_args(UnitAxes), f"unit_axes is one of {', '.join(get_args(UnitAxes))}."
    if isinstance(check, Satisfies):
        yield lambda it: callable(getattr(it.rule, "judge", None)), "rule must be a Rule, as those of grader.rules."
    if isinstance(check, Forbids):
        yield lambda it: _amount(it.penalty, 1), "penalty is a fraction of the score, from 0 to 1."
    if isinstance(check, Differentiates):
        yield lambda it: _amount(it.consistent, 1), "consistent is a fraction of the points, from 0 to 1."
        yield lambda it: isinstance(it.wrt, Mapping), "wrt must map inputs to the outputs that hold their gradients."
        yield (
            lambda it: bool(it.of and it.output and it.wrt),
            "names no forward probe (of), no output or no inputs (wrt).",
        )
        yield lambda it: it.reduce in get_args(Reduce), f"reduce is one of {', '.join(get_args(Reduce))}."
        yield lambda it: _amount(it.step, 1) and it.step > 0, "step must be a small number above 0."


def _is_apart(value: Any) -> bool:
    given = isinstance(value, Apart) and _names(value.given) and len(value.given) > 0
    return given and isinstance(value.probe, str) and bool(value.probe) and _names(value.cases)


def _has_names(name: str, check: Check) -> bool:
    return _names(getattr(check, name))


def _names(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(name, str) for name in value)


def _amount(value: Any, most: float = math.inf) -> bool:
    """Tell whether this is a finite number from 0 to `most`."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and 0 <= value <= most


def _is_tolerance(value: Any) -> bool:
    return isinstance(value, Tolerance) and _amount(value.rtol) and _amount(value.atol)


def _refuse_stand_ins(rubric: Assignment, checks: set[str]) -> None:
    """Refuse stand-ins that stand for nothing that is checked."""
    if not isinstance(rubric.stand_ins, Mapping) or not all(map(_names, rubric.stand_ins.values())):
        raise RubricError(f"{rubric.slug}: stand_ins must map each name to a tuple of ids of checks.", rubric.place)
    for name, tells in rubric.stand_ins.items():
        for check in tells:
            if check not in checks:
                text = f"{rubric.slug}: the stand-in {name!r} stands for {check!r}, which is no check."
                raise RubricError(text, rubric.place)


def _refuse_cycles(checks: Mapping[str, Check], stand_ins: Mapping[str, tuple[str, ...]]) -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = " -> ".join((*path[path.index(name) :], name))
            raise RubricError(f"checks need each other in a circle: {circle}.", checks[name].place)
        if name not in done:
            for need in checks[name].needs:
                for tell in stand_ins.get(need, (need,)):
                    visit(tell, (*path, name))
            done.add(name)

    for name in checks:
        visit(name, ())
