"""The solution has the handout's values, agrees with the shared reference, and with derivatives taken otherwise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reference import nn
from tests.reference.toronto_a1.homework import FOLDER, cases_of

if TYPE_CHECKING:
    from types import SimpleNamespace

    from grader.cases import Case
    from tests.reference.toronto_a1.homework import Run

same = partial(np.testing.assert_allclose, rtol=1e-10, atol=1e-14)
KNOWN = [0.72727273, 0.1305405, -0.04729644, -0.51229508]
CRITERIA = {
    "LogisticCrossEntropy": nn.logistic_cross_entropy,
    "LogisticSquaredError": nn.logistic_squared_error,
    "SoftsignCrossEntropy": nn.softsign_cross_entropy,
}


def complex_step(function: Any, x: Any) -> Any:
    """Return the derivative of a function of real numbers, entry by entry, to the last digit."""
    return np.imag(function(x + 1e-30j)) / 1e-30


def test_the_known_derivatives_of_the_handout(solution: SimpleNamespace) -> None:
    z, t = np.array([0.375, -1.223, 2.511, -0.952]), np.array([0, 0, 1, 1])
    np.testing.assert_allclose(solution.SoftsignCrossEntropy.derivatives(z, t), KNOWN, atol=5e-9)


def test_the_known_derivatives_are_printed(solution: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    solution.print_derivatives()
    printed = capsys.readouterr().out
    assert all(str(abs(value)) in printed for value in KNOWN)


def test_check_derivatives_finds_small_differences_only(
    solution: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    solution.check_derivatives()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert all(float(line.rpartition(" ")[2]) < 1e-9 for line in lines)


@cases_of("softsign_prime")
def test_softsign_prime_agrees_with_the_reference_and_the_complex_step(probe: str, case: Case, run: Run) -> None:
    z = case.inputs()["z"]
    slope = run(probe, case.inputs())["slope"]
    same(slope, nn.derivative(nn.softsign, z))
    # The absolute value has no complex step of its own: its sign is taken from z.
    same(slope, complex_step(lambda x: x / (1 + np.where(z < 0, -x, x)), z))


@cases_of("softsign_loss_derivatives")
def test_the_loss_and_its_derivatives_agree_with_the_reference(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    outputs = run(probe, inputs)
    loss, _ = nn.softsign_cross_entropy(inputs["z"], inputs["t"])
    same(run("softsign_loss", inputs)["loss"], loss, rtol=1e-9)
    same(outputs["dLdz"], nn.derivative(nn.softsign_cross_entropy, inputs["z"], inputs["t"]), rtol=1e-9)
    same(outputs["again"], outputs["dLdz"])


@pytest.mark.parametrize("name", CRITERIA)
def test_the_three_losses_and_their_derivatives_agree_with_the_reference(name: str, solution: SimpleNamespace) -> None:
    z, t = np.linspace(-5, 5, 20), np.tile([0.0, 1.0], 10)
    loss, vjp = CRITERIA[name](z, t)
    same(getattr(solution, name).value(z, t), loss)
    same(getattr(solution, name).derivatives(z, t), vjp(np.ones(20)))


@cases_of("cost_derivatives")
def test_gradients_agree_with_the_shared_network(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    layers = (
        nn.Layer({"W": inputs["W1"].T, "b": inputs["b1"][None]}, nn.softsign),
        nn.Layer({"W": inputs["w2"][:, None], "b": np.array([[inputs["b2"]]])}, nn.identity),
    )
    _, vjp, _ = nn.mlp(layers, inputs["X"])
    _, (first, second) = vjp(inputs["dLdz"][:, None] / len(inputs["X"]))
    outputs = run(probe, inputs)
    same(outputs["W1"], first["W"].T)
    same(outputs["b1"], np.ravel(first["b"]))
    same(outputs["w2"], second["W"][:, 0])
    same(outputs["b2"], second["b"].item())


@cases_of("cost_derivatives", without=("wide",))
def test_gradients_are_central_differences_of_the_cost(probe: str, case: Case, run: Run) -> None:
    inputs, step = case.inputs(), 1e-6
    outputs = run(probe, inputs)
    for name in ("W1", "b1", "w2", "b2"):
        parameter = np.asarray(inputs[name])
        for index in np.ndindex(parameter.shape):
            costs = []
            for sign in (1, -1):
                moved = parameter.copy()
                moved[index] += sign * step
                costs.append(run("cost", {**inputs, name: moved})["cost"])
            slope = (costs[0] - costs[1]) / (2 * step)
            assert np.asarray(outputs[name])[index] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@cases_of("large_init", "noisy_labels")
def test_errors_are_fractions_from_before_the_first_epoch_on(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    outputs = run(probe, inputs)
    assert len(outputs) == 6
    for curve in outputs.values():
        assert curve.shape == (len(inputs["order"]) + 1,)
        assert 0 <= curve.min() <= curve.max() <= 1


def test_the_evidence_shows_what_the_questions_are_about(run: Run) -> None:
    large = run("large_init", FOLDER.cases["large_init"][0].inputs())
    ends = {name: curve[-1] for name, curve in large.items() if name.endswith("training_error")}
    assert ends["logistic_ce_training_error"] < ends["logistic_se_training_error"] - 0.05
    noisy = run("noisy_labels", FOLDER.cases["noisy_labels"][0].inputs())
    for loss in ("logistic_ce", "logistic_se", "softsign_ce"):
        assert noisy[f"{loss}_validation_error"][-1] < noisy[f"{loss}_training_error"][-1] < 0.2
    slopes = run("large_gradients", FOLDER.cases["large_gradients"][0].inputs())
    assert slopes["softsign_slope"][0] > 1e5 * slopes["logistic_slope"][0]


def test_every_loss_trains_a_linear_model_and_a_network(
    solution: SimpleNamespace, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = solution.load_data()
    for loss in solution.LOSSES:
        for kind in ("linear", "mlp"):
            model = solution.train_from_scratch(kind, loss, num_hid=10, num_epochs=40)
            assert solution.error_rate(model, data["X_valid"], data["t_valid"]) < 0.2


def test_the_course_s_own_file_is_read_where_there_is_one(solution: SimpleNamespace, tmp_path: Any) -> None:
    arrays: dict[str, Any] = {
        "X_train": np.ones((3, 2)),
        "t_train": np.ones(3),
        "X_valid": np.zeros((2, 2)),
        "t_valid": np.zeros(2),
    }
    np.savez(tmp_path / "own.npz", **arrays)
    found = solution.load_data(str(tmp_path / "own.npz"))
    assert all(np.array_equal(found[name], array) for name, array in arrays.items())


def test_a_tenth_of_the_labels_is_flipped_always_the_same_ones(solution: SimpleNamespace) -> None:
    t = np.tile([0.0, 1.0], 100)
    assert np.count_nonzero(solution.flipped(t) != t) == 20
    assert np.array_equal(solution.flipped(t), solution.flipped(t))
