"""Each general signature, on an output that a student could have made: what is named, and in what words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest

from grader.diagnose.signatures import Observation, signatures
from grader.rubric import FLOAT64, Tolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = npt.NDArray[Any]

rng = np.random.default_rng(7)
N, D, K = 20, 6, 4
X = rng.normal(0, 1, (N, D))
LABELS = np.eye(K)[rng.integers(0, K, N)]
Z = rng.normal(0, 2, (N, K))
SIGMOID, TANH = 1 / (1 + np.exp(-Z)), np.tanh(Z)
P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
GRADIENT = P - LABELS
LOSSES = -np.log(P[LABELS == 1])
W, B = rng.normal(0, 1, (D, K)), rng.normal(0, 1, K)
DW = X.T @ GRADIENT / N
DH = rng.normal(0, 1, (N, K))
GAMMA = rng.uniform(0.6, 1.6, (1, K))
SQUARE = rng.normal(0, 1, (K, K))
CUBE = rng.normal(0, 1, (3, 4, 5))
FAR = Z + np.where(np.arange(N) < 4, 800.0, 0.0)[:, None]
INPUTS: Mapping[str, Any] = {
    "x": X, "labels": LABELS, "z": Z, "weights": [W], "biases": [B],
    "gamma": GAMMA, "lr": 0.3, "f": "a word"
}  # fmt: skip
OTHERS = {"returned": P, "losses": LOSSES, "h": TANH, "s": SIGMOID}


def observe(actual: Any, expected: Any, tolerance: Tolerance = FLOAT64, output: str = "dW", **more: Any) -> Observation:
    known = {"inputs": INPUTS, "others": {}, "own": {}} | more
    return Observation(output, np.asarray(actual), np.asarray(expected), tolerance, **known)


def with_row(array: Array, at: int, value: Any) -> Array:
    changed = array.copy()
    changed[at] = value
    return changed


def filled(shape: tuple[int, ...], value: float) -> Array:
    return np.full(shape, value)


VALUES: tuple[tuple[str, Any, Any], ...] = (
    ("sign", -GRADIENT, GRADIENT),
    ("factor:N", DW * N, DW),
    ("factor:1/N", DW / N, DW),
    ("factor:K", DW * K, DW),
    ("factor:1/K", DW / K, DW),
    ("factor:D", DW * D, DW),
    ("factor:NK", DW * N * K, DW),
    ("factor:1/NK", DW / (N * K), DW),
    ("factor:-N", -DW * N, DW),
    ("factor:2", DW * 2, DW),
    ("factor:1/2", DW / 2, DW),
    ("factor:lr", DW * 0.3, DW),
    ("factor:1 - lr", DW * 0.7, DW),
    ("factor:1/(lr)", DW / 0.3, DW),
    ("factor:N/(N - 1)", X.var(axis=0, ddof=1), X.var(axis=0)),
    ("factor:sqrt(N/(N - 1))", X.std(axis=0, ddof=1), X.std(axis=0)),
    ("factor:1/log(2)", LOSSES / np.log(2), LOSSES),
    ("multiple", DW * 3.7, DW),
    ("transposed", SQUARE.T, SQUARE),
    ("swapped:0,1", CUBE[:, :3].swapaxes(0, 1), CUBE[:, :3]),
    ("reshaped", CUBE[0].T.reshape(4, 5), CUBE[0]),
    ("reversed:0", DW[::-1], DW),
    ("reversed:1", DW[:, ::-1], DW),
    ("shifted:0:1", np.roll(LOSSES, 1), LOSSES),
    ("shifted:0:-1", np.append(LOSSES[1:], 0.0), LOSSES),
    ("cumulative:0", np.cumsum(LOSSES), LOSSES),
    ("input:z", Z, P),
    ("minus-input:z", -Z, P),
    ("transposed-input:weights[0]", W.T, W.T @ rng.normal(0, 1, (D, D))),
    ("more:labels", P, GRADIENT),
    ("opposite:plus:labels", P + LABELS, GRADIENT),
    ("less:biases[0]", X @ W, X @ W + B),
    ("more:biases[0]", X @ W + 2 * B, X @ W + B),
    ("factor-missing:gamma", DH, GAMMA * DH),
    ("factor-twice:gamma", GAMMA**2 * DH, GAMMA * DH),
    ("function:square", LOSSES**2, LOSSES),
    ("function:root", np.sqrt(LOSSES), LOSSES),
    ("function:exp", P, np.log(P)),
    ("function:log", np.log(P), P),
    ("function:reciprocal", 1 / P, P),
    ("function:absolute", np.abs(DW), DW),
    ("function:complement", 1 - P, P),
    ("function:tanh", np.tanh(TANH), TANH),
    ("function:softmax", np.exp(P) / np.exp(P).sum(axis=1, keepdims=True), P),
    ("undone:softmax", X @ W, np.exp(X @ W) / np.exp(X @ W).sum(axis=1, keepdims=True)),
    ("undone:sigmoid", X @ W, 1 / (1 + np.exp(-X @ W))),
    ("undone:ReLU", X @ W, np.maximum(X @ W, 0)),
    ("axis:softmax:0", np.exp(Z) / np.exp(Z).sum(axis=0), P),
    ("axis:softmax:None", np.exp(Z) / np.exp(Z).sum(), P),
    ("slope-missing:tanh", DH, DH * (1 - TANH**2)),
    ("slope-missing:sigmoid", DH, DH * SIGMOID * (1 - SIGMOID)),
    ("slope-twice:tanh", DH * (1 - TANH**2) ** 2, DH * (1 - TANH**2)),
    ("slope-argument:sigmoid:again", np.exp(-SIGMOID) / (1 + np.exp(-SIGMOID)) ** 2, SIGMOID * (1 - SIGMOID)),
    ("slope-argument:tanh:again", DH * (1 - np.tanh(TANH) ** 2), DH * (1 - TANH**2)),
    ("slope-argument:tanh:raw", DH * (1 - Z**2), DH * (1 - TANH**2)),
    ("slope-argument:tanh:1 - y", DH * (1 - TANH), DH * (1 - TANH**2)),
    ("slope-argument:sigmoid:1 - y", DH * (1 - SIGMOID), DH * SIGMOID * (1 - SIGMOID)),
    ("slope-missing:ReLU", DH, DH * (Z > 0)),
    ("slope-twice:ReLU", DH * (Z > 0), DH),
    ("float16", GRADIENT.astype(np.float16), GRADIENT),
    ("truncated", (10 * DW).astype(int), 10 * DW),
    ("truncated:down", 10 * DW // 1, 10 * DW),
    ("rounded", np.rint(10 * DW), 10 * DW),
    ("rounded-to:3", DW.round(3), DW),
    ("zeros", np.zeros((D, K)), DW),
    ("constant", filled((D, K), 0.25), DW),
    ("repeats", np.broadcast_to(P[:1], P.shape), P),
    ("first-only", with_row(DH, 0, P[0]), P),
    ("one-wrong:0:first", with_row(P, 0, 7.0), P),
    ("one-wrong:0:last", with_row(P, -1, DH[0]), P),
    ("one-wrong:0:3", with_row(P, 3, DH[0]), P),
    ("one-wrong:1:last", with_row(P.T, -1, DH[:, 0]).T, P),
    ("offset", P + 0.125, P),
    ("same-error:0", DH + DH[:1], DH),
    ("same-error:1", DH + DH[:, :1], DH),
    ("own-factor:0", DH * DH[:1], DH),
    ("own-factor:1", DH * DH[:, :1], DH),
    ("clipped:above", np.minimum(LOSSES, np.sort(LOSSES)[-6]), LOSSES),
    ("clipped:below-above", np.clip(DH, -1, 1), DH),
    ("masked", DH * (rng.uniform(0, 1, DH.shape) > 0.4), DH),
    ("unmasked", np.where(DH > 0, DH, 0.1 * DH**2), np.maximum(DH, 0)),
    ("line", 1.7 * LOSSES + 0.3, LOSSES),
    ("nonfinite", with_row(LOSSES, 2, np.inf), LOSSES),
    ("all-nan", filled((N, K), np.nan), P),
)


@pytest.mark.parametrize(("identity", "actual", "expected"), VALUES, ids=[one[0] for one in VALUES])
def test_a_wrong_output_is_named_first_by_what_it_is(identity: str, actual: Array, expected: Array) -> None:
    found = signatures(observe(actual, expected))
    assert found
    assert found[0].id == identity, [one.id for one in found]
