"""Inputs, each public or hidden. Arrays of differing sizes, both classes, one example alone, no kink at zero.

Training takes the fours and nines of the folder named by `grade regenerate --data`, or of the digits that come with
the engine, as 8 x 8 pixels: small enough to be sent. Tiny cases are written out, smallest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.cases import Case, hidden, public, tiny
from grader.datasets import digits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Inputs = dict[str, Any]
HIDDEN_UNITS = 12


def series(
    kind: str, seed: int, make: Callable[..., Inputs], each: list[dict[str, Any]], **shared: Any
) -> tuple[Case, ...]:
    """Name four cases of a kind, the first public, with seeds from `seed` on."""
    return tuple(
        (hidden if i else public)(f"{kind}_{i + 1}", make, seed + i, **shared, **arguments)
        for i, arguments in enumerate(each)
    )


def off_zero(rng: np.random.Generator, shape: tuple[int, ...], reach: float = 3.0) -> Any:
    """Draw numbers of both signs, at least 0.05 from zero."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.05, reach, shape)


def numbers(rng: np.random.Generator, shape: tuple[int, ...]) -> Inputs:
    """Draw z."""
    return {"z": off_zero(rng, shape)}


def with_zeros(rng: np.random.Generator, shape: tuple[int, ...]) -> Inputs:
    """Draw z with zeros in it, the first entry among them."""
    z = off_zero(rng, shape)
    z.flat[::2] = 0.0
    return {"z": z}


def far_numbers(rng: np.random.Generator, n: int, power: float) -> Inputs:
    """Draw z of both signs around ten to the `power`."""
    signs = np.where(np.arange(n) % 2, -1.0, 1.0)
    return {"z": signs * rng.uniform(0.5, 2.0, n) * 10**power}


def targets(rng: np.random.Generator, m: int) -> Any:
    """Draw targets, 0 and 1 both among them when there are two or more."""
    t = rng.integers(0, 2, m).astype(np.float64)
    t[:2] = rng.permutation([0.0, 1.0])[: len(t[:2])]
    return t


def outputs(rng: np.random.Generator, m: int, whole: bool = False) -> Inputs:
    """Draw z and t, (m,); with `whole` the targets are whole numbers."""
    t = targets(rng, m)
    return {"z": off_zero(rng, (m,)), "t": t.astype(np.int64) if whole else t}


def known_outputs(_: np.random.Generator) -> Inputs:
    """Return the four points of the handout."""
    return {"z": np.array([0.375, -1.223, 2.511, -0.952]), "t": np.array([0, 0, 1, 1])}


def far_outputs(rng: np.random.Generator, m: int, power: float) -> Inputs:
    """Draw z of both signs around ten to the `power`, each with both targets."""
    z = far_numbers(rng, m, power)["z"]
    return {"z": np.concatenate([z, z]), "t": np.repeat([0.0, 1.0], m)}


def network(rng: np.random.Generator, d: int, n: int, std: float = 0.7) -> Inputs:
    """Draw the parameters of a network with d inputs and n hidden units."""
    return {
        "W1": rng.normal(0.0, std, (n, d)),
        "b1": rng.normal(0.0, std, n),
        "w2": rng.normal(0.0, std, n),
        "b2": rng.normal(0.0, std),
    }


def batch(rng: np.random.Generator, m: int, d: int, n: int) -> Inputs:
    """Draw a network, X (m, d) and dLdz (m,), of which no entry of R lies on the kink of softsign's slope."""
    while True:
        drawn = {"X": rng.normal(size=(m, d)), "dLdz": off_zero(rng, (m,), 1.0), **network(rng, d, n)}
        if np.abs(drawn["X"] @ drawn["W1"].T + drawn["b1"]).min() > 1e-3:
            return drawn


def line(_: np.random.Generator, reach: float, n: int, target: float = 1.0) -> Inputs:
    """Return z evenly from -reach to reach, and t the same for all."""
    return {"z": np.linspace(-reach, reach, n), "t": np.full(n, target)}


def slopes(_: np.random.Generator, reach: float, n: int) -> Inputs:
    """Return r evenly from -reach to reach."""
    return {"r": np.linspace(-reach, reach, n)}


def training(
    rng: np.random.Generator, data: Path | None, *, size: tuple[int, int], std: float, wrong: float = 0.0
) -> Inputs:
    """Take fours and nines to train and to validate on, flip a fraction of the training labels, draw a network."""
    count, epochs = size
    found = digits(data, size=8)
    train, valid = found.train.only(4, 9), found.validation.only(4, 9)
    rows, kept = rng.permutation(len(train.labels))[:count], slice(0, 50)
    t = (train.labels[rows] == 9).astype(np.float64)
    flips = rng.permutation(len(t))[: round(wrong * len(t))]
    t[flips] = 1 - t[flips]
    return {
        "X": train.images[rows].reshape(len(t), -1),
        "t": t,
        "X_valid": valid.images[kept].reshape(-1, 64),
        "t_valid": (valid.labels[kept] == 9).astype(np.float64),
        "order": np.array([rng.permutation(len(t)) for _ in range(epochs)], dtype=np.int16),
        **network(rng, 64, HIDDEN_UNITS, std),
    }


