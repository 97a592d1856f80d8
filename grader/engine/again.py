"""A second look at what failed, while the submission is still at hand: with stand-ins given, and on tiny cases.

A check that needs a part of the submission, and failed beside that part, is run again with a correct stand-in in the
part's place, or by a probe that does without it. So one mistake is not punished wherever its results are used. And for
each check that fails on a public case the smallest case is looked for on which it fails: before any hidden case, so
that a student may see it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from grader.engine import judge, plan
from grader.engine.smallest import smallest
from grader.rubric import Forbids
from grader.sandbox.host import NOTHING, Call, Given

if TYPE_CHECKING:
    from grader.expected import Expected
    from grader.rubric import Assignment, Check
    from grader.sandbox.host import Session
    from grader.sandbox.reply import Reply
    from grader.score import CheckResult, Counterexample, Verdict

Names = tuple[str, ...]
Carried = dict[str, tuple[Names, Mapping[plan.Key, "Reply"]]]  # check -> what was given, and what came of it
Second = Callable[[Sequence["Check"], Names], Mapping[plan.Key, "Reply"]]  # runs checks with what is given

MAX_CALLS, MAX_SECONDS = 60, 5.0  # on tiny cases, of one submission
_NUMBERS = ("wrong", "consistent", "raised")  # verdicts that a small case may make plainer


@dataclass(frozen=True)
class Look:
    """A look at a submission's failed checks among `checks`; `source` is that of the stand-ins.

    `judged` are results of checks that `again` found on the way, `judged_again` those of second runs: whoever judges
    next need not find them again. `cases` are those that are judged already.
    """

    rubric: Assignment
    checks: Sequence[Check]
    expected: Expected
    source: str
    judged: dict[str, CheckResult] = field(default_factory=dict, compare=False)
    judged_again: dict[str, CheckResult] = field(default_factory=dict, compare=False)
    cases: judge.Cases = field(default_factory=dict, compare=False)

    def again(self, session: Session, replies: Mapping[plan.Key, Reply]) -> Carried:
        """Run failed checks again whose needs failed, too."""
        if not self.source and not any(check.apart for check in self.checks):
            return {}
        self.judged.update(self._results(replies))
        verdicts = _failed(self.judged)
        failed = [check for check in self.checks if check.id in verdicts]
        return self.carried(failed, partial(self._second, session))

    def closer(self, session: Session, replies: Mapping[plan.Key, Reply]) -> dict[str, Counterexample]:
        """Look for the smallest case on which checks fail that fail on a public case; hidden ones come later."""
        if not self.expected.has_ladders:
            return {}
        public = replace(self, expected=self.expected.public())
        verdicts = public.failed(replies)
        told = [check for check in self.checks if verdicts.get(check.id) in _NUMBERS]
        asked = Asked(session)
        found = {check.id: smallest(check, self.expected, asked) for check in told}
        return {name: example for name, example in found.items() if example is not None}

    def failed(self, replies: Mapping[plan.Key, Reply]) -> dict[str, Verdict]:
        """Return the verdicts of the checks that failed."""
        return _failed(self._results(replies))

    def _results(self, replies: Mapping[plan.Key, Reply]) -> dict[str, CheckResult]:
        judged = (check for check in self.checks if not isinstance(check, Forbids))
        tried = {check.id: self._tried(check, replies, self.cases) for check in judged}
        return {name: result for name, result in tried.items() if result is not None}

    def _tried(
        self, check: Check, replies: Mapping[plan.Key, Reply], cases: judge.Cases | None = None
    ) -> CheckResult | None:
        try:
            return judge.judge(check, self.expected, replies, cases)
        except Exception:  # noqa: BLE001 - a fault of ours or the rubric's, which is told where the check is judged
            return None

    def carried(self, failed: Sequence[Check], second: Second) -> Carried:
        """Run checks with what they need, parts before what builds on them: one that passes did not fail by itself."""
        carried: Carried = {}
        by_themselves = {check.id for check in failed}
        for level in by_depth(failed, self.rubric):
            possible = [check for check in level if self.source or check.apart]
            given = {check.id: to_be_given(check, self.rubric, by_themselves) for check in possible}
            for names in dict.fromkeys(filter(None, given.values())):
                alike = [check for check in possible if given[check.id] == names]
                replies = second(alike, names)
                carried |= {check.id: (names, replies) for check in alike}
                judged = {check.id: self._tried(as_judged(check, names), replies) for check in alike}
                self.judged_again.update({name: result for name, result in judged.items() if result is not None})
                by_themselves -= {name for name, result in judged.items() if _passes(result)}
        return carried

    def _second(self, session: Session, checks: Sequence[Check], names: Names) -> Mapping[plan.Key, Reply]:
        parts = tuple(name for name in names if name in self.rubric.stand_ins)
        given = Given(parts, self.source) if parts else NOTHING
        todo = plan.make([as_judged(check, names) for check in checks], self.expected)
        work = plan.Work(todo.at_once(), given)
        work.do(session)
        return work.replies


def _passes(result: CheckResult | None) -> bool:
    return result is not None and result.verdict == "passed"


def _failed(results: Mapping[str, CheckResult]) -> dict[str, Verdict]:
    """Return the verdicts of the checks that failed; of one that could not be judged there is no result."""
    return {name: result.verdict for name, result in results.items() if result.verdict != "passed"}


@dataclass
class Asked:
    """Makes calls on tiny cases, each once, and not too many or for too long; after one that was too slow, none."""

    session: Session
    until: float = field(default_factory=lambda: time.monotonic() + MAX_SECONDS)
    replies: dict[tuple[str, int], Reply] = field(default_factory=dict)

    def __call__(self, probe: str, inputs: Mapping[str, Any]) -> Reply | None:
        """Return what one call gives, or None when no more is to be made."""
        key = probe, id(inputs)  # they belong to the expected outputs, which outlive this
        if key not in self.replies:
            slow = any(reply.failure and reply.failure.kind in judge.RESOURCES for reply in self.replies.values())
            if slow or len(self.replies) >= MAX_CALLS or time.monotonic() > self.until:
                return None
            (self.replies[key],) = self.session.probe(probe, [Call(inputs)])
        return self.replies[key]


def by_depth(checks: Sequence[Check], rubric: Assignment) -> list[list[Check]]:
    """Sort checks by how much they build on: first those that need nothing, then those that need only these."""
    known = {check.id: check for check in rubric.checks()}

    @cache
    def depth(name: str) -> int:
        tells = [tell for need in known[name].needs for tell in rubric.stand_ins.get(need, (need,))]
        return 1 + max(map(depth, tells), default=-1)

    depths = sorted({depth(check.id) for check in checks})
    return [[check for check in checks if depth(check.id) == level] for level in depths]


def as_judged(check: Check, given: Names) -> Check:
    """Return the check as its second run is judged: on other cases where what was given is not a stand-in."""
    return check.second if check.apart and given == check.apart.given else check


def to_be_given(check: Check, rubric: Assignment, failed: set[str]) -> Names:
    """Return what stands in for those parts that a check needs and that failed by themselves.

    A check that is judged apart is so when one of these parts has no stand-in.
    """
    if check.apart and failed.intersection(check.needs):
        return check.apart.given
    return tuple(
        name
        for name, tells in rubric.stand_ins.items()
        if check.id not in tells and failed.intersection(tells if name in check.needs else set(tells) & {*check.needs})
    )
