"""Inputs are valid by construction: off the kinks, unsaturated, of differing sizes, the same at every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.cases import public
from grader.course import run_file
from grader.errors import CourseError
from tests.reference.drexel_hw2.modules import ALL_CASES, FOLDER, cases_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.cases import Case
    from grader.datasets import Table
    from tests.reference.drexel_hw2.modules import Run

LAYERS = ("fully_connected", "linear", "relu", "sigmoid", "softmax", "tanh")
ON_LAYERS = tuple(f"{name}_{what}" for name in LAYERS for what in ("gradient", "backward"))
OBJECTIVES = tuple(
    f"{name}_{what}" for name in ("squared_error", "log_loss", "cross_entropy") for what in ("eval", "gradient")
)
PASSES = ("data_pass", "whole_pass")


def kid_creative() -> Table:
    made: Table = run_file(FOLDER.path / "cases.py")["kid_creative"](np.random.default_rng(1))
    return made


def written(place: Path, lines: Iterator[str]) -> Path:
    (place / "KidCreative.csv").write_text("\n".join(lines))
    return place


def lines(drawn: Table) -> Iterator[str]:
    yield ",".join(drawn.names)
    yield from (",".join(map(str, row)) for row in drawn.rows)


@cases_of(*FOLDER.cases)
def test_every_case_draws_the_same_inputs_again(probe: str, case: Case) -> None:
    assert repr(case.inputs()) == repr(case.inputs()), probe


@cases_of(*ON_LAYERS)
def test_nothing_that_enters_a_layer_sits_on_a_kink_or_saturates(probe: str, case: Case) -> None:
    for name in ("x", "earlier"):
        entering = np.abs(case.inputs()[name])
        assert entering.min() > 1e-3, probe
        assert entering.max() < 8


@cases_of(*ON_LAYERS)
def test_sizes_that_one_form_of_a_gradient_could_be_taken_for_another_by_differ(probe: str, case: Case) -> None:
    inputs = case.inputs()
    n, d = inputs["x"].shape
    assert n != d, probe
    assert len(inputs["earlier"]) != n
    if "weights" in inputs:
        assert d != inputs["weights"].shape[1]


@cases_of(*OBJECTIVES)
def test_estimates_of_probabilities_keep_away_from_0_and_1(probe: str, case: Case) -> None:
    Yhat = case.inputs()["Yhat"]
    assert probe.startswith("squared_error") or (Yhat.min() > 0.1 and Yhat.max() < 0.9)


@cases_of("squared_error_eval", "log_loss_eval")
def test_values_are_asked_for_one_column_alone(probe: str, case: Case) -> None:
    assert case.inputs()["Yhat"].shape[1] == 1, probe


@cases_of("log_loss_eval", "log_loss_gradient", *PASSES)
def test_both_classes_are_among_several_targets(probe: str, case: Case) -> None:
    targets = case.inputs()["Y"]
    assert set(np.unique(targets)) <= {0.0, 1.0}, probe
    assert len(np.unique(targets)) == 2 or targets.size == 1


def test_a_single_observation_may_be_a_yes_or_a_no() -> None:
    inputs = [case.inputs() for probe, case in ALL_CASES if probe == "log_loss_eval"]
    assert {float(given["Y"][0, 0]) for given in inputs if len(given["Y"]) == 1} == {0.0, 1.0}


@pytest.mark.parametrize("probe", [*ON_LAYERS, *OBJECTIVES, "input_layer", *PASSES, "remembered"])
def test_one_observation_is_among_the_cases(probe: str, run: Run) -> None:
    sizes = [len(given.get("x", given.get("Y", np.empty(given.get("count", 0))))) for given in inputs_of(probe)]
    assert 1 in sizes
    assert max(sizes) > 1
    assert all(np.isfinite(value).all() for given in inputs_of(probe) for value in run(probe, given).values())


def inputs_of(probe: str) -> list[dict[str, Any]]:
    return [case.inputs() for name, case in ALL_CASES if name == probe]


@cases_of(*PASSES)
def test_estimates_of_a_pass_keep_away_from_0_and_1(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    Yhat = run("data_pass", inputs)["Yhat"] if probe == "data_pass" else whole_estimate(inputs)
    assert 0.08 < Yhat.min() <= Yhat.max() < 0.92


def whole_estimate(inputs: dict[str, Any]) -> Any:
    x = inputs["table"]
    scores = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    return 1 / (1 + np.exp(-(scores @ inputs["weights"] + inputs["biases"])))


@cases_of("input_layer")
def test_only_the_cases_about_it_have_constant_columns(probe: str, case: Case) -> None:
    spread = np.ptp(case.inputs()["table"], axis=0)
    assert bool((spread == 0).any()) == case.name.startswith("constant"), probe


class TestTheTable:
    def test_it_has_the_documented_form(self) -> None:
        drawn = kid_creative()
        assert drawn.rows.shape == (673, 18)
        assert drawn.names[:2] == ("Obs No.", "Buy")
        assert drawn.column("Obs No.").tolist() == list(range(1, 674))
        assert drawn.column("Buy").sum() == 125

    def test_it_is_plausible(self) -> None:
        drawn = kid_creative()
        flags = [name for name in drawn.names[1:] if name not in ("Income", "Residence Length")]
        assert all(set(np.unique(drawn.column(name))) == {0.0, 1.0} for name in flags)
        assert drawn.column("Income").min() >= 1000
        assert not (drawn.column("Dual Income") * (1 - drawn.column("Is Married"))).any()
        assert not (drawn.column("Unemployed") * drawn.column("Is Professional")).any()
        buys = drawn.column("Buy") == 1
        assert drawn.column("Income")[buys].mean() > drawn.column("Income")[~buys].mean()

    def test_a_folder_with_the_course_s_own_takes_its_place(self, tmp_path: Path) -> None:
        theirs = kid_creative()
        theirs.rows[:, 2:] += np.arange(16)
        make = run_file(FOLDER.path / "cases.py")["forth_and_back"]
        case = public("whole", make, 5, rows=673, features=16, count=673)
        inputs = case.inputs(written(tmp_path, lines(theirs)))
        np.testing.assert_array_equal(inputs["table"], theirs.rows[:, 2:])
        np.testing.assert_array_equal(inputs["Y"][:, 0], theirs.column("Buy"))

    def test_a_table_without_purchases_is_refused_in_one_sentence(self, tmp_path: Path) -> None:
        folder = written(tmp_path, iter(["Obs No.,Bought", "1,0", "2,1"]))
        case = next(case for probe, case in ALL_CASES if probe == "whole_pass")
        with pytest.raises(CourseError, match=r"no column `Obs No\.`, or none called `Buy`"):
            case.inputs(folder)
