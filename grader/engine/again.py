"""A second look at what failed, while the submission is still at hand: its dependent checks with stand-ins given.

A check that needs a part of the submission, and failed beside that part, is run again with a correct stand-in in the
part's place. So one mistake is not punished wherever its results are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.engine import judge, plan
from grader.rubric import Forbids
from grader.sandbox.host import Given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.expected import Expected
    from grader.rubric import Assignment, Check
    from grader.sandbox.host import Session
    from grader.sandbox.reply import Reply

Names = tuple[str, ...]
Carried = dict[str, tuple[Names, Mapping[plan.Key, "Reply"]]]  # check -> stand-ins that were given, and what came of it


@dataclass(frozen=True)
class Look:
    """A look at a submission's failed checks among `checks`; `source` is that of the stand-ins."""

    rubric: Assignment
    checks: Sequence[Check]
    expected: Expected
    source: str

    def __call__(self, session: Session, replies: Mapping[plan.Key, Reply]) -> Carried:
        """Run failed checks again whose needs failed, too."""
        given = self.given(replies)
        carried: Carried = {}
        for names in dict.fromkeys(given.values()):
            alike = [check for check in self.checks if given.get(check.id) == names]
            work = plan.Work(plan.make(alike, self.expected), Given(names, self.source))
            work.do(session)
            carried |= {check.id: (names, work.replies) for check in alike}
        return carried

    def given(self, replies: Mapping[plan.Key, Reply]) -> dict[str, Names]:
        """Return check -> the stand-ins to be given, of the failed checks whose needs failed, too."""
        if not self.source or not any(check.needs for check in self.checks):
            return {}
        failed = [check for check in self.checks if not isinstance(check, Forbids) and self._fails(check, replies)]
        ids = {check.id for check in failed}
        given = {check.id: to_be_given(check, self.rubric, ids) for check in failed}
        return {name: names for name, names in given.items() if names}

    def _fails(self, check: Check, replies: Mapping[plan.Key, Reply]) -> bool:
        return judge.judge(check, self.expected, replies).verdict != "passed"


def to_be_given(check: Check, rubric: Assignment, failed: set[str]) -> Names:
    """Return the stand-ins for those parts that a check needs and that failed by themselves."""
    return tuple(
        name
        for name, tells in rubric.stand_ins.items()
        if check.id not in tells and failed.intersection(tells if name in check.needs else set(tells) & {*check.needs})
    )
