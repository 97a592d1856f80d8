"""The words in which a rubric says what form and time cost: `Policy` and `Late`.

What they come to, in which order, stands in `grader.deductions`; docs/grading-policy.md tells it to a reader.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args

from grader.clock import Zone, instant
from grader.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

Of = Literal["maximum", "earned"]


@dataclass(frozen=True)
class Late:
    """What is handed in at most `hours` after the due date costs `fraction`; `math.inf` hours for however late."""

    hours: float
    fraction: float


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What form and time cost. Fractions are of the maximum, or, with `of="earned"`, of what is left by then.

    `archive` is a pattern for the whole name of the archive. With `exactly` it must hold the required files and
    nothing else. Whatever is wrong with the form costs the fraction `format`, once. `missing` maps required files that
    are not Python to what their absence costs; without it absence is only noted, or a fault of the form.

    `due` is a time in ISO 8601, with an offset or in `zone`. `late` are steps by time; after the last one nothing is
    accepted, and without any, lateness is only noted. `cannot_run` is taken when not one file of code can be executed.

    A check that fails beside a part that it needs counts for the fraction `carried` of its points when it passes with a
    correct stand-in for that part: 1 for all, 0 for nothing.

    With `capped` extra credit never lifts the sum of all items above the maximum. `rounding` is the unit of the score.
    """

    archive: str = ""
    exactly: bool = False
    format: float = 0.0
    missing: Mapping[str, float] = field(default_factory=dict)
    cannot_run: float = 0.0
    due: str = ""
    zone: str = ""
    late: Sequence[Late] = ()
    of: Of = "maximum"
    carried: float = 1.0
    capped: bool = False
    rounding: float = 0.0

    @property
    def due_at(self) -> datetime | None:
        """The due date; None when the rubric names none."""
        return instant(self.due, Zone(self.zone)) if self.due else None


def sentences(policy: Policy, files: Sequence[str], stand_ins: Collection[str] = ()) -> Iterator[str]:
    """Yield what students should know of a policy, in the order in which it is applied."""
    if stand_ins:
        yield (
            "When a check fails, and so did a part that it builds on, it is run again with a correct part in that "
            "place (stand_ins.py has them), or on values that the part should have made; if it passes then, it earns "
            f"{_share(policy.carried)}."
        )
    for name, fraction in policy.missing.items():
        yield f"Without {name} {_percent(fraction, policy)} is taken."
    form = [f"an archive whose whole name matches `{policy.archive}`"] if policy.archive else []
    form += [f"{', '.join(files)} and nothing else"] if policy.exactly else []
    if form:
        cost = f"; otherwise {_percent(policy.format, policy)} is taken" if policy.format else ""
        yield f"Hand in {', with '.join(form)}{cost}."
    if policy.cannot_run:
        yield f"Code that cannot be executed costs {_percent(policy.cannot_run, policy)}."
    if policy.due:
        yield f"Due {policy.due}{f' ({policy.zone})' if policy.zone else ''}."
    for step in policy.late:
        until = "However late" if step.hours == math.inf else f"Up to {step.hours:g} hour{'s' * (step.hours != 1)} late"
        yield f"{until}: {_percent(step.fraction, policy) + ' is taken' if step.fraction else 'nothing is taken'}."
    if policy.late and policy.late[-1].hours < math.inf:
        yield "Later nothing is accepted."
    if policy.rounding:
        yield f"The score is rounded to a multiple of {policy.rounding:g}, halves up."


def _share(carried: float) -> str:
    if carried == 1:
        return "all of its points"
    return f"{100 * carried:.6g} % of its points" if carried else "nothing, but the report tells"


def _percent(fraction: float, policy: Policy) -> str:
    return f"{100 * fraction:.6g} % of {'what is left' if policy.of == 'earned' else 'the maximum'}"


def faults(policy: Any, files: Sequence[str], total: float) -> Iterator[str]:
    """Yield what cannot be meant in a policy for an assignment with these required files."""
    if not isinstance(policy, Policy):
        yield "policy must be Policy(...)."
        return
    yield from _form_faults(policy, files)
    yield from _time_faults(policy)
    if policy.of not in get_args(Of):
        yield f"policy: of is one of {', '.join(get_args(Of))}."
    if not _amount(policy.carried, 1):
        yield "policy: carried is a fraction of a check's points, from 0 to 1."
    for name in ("exactly", "capped"):
        if not isinstance(getattr(policy, name), bool):
            yield f"policy: {name} is True or False."
    units = total / policy.rounding if _amount(policy.rounding) and policy.rounding else 0.0
    if not _amount(policy.rounding) or abs(units - round(units)) > 1e-9:
        yield "policy: rounding must be a unit of points that divides the total."


def _form_faults(policy: Policy, files: Sequence[str]) -> Iterator[str]:
    for name in ("format", "cannot_run"):
        if not _amount(getattr(policy, name), 1):
            yield f"policy: {name} is a fraction of the score, from 0 to 1."
    try:
        re.compile(policy.archive)
    except (re.error, TypeError):
        yield f"policy: archive {policy.archive!r} is no pattern; one for a zip file is r'\\w+\\.zip'."
    if policy.format and not (policy.archive or policy.exactly):
        yield "policy: format costs something, but neither archive nor exactly says what is wrong."
    if not isinstance(policy.missing, Mapping):
        yield "policy: missing must map required files to fractions of the score."
        return
    for name, fraction in policy.missing.items():
        if name not in files or str(name).lower().endswith(".py"):
            yield f"policy: missing names {name!r}, which is none of the required files that are not Python."
        elif not _amount(fraction, 1):
            yield f"policy: missing[{name!r}] is a fraction of the score, from 0 to 1."


def _time_faults(policy: Policy) -> Iterator[str]:
    try:
        Zone(policy.zone)
        _ = policy.due_at
    except UsageError as error:
        yield f"policy: {error}"
    steps = policy.late
    if not isinstance(steps, list | tuple) or not all(isinstance(step, Late) for step in steps):
        yield "policy: late must be a tuple of Late(hours, fraction); of one step, (Late(24, 0.2),)."
        return
    for step in steps:
        if not (step.hours == math.inf or _amount(step.hours)) or not _amount(step.fraction, 1):
            yield f"policy: {step} needs hours from 0 up and a fraction of the score, from 0 to 1."
            return
    if any(after.hours <= before.hours or after.fraction < before.fraction for before, after in pairwise(steps)):
        yield "policy: the steps of late must grow, in hours and in what they cost."


def _amount(value: Any, most: float = math.inf) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and 0 <= value <= most
