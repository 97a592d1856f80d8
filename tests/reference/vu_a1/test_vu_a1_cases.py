"""Inputs are valid by construction: unsaturated, of differing sizes, with both classes, the same at every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.reference.vu_a1.homework import ALL_CASES, FOLDER, cases_of

if TYPE_CHECKING:
    from types import SimpleNamespace

    from grader.cases import Case


@cases_of("scalar_forward", "single_forward", "batch_forward")
def test_nothing_saturates(probe: str, case: Case) -> None:
    inputs = case.inputs()
    x = inputs["X" if probe == "batch_forward" else "x"]
    k = x @ inputs["W"] + inputs["b"]
    o = 1 / (1 + np.exp(-k)) @ inputs["V"] + inputs["c"]
    assert max(np.abs(k).max(), np.abs(o).max()) <= 8
    assert np.all(np.float32(1) / (1 + np.exp(-k.astype(np.float32))) < 1)


@cases_of(*FOLDER.cases)
def test_every_case_draws_the_same_inputs_again(probe: str, case: Case) -> None:
    assert repr(case.inputs()) == repr(case.inputs()), probe


@cases_of("single_forward", "batch_forward")
def test_sizes_that_a_transposed_array_would_hide_behind_differ(probe: str, case: Case) -> None:
    inputs = case.inputs()
    sizes = [*inputs["W"].shape, inputs["V"].shape[1]]
    if probe == "batch_forward":
        sizes.append(len(inputs["X"]))
    assert len(set(sizes)) == len(sizes)


def test_both_classes_and_a_batch_of_one_are_among_the_cases() -> None:
    for public in (True, False):
        given = [(probe, case.inputs()) for probe, case in ALL_CASES if (case.visibility == "public") == public]
        assert {inputs["t"] for probe, inputs in given if probe.startswith("scalar_f")} == {0, 1} or public
    assert any(len(case.inputs()["X"]) == 1 for case in FOLDER.cases["batch_backward"])


@cases_of("batch_forward")
def test_a_batch_holds_several_classes(probe: str, case: Case) -> None:
    T = case.inputs()["T"]
    assert len(set(T)) == min(len(T), case.arguments["sizes"][2]), probe


@cases_of("scalar_train")
def test_the_synthetic_sets_are_drawn_as_the_starter_code_draws_them(
    probe: str, case: Case, data: SimpleNamespace
) -> None:
    xs = case.inputs()["xs"]
    classes = case.inputs()["ts"]
    rows = data.load_synth.__globals__["np"]
    drawn = np.random.randn
    try:
        rows.random.randn = lambda *_: xs
        (x, t), _, _ = data.load_synth(num_train=len(xs), num_val=0)
    finally:
        rows.random.randn = drawn
    assert np.array_equal(x, xs), probe
    assert np.array_equal(t, classes)
    assert 0.4 < classes.mean() < 0.7


@pytest.mark.parametrize("case", FOLDER.cases["digits"], ids=lambda case: case.name)
def test_the_digits_of_a_case_are_few_and_of_all_classes(case: Case) -> None:
    inputs = case.inputs()
    assert sum(inputs[name].nbytes for name in ("X", "T", "X_val", "T_val")) < 100_000
    assert set(inputs["T"]) == set(range(10))
    assert inputs["X"].shape[1] == 64
