"""What to ask the child for: every probe call that the selected checks need, each once.

Public cases of all probes come before any hidden case. So whatever a submission keeps between probes, what a student
gets to see of public cases was known before the first hidden input entered the child.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial
from operator import is_
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from grader import gradcheck
from grader.errors import RubricError
from grader.rubric import Differentiates, Forbids, Matches
from grader.sandbox.host import NOTHING, Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from grader.expected import Expected, ExpectedCase
    from grader.rubric import Check
    from grader.sandbox.host import Given, Session
    from grader.sandbox.reply import Reply

    Replies = dict["Key", Reply]
    Job = Callable[[Session], None]

Key = tuple[str, ...]  # ("case", probe, case) or ("sweep", forward probe, output, inputs, reduce, step, case)


@dataclass
class Plan:
    """Calls by wave and probe, in order."""

    waves: tuple[dict[str, dict[Key, Call]], ...] = field(default_factory=lambda: ({}, {}))

    def add(self, wave: int, probe: str, key: Key, call: Call) -> None:
        """Add a call; one that is planned already then serves more checks."""
        calls = self.waves[wave].setdefault(probe, {})
        calls[key] = replace(call, checks=call.checks | calls[key].checks) if key in calls else call

    def at_once(self) -> Plan:
        """Return the plan in one wave: for a submission that has seen the hidden inputs already."""
        first, second = self.waves
        return Plan(({probe: {**first.get(probe, {}), **second.get(probe, {})} for probe in {**first, **second}}, {}))


class Work:
    """A plan being carried out, by one session or by several at once, each with its own processes.

    `between` is done once, by one session, when all public cases are done and no hidden one has begun.
    """

    def __init__(self, plan: Plan, given: Given = NOTHING, between: Callable[[Session, Replies], None] | None = None):
        self.replies: Replies = {}
        self.lost: set[str] = set()  # checks that a time-out has decided
        self._given = given
        public, hidden = (self._jobs(wave) for wave in plan.waves)
        meanwhile: deque[Job] = deque([lambda session: between(session, self.replies)] if between else [])
        self._waves = [public, meanwhile, hidden]
        self._left = [len(wave) for wave in self._waves]
        self._changed = threading.Condition()

    def do(self, session: Session) -> None:
        """Make calls, one fork per probe and wave, until none is left that nobody has taken.

        No session begins a wave before all have ended the one before: not even by its timing may a hidden case tell
        something to a public one.
        """
        for wave, waiting in enumerate(self._waves):
            with contextlib.suppress(IndexError):
                while True:
                    job = waiting.popleft()
                    try:
                        job(session)
                    finally:
                        self._done(wave)
            with self._changed:
                while self._left[wave]:
                    self._changed.wait()

    def _jobs(self, wave: Mapping[str, Mapping[Key, Call]]) -> deque[Job]:
        return deque(partial(self._calls, probe, calls) for probe, calls in wave.items())

    def _calls(self, probe: str, calls: Mapping[Key, Call], session: Session) -> None:
        replies = session.probe(probe, list(calls.values()), self.lost, given=self._given)
        self.replies.update(zip(calls, replies, strict=True))

    def _done(self, wave: int) -> None:
        with self._changed:
            self._left[wave] -= 1
            self._changed.notify_all()


def case_key(probe: str, case: str) -> Key:
    """Return the key of a plain call."""
    return ("case", probe, case)


def sweep_key(check: Differentiates, case: str) -> Key:
    """Return the key of a gradient check's forward calls; checks of the same forward share them."""
    return ("sweep", check.of, check.output, ",".join(check.wrt), check.reduce, repr(check.step), case)


def cases_of(check: Check, expected: Expected) -> list[ExpectedCase]:
    """Return the cases on which a check is judged: those of its own probe."""
    return expected.cases(check.probes[0], check.cases) if check.probes else []


def with_second(checks: Iterable[Check]) -> Iterator[Check]:
    """Yield each check, and as its second run judges it where that is by another probe."""
    for check in checks:
        yield check
        if check.apart:
            yield check.second


def make(checks: Iterable[Check], expected: Expected) -> Plan:
    """Plan the calls for `checks`."""
    plan = Plan()
    for check in checks:
        for case in cases_of(check, expected):
            wave = 0 if case.visibility == "public" else 1
            call = Call(case.inputs, checks=frozenset({check.id}))
            plan.add(wave, case.probe, case_key(case.probe, case.name), call)
            if isinstance(check, Differentiates):
                _add_forward(plan, wave, check, case)
    return plan


def known(checks: Sequence[Check], expected: Expected) -> Plan:
    """Return the plan of `make`, the same one for the same checks: a class is asked alike, one after the other."""
    made, plan = _MADE.get(expected, ((), Plan()))
    if len(made) != len(checks) or not all(map(is_, made, checks)):
        made, plan = tuple(checks), make(checks, expected)
        _MADE[expected] = made, plan
    return plan


_MADE: WeakKeyDictionary[Expected, tuple[tuple[Check, ...], Plan]] = WeakKeyDictionary()  # the last of each


def _add_forward(plan: Plan, wave: int, check: Differentiates, case: ExpectedCase) -> None:
    plain = Call(case.inputs, checks=frozenset({check.id}))
    sweeps = gradcheck.plan(case.inputs, check.wrt, check.reduce, check.step)
    plan.add(wave, check.of, case_key(check.of, case.name), plain)
    plan.add(wave, check.of, sweep_key(check, case.name), replace(plain, sweeps=sweeps, output=check.output))


def validate(checks: Iterable[Check], expected: Expected, *, complete: bool) -> None:
    """Refuse a rubric that names probes, cases, inputs or outputs which the expected outputs do not have.

    Without this a slip of the pen in a rubric would give its points to everyone. `complete` says that the hidden
    cases are at hand, too.
    """
    for check in with_second(checks):
        if isinstance(check, Forbids):
            continue
        at, known = check.place, [case.name for case in expected.cases(check.probes[0])]
        if complete and not known:
            raise RubricError(f"check {check.id!r}: there are no cases for the probe {check.probes[0]!r}.", at)
        for name in check.cases:
            if complete and name not in known:
                raise RubricError(f"check {check.id!r}: the probe {check.probes[0]!r} has no case {name!r}.", at)
        for case in cases_of(check, expected):
            for wrong in _unknown(check, case, expected):
                raise RubricError(f"check {check.id!r}: {wrong}.", at)


def _unknown(check: Check, case: ExpectedCase, expected: Expected) -> Iterator[str]:
    """Yield what a check names that this case does not have."""
    if isinstance(check, Matches):
        yield from _no_output(case, check.outputs)
    if isinstance(check, Differentiates):
        yield from _no_output(case, check.wrt.values())
        forward = expected.case(check.of, case.name)
        if forward is None:
            yield f"the forward probe {check.of!r} has no case {case.name!r}"
        else:
            yield from _no_output(forward, [check.output])
        absent = [name for name in check.wrt if name not in case.inputs]
        yield from (f"the probe {case.probe!r} takes no input {name!r}" for name in absent)


def _no_output(case: ExpectedCase, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if not any(output == name or output.startswith(f"{name}[") for output in case.outputs):
            yield f"the probe {case.probe!r} gives no output {name!r} in the case {case.name!r}"
