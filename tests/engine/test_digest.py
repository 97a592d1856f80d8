"""By what a wrong reply to a hidden case is known again, and which replies are worth no hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest

from grader.engine.digest import DIGITS, of_wrong
from grader.expected import ExpectedCase
from grader.sandbox.reply import Reply, Value
from grader.score import CaseResult, Mismatch, Verdict

if TYPE_CHECKING:
    import numpy.typing as npt

X = np.array([[1.5, -2.0], [0.25, 3.0]])
WRONG = np.array([[0.1, 0.7], [0.3, 0.9]])


def known_by(
    y: npt.NDArray[Any] | None,
    verdict: Verdict = "wrong",
    visibility: Literal["public", "hidden"] = "hidden",
    output: str = "y",
    **others: npt.NDArray[Any],
) -> str:
    case = ExpectedCase("probe", "wide", visibility, {"x": X, "n": 3}, {"y": X * 2})
    judged = CaseResult("wide", visibility, verdict, mismatch=Mismatch(output, "values"))
    return of_wrong(judged, case, Reply({name: Value(array) for name, array in {"y": y, **others}.items()}))


def test_the_same_reply_has_the_same_hash_and_one_bit_makes_another() -> None:
    other = WRONG.copy()
    other[1, 1] = np.nextafter(other[1, 1], 1)
    assert known_by(WRONG) == known_by(WRONG.copy(order="F"))
    assert len(known_by(WRONG)) == DIGITS
    different = [known_by(WRONG), known_by(other), known_by(WRONG.astype(np.float32)), known_by(WRONG.reshape(4))]
    different += [known_by(WRONG, z=WRONG), known_by(WRONG, z=other)]
    assert len(set(different)) == len(different)


@pytest.mark.parametrize(
    "y",
    [
        None,
        np.empty((0, 3)),
        np.zeros((2, 2)),
        np.full((2, 2), 0.37),
        np.full((2, 2), np.nan),
        np.array(1.0),
        np.array(np.inf),
        X,
        np.array([[True, False]]),
    ],
    ids=["nothing", "empty", "zeros", "constant", "nan", "one", "inf", "the input", "truth values"],
)
def test_what_many_write_by_themselves_has_no_hash(y: npt.NDArray[Any] | None) -> None:
    assert known_by(y) == ""


@pytest.mark.parametrize("y", [np.array(0.8471), np.array([[0.0, 1.0], [1.0, 2.0]]), np.array([1, 5, 2])])
def test_numbers_that_were_computed_have_one(y: npt.NDArray[Any]) -> None:
    assert known_by(y)


def test_only_wrong_replies_to_hidden_cases_have_one() -> None:
    assert known_by(WRONG, visibility="public") == ""
    assert [known_by(WRONG, verdict) for verdict in ("passed", "raised", "consistent")] == ["", "", ""]


def test_the_wrong_output_must_tell_something_whatever_the_others_hold() -> None:
    assert known_by(np.zeros((2, 2)), z=WRONG) == ""
    assert known_by(np.zeros((2, 2)), output="falls_below", z=WRONG)  # a rule is about all outputs
