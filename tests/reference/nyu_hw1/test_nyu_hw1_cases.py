"""The cases of NYU's homework 1 are fit to judge by: off kinks, unsaturated, of shapes that tell apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.course import AssignmentFolder

if TYPE_CHECKING:
    from grader.cases import Case, Inputs

FOLDER = AssignmentFolder(Path(__file__).parents[3] / "reference" / "nyu_hw1")
CASES = FOLDER.cases
NETWORKS = [case for probe in ("forward", "backward", "chain") for case in CASES[probe]]
KINDS = ("linear", "f_relu", "f_sigmoid", "g_relu", "g_sigmoid", "both", "one_output", "small")


def kinds(probe: str) -> dict[str, list[Case]]:
    """Return the cases of a probe by kind."""
    found: dict[str, list[Case]] = {}
    for case in CASES[probe]:
        found.setdefault(case.name.rpartition("_")[0], []).append(case)
    return found


def pre_activations(given: Inputs, x: str) -> tuple[np.ndarray, np.ndarray]:
    z1 = given[x] @ given["W1"].T + given["b1"]
    apply = {"relu": lambda z: np.maximum(z, 0), "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "identity": lambda z: z}
    return z1, apply[given["f"]](z1) @ given["W2"].T + given["b2"]


@pytest.mark.parametrize("case", NETWORKS, ids=lambda case: case.name)
def test_no_relu_sits_on_its_kink_and_no_sigmoid_saturates(case: Case) -> None:
    given = case.inputs()
    for x in {"x", "again"} & set(given):
        for z, function in zip(pre_activations(given, x), (given["f"], given["g"]), strict=True):
            if function == "relu":
                assert np.abs(z).min() > 1e-3
                assert z.size == 1 or z.min() < 0 < z.max()
            if function == "sigmoid":
                assert np.abs(z).max() < 8


@pytest.mark.parametrize("case", NETWORKS, ids=lambda case: case.name)
def test_a_batch_and_its_layers_differ_in_size(case: Case) -> None:
    given = case.inputs()
    (units, inputs), outputs, n = given["W1"].shape, len(given["W2"]), len(given["x"])
    sizes = [size for size in (n, inputs, units, outputs) if size > 1]
    assert len(set(sizes)) == len(sizes)
    assert {n, outputs} == {1} or n != outputs


@pytest.mark.parametrize("probe", ["forward", "backward", "loss", "chain"])
def test_each_kind_has_one_public_case_three_hidden_ones_and_a_batch_of_one(probe: str) -> None:
    for kind, cases in kinds(probe).items():
        assert [case.visibility for case in cases] == ["public", "hidden", "hidden", "hidden"], kind
        sizes = [len(given["y_hat"] if probe == "loss" else given["x"]) for given in (case.inputs() for case in cases)]
        assert sizes.count(1) == 1, kind
        assert len(set(sizes)) == 4, kind


def test_every_pair_of_functions_occurs() -> None:
    assert tuple(kinds("backward")) == KINDS
    pairs = {(given["f"], given["g"]) for given in (case.inputs() for case in CASES["backward"])}
    functions = ("identity", "relu", "sigmoid")
    assert pairs == {(f, g) for f in functions for g in functions}


@pytest.mark.parametrize("probe", ["forward", "backward"])
def test_a_kind_has_networks_with_a_single_output(probe: str) -> None:
    assert {len(case.inputs()["W2"]) for case in kinds(probe)["one_output"]} == {1}


def test_both_classes_are_among_the_targets_and_predictions_keep_away_from_them() -> None:
    for case in (*CASES["loss"], *CASES["chain"]):
        given = case.inputs()
        if given["name"] == "bce_loss":
            assert given["y"].min() < 0.5 < given["y"].max()
            assert 0.01 < given.get("y_hat", np.array(0.5)).min() <= given.get("y_hat", np.array(0.5)).max() < 0.99


def test_some_targets_are_no_classes() -> None:
    for case in kinds("loss")["soft"]:
        y = case.inputs()["y"]
        assert 0 < y.min() <= y.max() < 1
