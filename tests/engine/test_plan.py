"""The order of calls: in no session does a hidden case begin before every public one has ended."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from grader.engine.plan import Plan, Work, case_key, known
from grader.expected import Expected, ExpectedCase
from grader.rubric import Matches
from grader.sandbox.host import Call, Session
from grader.sandbox.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.sandbox.host import Given


class Recorder:
    """A session that notes when each probe begins and ends."""

    def __init__(self, log: list[str], seconds: float):
        self.log, self.seconds = log, seconds

    def probe(self, name: str, calls: Sequence[Call], lost: set[str], given: Given) -> list[Reply]:
        del lost, given
        self.log.append(f"begin {name}")
        time.sleep(self.seconds)
        self.log.append(f"end {name}")
        return [Reply() for _ in calls]


def test_no_session_begins_hidden_cases_before_all_have_ended_the_public_ones() -> None:
    plan, log = Plan(), cast("list[str]", [])
    for number in range(3):
        plan.add(0, f"public{number}", case_key(f"public{number}", "a"), Call({}))
        plan.add(1, f"hidden{number}", case_key(f"hidden{number}", "b"), Call({}))
    work = Work(plan)
    lanes = [threading.Thread(target=work.do, args=(cast("Session", Recorder(log, s)),)) for s in (0.0, 0.05)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert max(n for n, line in enumerate(log) if "public" in line) < min(n for n, x in enumerate(log) if "hidden" in x)
    assert len(work.replies) == 6


def test_a_plan_at_once_has_each_probe_in_one_wave_its_public_cases_first() -> None:
    plan = Plan()
    for wave, probe, case in ((1, "p", "hidden"), (0, "p", "public"), (1, "q", "hidden"), (0, "r", "public")):
        plan.add(wave, probe, case_key(probe, case), Call({}))
    first, second = plan.at_once().waves
    assert {probe: [key[-1] for key in calls] for probe, calls in first.items()} == {
        "p": ["public", "hidden"],
        "q": ["hidden"],
        "r": ["public"],
    }
    assert not second


def test_a_session_that_fails_keeps_no_other_waiting() -> None:
    class Failing:
        def probe(self, *_: Any, **__: Any) -> list[Reply]:
            raise RuntimeError("gone")

    plan = Plan()
    plan.add(0, "p", case_key("p", "a"), Call({}))
    work = Work(plan)
    failing = threading.Thread(target=lambda: _ignored(work, cast("Session", Failing())))
    failing.start()
    failing.join()
    work.do(cast("Session", Recorder([], 0.0)))


def _ignored(work: Work, session: Session) -> None:
    try:
        work.do(session)
    except RuntimeError:
        return


def test_a_class_is_asked_by_one_plan_and_other_checks_by_another() -> None:
    checks = [Matches("one", probe="p"), Matches("two", probe="p")]
    cases = Expected([ExpectedCase("p", "a", "public", {"x": 1.0}, {"y": np.ones(1)})])
    plan = known(checks, cases)
    assert known(list(checks), cases) is plan
    assert set(known(checks[:1], cases).waves[0]["p"][case_key("p", "a")].checks) == {"one"}
    assert set(known(checks, cases).waves[0]["p"][case_key("p", "a")].checks) == {"one", "two"}


def test_what_a_call_sends_is_packed_once() -> None:
    call = Call({"x": np.arange(3.0)})
    assert call.frame is call.frame
    assert replace(call, inputs={"x": np.zeros(3)}).frame != call.frame
