"""Inputs are valid by construction: off the kinks, unsaturated, of differing sizes, the same at every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.reference.cmu_hw1p1.homework import ALL_CASES, FOLDER, cases_of

if TYPE_CHECKING:
    from types import SimpleNamespace

    from grader.cases import Case
    from tests.reference.cmu_hw1p1.homework import Run

EXACTLY_THAT = ("extreme", "zero", "far")  # cases about far numbers or about the kink itself


@pytest.fixture
def entered(solution: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Collect what enters every activation."""
    seen: list[tuple[str, Any]] = []
    for name in ("Identity", "Sigmoid", "Tanh", "ReLU"):
        forward = getattr(solution, name).forward

        def watched(self: Any, z: Any, name: str = name, forward: Any = forward) -> Any:
            seen.append((name, z.copy()))
            return forward(self, z)

        monkeypatch.setattr(getattr(solution, name), "forward", watched)
    return seen


@cases_of(*FOLDER.cases, without=EXACTLY_THAT)
def test_nothing_sits_on_a_kink_or_saturates(probe: str, case: Case, run: Run, entered: list[tuple[str, Any]]) -> None:
    with np.errstate(all="raise", under="ignore"):
        run(probe, case.inputs())
    for name, z in entered:
        assert np.abs(z).max() <= 8.0
        if name == "ReLU":
            assert np.abs(z).min() > 1e-3


@cases_of(*FOLDER.cases)
def test_every_case_draws_the_same_inputs_again(probe: str, case: Case) -> None:
    assert repr(case.inputs()) == repr(case.inputs()), probe


@cases_of("mlp_forward", "updates", "batchnorm_forward", "inference")
def test_sizes_that_a_transposed_array_would_hide_behind_differ(probe: str, case: Case) -> None:
    first = case.inputs()["weights"][0].shape
    assert first[0] != first[1], probe


def test_one_sample_and_one_layer_are_among_the_networks() -> None:
    networks = [case.inputs() for probe, case in ALL_CASES if probe == "mlp_forward"]
    assert any(len(inputs["x"]) == 1 for inputs in networks)
    assert any(len(inputs["weights"]) == 1 for inputs in networks)


@cases_of("training_stats", without=("learns", "sorted"))
def test_no_curve_that_must_match_is_zero_throughout(probe: str, case: Case, run: Run) -> None:
    assert all(np.any(curve) for curve in run(probe, case.inputs()).values())