Z = (
    *series("plain", 100, numbers, [{"shape": (7,)}, {"shape": (1,)}, {"shape": (3, 5)}, {"shape": (60,)}]),
    *series("zero", 110, with_zeros, [{"shape": (4,)}, {"shape": (1,)}, {"shape": (2, 3)}, {"shape": (9,)}]),
    *series(
        "far", 120, far_numbers,
        [{"n": 4, "power": 2}, {"n": 1, "power": 3}, {"n": 6, "power": 4}, {"n": 5, "power": 3.5}],
    ),
)  # fmt: skip
LOSS = (
    public("known", known_outputs, 200),
    *series("plain", 210, outputs, [{"m": 6}, {"m": 1}, {"m": 9, "whole": True}, {"m": 50}]),
    *series(
        "far", 220, far_outputs,
        [{"m": 2, "power": 2}, {"m": 3, "power": 2.5}, {"m": 4, "power": 1.5}, {"m": 5, "power": 3}],
    ),
)  # fmt: skip
COST = series(
    "batch", 300, batch,
    [{"m": 5, "d": 3, "n": 4}, {"m": 1, "d": 4, "n": 3}, {"m": 7, "d": 2, "n": 5}, {"m": 4, "d": 6, "n": 1}],
)  # fmt: skip
WIDE = series(
    "wide", 310, batch,
    [{"m": 20, "d": 12, "n": 8}, {"m": 9, "d": 30, "n": 17}, {"m": 33, "d": 10, "n": 25}, {"m": 2, "d": 64, "n": 40}],
)  # fmt: skip
TRAININGS = [  # examples and epochs; the report draws the first, the others see only whether training works
    {"size": (200, 60)},
    {"size": (90, 8)},
    {"size": (70, 6)},
    {"size": (50, 4)},
]


def written(_: np.random.Generator, **inputs: Any) -> Inputs:
    """Return these inputs: what is written as a list becomes an array."""
    return {name: np.array(value, dtype=float) if isinstance(value, list) else value for name, value in inputs.items()}


TINY_Z = (
    tiny("one_number", written, like=["plain"], z=[2]),
    tiny("one_below_zero", written, like=["plain"], z=[-0.5]),
    tiny("two_rows", written, like=["plain"], z=[[2, -0.5, 1], [-3, 0.25, -1]]),
    tiny("zero_alone", written, like=["zero"], z=[0]),
    tiny("zero_among_others", written, like=["zero"], z=[0, 2, -3]),
    tiny("far_up", written, like=["far"], z=[99]),
    tiny("far_down", written, like=["far"], z=[-999]),
    tiny("far_on_both_sides", written, like=["far"], z=[9999, -99]),
)
TINY_LOSS = (
    tiny("one_nine", written, like=["known", "plain"], z=[2], t=[1]),
    tiny("one_four", written, like=["known", "plain"], z=[-0.5], t=[0]),
    tiny("one_of_each", written, like=["known", "plain"], z=[2, -0.5, -3], t=[0, 1, 1]),
    tiny("far_right", written, like=["far"], z=[99], t=[1]),
    tiny("far_wrong", written, like=["far"], z=[-999], t=[1]),
    tiny("far_on_both_sides", written, like=["far"], z=[99, -999, 999], t=[0, 0, 1]),
)
TINY_COST = (  # examples, inputs and hidden units are three different numbers
    tiny("one_example", written, X=[[1, 0.5]], dLdz=[2], W1=[[1, -2], [2, 0.5], [-1, -1]], b1=[0.5, -1, 1],
         w2=[1, -2, 0.5], b2=0.5),
    tiny("two_examples", written, X=[[1], [-2]], dLdz=[2, -0.5], W1=[[1], [2], [-1]], b1=[0.5, -1, 2],
         w2=[1, -2, 0.5], b2=0.5),
    tiny("three_examples", written, X=[[1], [-2], [0.5]], dLdz=[2, -0.5, 1], W1=[[1], [2]], b1=[0.5, -0.5],
         w2=[1, -2], b2=0.5),
)  # fmt: skip

CASES: Mapping[str, tuple[Case, ...]] = {
    "softsign": Z,
    "softsign_prime": Z + TINY_Z,
    "softsign_loss": LOSS,
    "softsign_loss_derivatives": LOSS + TINY_LOSS,
    "cost": COST,
    "cost_derivatives": COST + WIDE + TINY_COST,
    "loss_curves": series(
        "line", 400, line,
        [{"reach": 5, "n": 101}, {"reach": 5, "n": 61, "target": 0.0}, {"reach": 8, "n": 37}, {"reach": 3, "n": 25}],
    ),
    "large_gradients": series(
        "line", 410, slopes,
        [{"reach": 20, "n": 81}, {"reach": 15, "n": 31}, {"reach": 10, "n": 43}, {"reach": 18, "n": 37}],
    ),
    "large_init": series("trained", 420, training, TRAININGS, std=10.0),
    "noisy_labels": series("trained", 430, training, TRAININGS, std=0.1, wrong=0.1),
}  # fmt: skip
