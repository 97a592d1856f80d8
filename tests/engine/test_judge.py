"""What came back beyond what was asked for is told in one sentence, and is wrong even where the rest is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.engine import judge
from grader.engine.plan import case_key
from grader.expected import Expected, ExpectedCase
from grader.rubric import Matches
from grader.sandbox.reply import Reply, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

ONE = np.array([1.0])
CHECK = Matches("m", probe="p")


@pytest.mark.parametrize(
    ("returned", "feedback"),
    [
        (["again[0]", "again[1]"], ""),
        (["again[0]", "again[1]", "other[0]"], ""),
        (["again[0]", "again[1]", "again[2]"], "`again` has 3 entries, but should have 2."),
    ],
)
def test_a_list_of_more_entries_than_expected_is_wrong_and_its_name_quoted(
    returned: Sequence[str], feedback: str
) -> None:
    case = ExpectedCase("p", "a", "public", {}, {"again[0]": ONE, "again[1]": ONE})
    reply = Reply({name: Value(ONE) for name in returned})
    (result,) = judge.judge(CHECK, Expected((case,)), {case_key("p", "a"): reply}).cases
    assert (result.verdict, result.feedback) == ("wrong" if feedback else "passed", feedback)
