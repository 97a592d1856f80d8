"""Named, seeded inputs for every probe.

No unit saturates: all that enters a sigmoid or a softmax lies well within REACH. The sizes of a network and its batch
differ from each other. The training set of question 4 is drawn as `load_synth` of the starter code draws it; the digits
of question 7 are 8 x 8 pixels, so that a case stays small. Tiny cases are written out, smallest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.cases import Case, Inputs, hidden, public, tiny
from grader.datasets import digits as digits_of
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Rng = np.random.Generator

REACH = 7.0
BAND = 24  # runs of the reference whose spread says where a training may end
ELLIPSE = np.array([[1, -0.05], [1, 0.4]])


def known(_: Rng, scale: float, t: int) -> Inputs:
    """Return the point of the handout, stretched by `scale`: whatever it is, both outputs are 1/2."""
    return {
        "x": scale * np.array([1.0, -1.0]),
        "t": t,
        "W": np.array([[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]]),
        "b": np.zeros(3),
        "V": np.array([[1.0, 1.0], [-1.0, -1.0], [-1.0, -1.0]]),
        "c": np.zeros(2),
    }


def network(rng: Rng, n_in: int, n_hidden: int, n_out: int) -> Inputs:
    """Draw the parameters of a network."""
    return {
        "W": rng.normal(0, 1.5 / np.sqrt(n_in), (n_in, n_hidden)),
        "b": rng.normal(0, 0.4, n_hidden),
        "V": rng.normal(0, 1.5 / np.sqrt(n_hidden), (n_hidden, n_out)),
        "c": rng.normal(0, 0.4, n_out),
    }


def instance(rng: Rng, sizes: tuple[int, int, int], t: int) -> Inputs:
    """Draw one instance of class t and a network of `sizes`: inputs, hidden units, outputs."""
    x = rng.normal(0, 1, sizes[0]).clip(-2.5, 2.5)
    return _within_reach({"x": x, "t": t, **network(rng, *sizes)}, x)


def batch(rng: Rng, sizes: tuple[int, int, int], n: int) -> Inputs:
    """Draw a batch of n instances with as many classes as there is room for, and a network."""
    X = rng.normal(0, 1, (n, sizes[0])).clip(-2.5, 2.5)
    T = rng.permutation(np.resize(rng.permutation(sizes[2]), n))
    return _within_reach({"X": X, "T": T, **network(rng, *sizes)}, X)


def synthetic(rng: Rng, n: int, epochs: int, lr: float) -> Inputs:
    """Draw n points, of class 1 outside of an ellipse, and how to train on them."""
    xs = rng.normal(size=(n, 2))
    ts = (np.einsum("ni,ij,nj->n", xs, ELLIPSE, xs) > 0.6).astype(int)
    return {"xs": xs, "ts": ts, "epochs": epochs, "lr": lr}


def digits(rng: Rng, rows: tuple[int, int], n_val: int, data: Path | None = None, **how: int) -> Inputs:
    """Return digits to train on, the `rows` from here to there, n_val to validate with, and how to train."""
    found = digits_of(data, size=8)
    training, validation = slice(*rows), rng.permutation(n_val)  # no case's rows are the beginning of another's
    return {
        "X": found.train.images[training].reshape(-1, 64),
        "T": found.train.labels[training],
        "X_val": found.validation.images[validation].reshape(-1, 64),
        "T_val": found.validation.labels[validation],
        **how,
    }


def _within_reach(inputs: Inputs, x: Any) -> Inputs:
    k = x @ inputs["W"] + inputs["b"]
    o = 1 / (1 + np.exp(-k)) @ inputs["V"] + inputs["c"]
    if max(np.abs(k).max(), np.abs(o).max()) > REACH:
        raise CourseError(f"a unit is beyond {REACH}: choose another seed")
    return inputs


def four(kind: str, make: Callable[..., Inputs], seed: int, *cases: dict[str, Any], band: int = 0) -> tuple[Case, ...]:
    """Name the cases of a kind: the first is public, the others are hidden."""
    return tuple(
        (hidden if i else public)(f"{kind}_{i + 1}", make, seed + i, band=band, **arguments)
        for i, arguments in enumerate(cases)
    )


KNOWN = four(
    "known", known, 100,
    {"scale": 1.0, "t": 0}, {"scale": 1.0, "t": 1}, {"scale": 2.0, "t": 0}, {"scale": -0.5, "t": 1},
)  # fmt: skip
RANDOM = four(
    "random", instance, 200,
    *({"sizes": (2, 3, 2), "t": t} for t in (1, 0, 1, 0, 1)),
)  # fmt: skip
SINGLE = four(
    "single", instance, 300,
    {"sizes": (4, 5, 3), "t": 2}, {"sizes": (7, 3, 2), "t": 0}, {"sizes": (2, 6, 4), "t": 1},
    {"sizes": (12, 9, 10), "t": 7}, {"sizes": (1, 4, 2), "t": 1},
)  # fmt: skip
LARGE = four(
    "large", instance, 400,
    {"sizes": (60, 30, 10), "t": 4}, {"sizes": (49, 70, 10), "t": 9}, {"sizes": (90, 20, 6), "t": 0},
    {"sizes": (33, 80, 12), "t": 11},
)  # fmt: skip
BATCH = four(
    "batch", batch, 500,
    {"sizes": (4, 5, 3), "n": 6}, {"sizes": (6, 4, 2), "n": 1}, {"sizes": (3, 7, 4), "n": 5},
    {"sizes": (2, 4, 10), "n": 12}, {"sizes": (7, 2, 3), "n": 4},
)  # fmt: skip
WIDE = four(
    "wide", batch, 600,
    {"sizes": (50, 30, 10), "n": 16}, {"sizes": (40, 64, 10), "n": 32}, {"sizes": (80, 24, 5), "n": 3},
    {"sizes": (20, 45, 7), "n": 60},
)  # fmt: skip
TRAINING = four(
    "synth", synthetic, 700,
    {"n": 200, "epochs": 20, "lr": 0.5}, {"n": 150, "epochs": 26, "lr": 0.5}, {"n": 250, "epochs": 18, "lr": 0.45},
    {"n": 180, "epochs": 25, "lr": 0.4},
    band=BAND,
)  # fmt: skip
# Evidence for question 7, without points: one case says all, and it is the one that trains for long.
DIGITS = four(
    "digits", digits, 800,
    {"rows": (0, 320), "n_val": 200, "n_hidden": 60, "epochs": 10, "batch_size": 4},
)  # fmt: skip


def written(_: Rng, **inputs: Any) -> Inputs:
    """Return these inputs: what is written as a list of floats becomes an array, and T one of whole numbers."""
    arrays = {name: np.array(value, dtype=float) for name, value in inputs.items() if isinstance(value, list)}
    return inputs | arrays | ({"T": np.array(inputs["T"])} if "T" in inputs else {})


# Three networks: the sizes of question 3, fewer units than inputs and outputs, and the smallest.
SCALAR_NET: Inputs = {
    "W": [[1, -1, 2], [0.5, 1, -2]], "b": [0.5, -0.5, 1], "V": [[1, -1], [0.5, 2], [-1, 1]], "c": [0.5, -1],
}  # fmt: skip
SMALL_NET: Inputs = {"W": [[1], [-0.5]], "b": [0.5], "V": [[1, -1, 2]], "c": [0.5, -1, 0.25]}
OTHER_NET: Inputs = {"W": [[1, -0.5], [2, 1], [-1, 0.5]], "b": [0.5, -1], "V": [[1, -1], [0.5, 2]], "c": [0.5, -1]}
TINY_SCALAR = (
    tiny("handout", known, like=["known"], scale=1.0, t=0),
    tiny("class_0", written, like=["random"], x=[1, 2], t=0, **SCALAR_NET),
    tiny("class_1", written, x=[-1, 0.5], t=1, **SCALAR_NET),
)
TINY_SINGLE = (
    tiny("one_unit", written, x=[1, 2], t=2, **SMALL_NET),
    tiny("two_units", written, x=[1, 2, -1], t=0, **OTHER_NET),
)
TINY_BATCH = (
    tiny("one_row", written, X=[[1, 2]], T=[2], **SMALL_NET),
    tiny("two_rows", written, X=[[1, 2], [-1, 0.5]], T=[2, 0], **SMALL_NET),
    tiny("two_units", written, X=[[1, 2, -1], [2, -1, 0.5]], T=[0, 1], **OTHER_NET),
)

CASES = {
    "scalar_forward": (*KNOWN, *RANDOM, *TINY_SCALAR),
    "scalar_backward": (*KNOWN, *RANDOM, *TINY_SCALAR),
    "scalar_train": TRAINING,
    "single_forward": (*SINGLE, *LARGE, *TINY_SINGLE),
    "single_backward": (*SINGLE, *LARGE, *TINY_SINGLE),
    "batch_forward": (*BATCH, *WIDE, *TINY_BATCH),
    "batch_backward": (*BATCH, *WIDE, *TINY_BATCH),
    "digits": DIGITS,
}
