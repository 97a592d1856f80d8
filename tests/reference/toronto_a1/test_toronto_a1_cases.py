"""Inputs are valid by construction: off the kinks, unsaturated, of differing sizes, the same at every draw."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.sandbox.child import wire
from tests.reference.toronto_a1.homework import ALL_CASES, FOLDER, cases_of

if TYPE_CHECKING:
    from grader.cases import Case

EXACTLY_THAT = ("far", "zero")  # cases about far numbers or about zero itself


@cases_of("softsign_prime", "softsign_loss_derivatives", without=EXACTLY_THAT)
def test_numbers_are_off_zero_and_not_far(probe: str, case: Case) -> None:
    z = np.abs(case.inputs()["z"])
    assert z.min() >= 0.05, probe
    assert z.max() < 8


@cases_of("cost_derivatives")
def test_no_hidden_unit_sits_on_the_kink_or_far_from_it(probe: str, case: Case) -> None:
    inputs = case.inputs()
    R = np.abs(inputs["X"] @ inputs["W1"].T + inputs["b1"])
    assert R.min() > 1e-3, probe
    assert R.max() < 30


@cases_of("cost_derivatives")
def test_sizes_that_a_transposed_array_would_hide_behind_differ(probe: str, case: Case) -> None:
    inputs = case.inputs()
    (m, d), n = inputs["X"].shape, len(inputs["b1"])
    assert len({m, d, n}) == 3, probe
    assert inputs["W1"].shape == (n, d)
    assert inputs["dLdz"].shape == (m,)
    assert np.ndim(inputs["b2"]) == 0


def test_one_example_and_one_hidden_unit_are_among_the_networks() -> None:
    networks = [case.inputs() for case in FOLDER.cases["cost_derivatives"]]
    assert any(len(inputs["X"]) == 1 for inputs in networks)
    assert any(len(inputs["b1"]) == 1 for inputs in networks)


@cases_of("softsign_loss_derivatives")
def test_both_targets_are_among_two_examples_and_more(probe: str, case: Case) -> None:
    t = case.inputs()["t"]
    assert set(t.tolist()) <= {0, 1}, probe
    assert len(t) == 1 or len(set(t.tolist())) == 2


@cases_of("softsign_prime", "softsign_loss_derivatives", without=("zero", "line"))
def test_both_signs_are_among_several_numbers(probe: str, case: Case) -> None:
    z = case.inputs()["z"]
    assert z.size == 1 or (z.min() < 0 < z.max()), probe


def test_targets_come_as_whole_numbers_and_as_doubles() -> None:
    kinds = {case.inputs()["t"].dtype.kind for case in FOLDER.cases["softsign_loss_derivatives"]}
    assert kinds == {"i", "f"}


@cases_of(*FOLDER.cases)
def test_every_case_draws_the_same_inputs_again(probe: str, case: Case) -> None:
    first, again = case.inputs(), case.inputs()
    assert all(np.array_equal(first[name], again[name]) for name in first), probe


@cases_of("noisy_labels")
def test_one_label_in_ten_is_wrong_and_validation_labels_are_not(probe: str, case: Case) -> None:
    noisy = case.inputs()
    rows = case.make(np.random.default_rng(case.seed), None, **{**case.arguments, "wrong": 0.0})
    assert np.array_equal(noisy["X"], rows["X"]), probe
    assert np.count_nonzero(noisy["t"] != rows["t"]) == round(0.1 * len(noisy["t"]))
    assert np.array_equal(noisy["t_valid"], rows["t_valid"])


@cases_of("large_init", "noisy_labels")
def test_training_shows_both_digits_and_stays_small(probe: str, case: Case) -> None:
    inputs = case.inputs()
    assert all(0.35 < inputs[name].mean() < 0.65 for name in ("t", "t_valid")), probe
    assert sum(len(wire.dump(np.asarray(value))) for value in inputs.values()) < 100_000


@cases_of("large_init", "noisy_labels")
def test_every_epoch_shows_every_example_once(probe: str, case: Case) -> None:
    inputs = case.inputs()
    assert (np.sort(inputs["order"], axis=1) == np.arange(len(inputs["X"]))).all(), probe


@pytest.mark.parametrize(("probe", "std"), [("large_init", 10.0), ("noisy_labels", 0.1)])
def test_training_starts_from_weights_of_the_deviation_that_the_handout_names(probe: str, std: float) -> None:
    for case in FOLDER.cases[probe]:
        weights = case.inputs()["W1"]
        assert weights.std() == pytest.approx(std, rel=0.1)


def test_only_training_asks_for_data() -> None:
    assert {probe for probe, case in ALL_CASES if case.takes_data} == {"large_init", "noisy_labels"}
    assert all("data" in inspect.signature(case.make).parameters for _, case in ALL_CASES if case.takes_data)
