"""What holds in every failing case of a check, and the sentence that fits them all."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnose.signatures import Observation, Signature, common, signatures
from grader.rubric import FLOAT64

BOTH = "Your output `dW` is {} the batch size or the number of classes (equal here): divide by it once."


def case(n: int, k: int, factor: float, output: str = "dW", size: tuple[int, ...] = (3, 5)) -> list[Signature]:
    """Return the signatures of one case of a batch of n samples and k classes in which `output` is off by a factor."""
    rng = np.random.default_rng(n * 100 + k)
    inputs = {"x": rng.normal(0, 1, (n, 3)), "labels": rng.normal(0, 1, (n, k)), "lr": 0.3}
    expected = rng.normal(0, 1, size)
    return signatures(Observation(output, expected * factor, expected, FLOAT64, inputs, {}, {}))


def texts(*cases: list[Signature]) -> list[str]:
    return [one.text for one in common(cases)]


def test_one_case_tells_its_numbers() -> None:
    assert texts(case(20, 7, 20)) == [
        "Your output `dW` is 20 times the expected one, and 20 is the batch size: divide by it once."
    ]


def test_cases_of_other_sizes_agree_on_a_meaning_and_the_number_is_left_out() -> None:
    assert texts(case(20, 7, 20), case(8, 6, 8)) == [
        "Your output `dW` is N times the expected one, N being the batch size: divide by it once."
    ]


def test_a_factor_that_has_two_meanings_in_one_case_has_the_one_that_holds_in_all() -> None:
    found = common([case(4, 4, 4), case(20, 7, 20)])
    assert [one.id for one in found] == ["factor:N"]


def test_two_meanings_that_no_case_tells_apart_are_both_said() -> None:
    assert texts(case(4, 4, 4), case(5, 5, 5)) == [BOTH.format("N times the expected one, N being")]
    assert texts(case(4, 4, 4)) == [BOTH.format("4 times the expected one, and 4 is")]


def test_what_holds_in_some_cases_only_is_not_said() -> None:
    assert common([case(20, 7, 20), case(8, 6, 2)])[0].id == "multiple"
    assert common([case(20, 7, 20), []]) == []
    assert common([]) == []


def test_a_factor_without_a_name_is_said_as_a_number_or_as_one_that_changes() -> None:
    assert "is the expected one times 3.7:" in texts(case(20, 7, 3.7), case(8, 6, 3.7))[0]
    assert "times a constant, another in each case:" in texts(case(20, 7, 3.7), case(8, 6, 4.6))[0]


@pytest.mark.parametrize("factor", [-1.0, 2.0, 0.5])
def test_a_single_number_is_no_evidence_until_another_case_agrees(factor: float) -> None:
    alone, other = (case(20, classes, factor, "loss", ()) for classes in (7, 9))
    assert common([alone]) == []
    assert common([alone, alone]) == []
    assert len(common([alone, other])) == 1


def test_a_single_number_is_never_a_factor_without_a_name() -> None:
    assert common([case(20, classes, 3.7, "loss", ()) for classes in range(5, 9)]) == []


def test_several_outputs_are_all_named() -> None:
    assert texts(case(20, 7, -1, output="dW[0]"), case(20, 7, -1, output="dW[1]")) == [
        "Your output `dW[0]` (likewise `dW[1]`) has the opposite sign: a minus is missing, or there is one too many."
    ]


def test_a_factor_that_is_simpler_is_told_alone_where_there_is_one_class() -> None:
    assert [one.id for one in common([case(20, 1, 20), case(8, 1, 8)])] == ["factor:N"]
    assert [one.id for one in common([case(20, 1, 20), case(8, 3, 24)])] == ["factor:NK"]


def test_a_vague_signature_is_told_only_where_there_is_nothing_better() -> None:
    assert [one.id for one in case(20, 7, 20)][-1] == "multiple"
    assert [one.id for one in common([case(20, 7, 20)])] == ["factor:N"]
