"""Named, seeded inputs for every probe.

No input of a ReLU is nearer to zero than OFF_KINK, nothing saturates, and no estimate comes near 0 or 1. The sizes
of a case differ from each other. Data pass: of a folder with KidCreative.csv where `regenerate --data` names one, else
of a table of the same form that is made up here. Tiny cases are written out, smallest first.
"""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.cases import Case, Inputs, hidden, public, tiny
from grader.datasets import Table, table
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Rng = np.random.Generator

REACH = 2.5  # of what enters a sigmoid or a tanh
OFF_KINK = 0.05
ROWS, BUYERS = 673, 125
FEATURES = {  # and to which share of the customers they apply; two are numbers
    "Income": 0.0,
    "Is Female": 0.57,
    "Is Married": 0.49,
    "Has College": 0.35,
    "Is Professional": 0.29,
    "Is Retired": 0.08,
    "Unemployed": 0.05,
    "Residence Length": 0.0,
    "Dual Income": 0.6,
    "Minors": 0.41,
    "Own": 0.4,
    "House": 0.61,
    "White": 0.67,
    "English": 0.91,
    "Prev Child Mag": 0.08,
    "Prev Parent Mag": 0.09,
}


# --- layers ------------------------------------------------------------------------------------


def entries(rng: Rng, n: int, d: int, earlier: int) -> Inputs:
    """Draw inputs (n, d) of both signs, what comes back to them, and inputs of an earlier forward."""
    x, before = (_both_signs(rng, (rows, d)) for rows in (n, earlier))
    return {"earlier": before, "x": x, "delta": rng.normal(0, 1, (n, d))}


def connected(rng: Rng, n: int, d: int, k: int, earlier: int) -> Inputs:
    """Draw a fully connected layer of d inputs and k outputs, n inputs, and what comes back from its outputs."""
    drawn = entries(rng, n, d, earlier)
    drawn |= {"weights": rng.normal(0, 1, (d, k)), "biases": rng.normal(0, 1, (1, k))}
    return drawn | {"delta": rng.normal(0, 1, (n, k))}


def two_batches(rng: Rng, n: int, d: int, k: int, earlier: int) -> Inputs:
    """Draw what `connected` draws, of which nothing comes back."""
    drawn = connected(rng, n, d, k, earlier)
    del drawn["delta"]
    return drawn


def _both_signs(rng: Rng, shape: tuple[int, int]) -> Array:
    x = rng.uniform(OFF_KINK, REACH, shape) * rng.permuted(np.resize([1.0, -1.0], shape[0] * shape[1])).reshape(shape)
    return np.asarray(x)


# --- objectives --------------------------------------------------------------------------------


def numbers(rng: Rng, n: int, k: int = 1) -> Inputs:
    """Draw targets and estimates, any numbers, (n, k)."""
    return {"Y": rng.normal(0, 1.5, (n, k)), "Yhat": rng.normal(0, 1.5, (n, k))}


def yes_or_no(rng: Rng, n: int, k: int = 1, first: int = 1) -> Inputs:
    """Draw targets of 0 and 1, both among them where there is room, and probabilities, (n, k)."""
    targets = rng.permuted(np.resize([first, 1 - first], n * k)) if n * k > 1 else np.array([first])
    return {"Y": targets.reshape(n, k).astype(float), "Yhat": rng.uniform(0.15, 0.85, (n, k))}


def classes(rng: Rng, n: int, k: int) -> Inputs:
    """Draw one-hot targets of as many classes as there is room for, and probabilities, (n, k)."""
    drawn = rng.uniform(1, 3, (n, k))
    targets = np.eye(k)[rng.permutation(np.resize(rng.permutation(k), n))]
    return {"Y": targets, "Yhat": drawn / drawn.sum(axis=1, keepdims=True)}


# --- data pass ---------------------------------------------------------------------------------


def kid_creative(rng: Rng) -> Table:
    """Make up a table of the form of KidCreative.csv: `Obs No.`, `Buy`, 16 features; 125 of 673 rows buy."""
    yes = {name: rng.random(ROWS) < share for name, share in FEATURES.items()}
    yes["Is Retired"] &= ~yes["Is Professional"]
    yes["Unemployed"] &= ~(yes["Is Professional"] | yes["Is Retired"])
    yes["Dual Income"] &= yes["Is Married"] & ~yes["Unemployed"]
    columns = {name: flags.astype(float) for name, flags in yes.items()}
    columns["Residence Length"] = np.floor(rng.exponential(9, ROWS).clip(0, 60))
    earned = 18000 + 14000 * columns["Has College"] + 12000 * columns["Is Professional"] + 9000 * columns["Dual Income"]
    columns["Income"] = 1000 * np.floor(earned * rng.lognormal(0, 0.35, ROWS) / 1000)
    wish = columns["Income"] / 30000 + columns["Is Female"] + columns["Minors"] + 2 * columns["Prev Child Mag"]
    buys = np.argsort(np.argsort(-(wish + rng.gumbel(0, 0.7, ROWS)))) < BUYERS
    columns |= {"Obs No.": np.arange(1.0, ROWS + 1), "Buy": buys.astype(float)}
    names = ("Obs No.", "Buy", *FEATURES)
    return Table(names, np.column_stack([columns[name] for name in names]))


def people(rng: Rng, rows: int, features: int, data: Path | None) -> tuple[Array, Array]:
    """Return features (rows, features) and purchases (rows, 1) of a table; in its own order when all are wanted.

    When some features are wanted, none of them is constant.
    """
    whole = kid_creative(rng) if data is None else table(data / "KidCreative.csv")
    if not {"Obs No.", "Buy"} < set(whole.names):
        raise CourseError(f"{data}/KidCreative.csv has no column `Obs No.`, or none called `Buy`: name its columns so.")
    named = [place for place, name in enumerate(whole.names) if name not in ("Obs No.", "Buy")]
    every, buys = whole.rows[:, named], whole.column("Buy")[:, None]
    of = np.arange(len(every)) if rows >= len(every) else rng.permutation(len(every))[:rows]
    kept = np.arange(every.shape[1])
    if features < every.shape[1]:
        kept = rng.permutation(np.flatnonzero(np.ptp(every[of], axis=0) > 0))[:features]
    return every[of][:, kept], buys[of]


def features(rng: Rng, rows: int, features: int, count: int, data: Path | None = None) -> Inputs:
    """Draw part of the table, of which the first `count` rows are sent through."""
    drawn, _ = people(rng, rows, features, data)
    return {"table": drawn, "count": count}


def constants(rng: Rng, rows: int, features: int, count: int) -> Inputs:
    """Draw numbers of which some columns are constant: one of zeros, one of another whole number."""
    drawn = rng.normal(2, 3, (rows, features))
    same = rng.permutation(features)[:2]
    drawn[:, same] = 0.0, 4.0
    return {"table": drawn, "count": count}


def forth_and_back(rng: Rng, rows: int, features: int, count: int, data: Path | None = None) -> Inputs:
    """Draw part of the table, purchases of its first `count` rows, and a fully connected layer of one output."""
    drawn, buys = people(rng, rows, features, data)
    scores = _zscores(drawn)
    weights, biases = rng.normal(0, 1, (features, 1)), rng.uniform(-0.3, 0.3, (1, 1))
    weights *= (REACH - 0.5) / np.abs(scores @ weights).max()
    return {"table": drawn, "count": count, "Y": buys[:count], "weights": weights, "biases": biases}


def from_zscores(rng: Rng, rows: int, features: int, count: int, data: Path | None = None) -> Inputs:
    """Draw what forth_and_back draws, with the z-scores of those rows in place of the table."""
    drawn = forth_and_back(rng, rows, features, count, data)
    return {"zscores": _zscores(drawn.pop("table"))[: drawn.pop("count")], **drawn}


def _zscores(x: Array) -> Array:
    deviation = x.std(axis=0, ddof=1)
    return np.asarray((x - x.mean(axis=0)) / np.where(deviation == 0, 1, deviation))


def sizes(_: Rng, sizeIn: int, sizeOut: int) -> Inputs:
    """Ask for a fully connected layer."""
    return {"sizeIn": sizeIn, "sizeOut": sizeOut}


# --- theory ------------------------------------------------------------------------------------


def questions(_: Rng, form_only: bool = False) -> Inputs:
    """Name the answers in theory.json, and how many observations of how many features the Jacobians belong to."""
    layers = ["fully_connected", "relu", "sigmoid", "softmax", "tanh"]
    evals = ["squared_error", "log_loss", "cross_entropy"]
    gradients = [f"{name}_gradient" for name in evals]
    return {"n": 2, "d": 3, "questions": layers + evals + gradients, "form_only": form_only}


# --- the cases ---------------------------------------------------------------------------------


def series(name: str, seed: int, make: Any, keys: str, *variants: Iterable[int], **common: Any) -> tuple[Case, ...]:
    """Name the variants of one kind of input name_1, name_2, ...: the first is public, the others hidden."""

    def case(place: int, variant: Iterable[int]) -> Case:
        arguments: Mapping[str, Any] = dict(zip(keys.split(), variant, strict=True)) | common
        return (hidden if place else public)(f"{name}_{place + 1}", make, seed + place, **arguments)

    return tuple(starmap(case, enumerate(variants)))


CONNECTED = series(
    "layer", 100, connected, "n d k earlier", (4, 3, 2, 5), (1, 5, 3, 2), (6, 2, 5, 4), (5, 4, 1, 3), (1, 3, 1, 4)
)
LINEAR, RELU, SIGMOID, SOFTMAX, TANH = (
    series("layer", seed, entries, "n d earlier", (4, 3, 2), (1, 5, 3), (6, 2, 4), (3, 7, 1))
    for seed in (110, 120, 130, 140, 150)
)
NUMBERS = series("one", 200, numbers, "n", (5,), (1,), (8,), (13,))
MORE_NUMBERS = series("more", 210, numbers, "n k", (4, 3), (1, 5), (6, 2), (3, 7))
YES_OR_NO = (
    *series("one", 220, yes_or_no, "n first", (5, 1), (1, 0), (1, 1), (9, 0)),
    hidden("one_5", yes_or_no, 224, n=12),
)
MORE_YES_OR_NO = series("more", 230, yes_or_no, "n k", (4, 3), (1, 5), (6, 2), (3, 7))
CLASSES = series("class", 240, classes, "n k", (5, 3), (1, 4), (7, 5), (4, 2))

# How many rows of how many features make the InputLayer, and how many of them are sent through.
WHOLE = ((ROWS, 16, ROWS), (41, 11, 1), (600, 15, 600), (203, 12, 80))
PART = ((90, 14, 90), (41, 11, 1), (57, 9, 57), (203, 12, 80))
CONSTANT = ((7, 4, 7), (9, 5, 1), (6, 3, 4), (15, 8, 11))


# --- tiny cases --------------------------------------------------------------------------------


def written(_: Rng, **inputs: Any) -> Inputs:
    """Return these inputs: what is written as a list becomes an array."""
    return {name: np.array(value, dtype=float) if isinstance(value, list) else value for name, value in inputs.items()}


# Three observations of two features, never as many as features: or one form of a gradient could be taken for another.
ONE, THREE = [[2, -1]], [[2, -1], [0.5, 1], [-2, 1.5]]
TINY_LAYER = (
    tiny("one_observation", written, earlier=[[1, -2], [-1, 0.5]], x=ONE, delta=[[1, 3]]),
    tiny("three_observations", written, earlier=[[1, -2]], x=THREE, delta=[[1, 3], [-2, 1], [0.5, -1]]),
)
TINY_CONNECTED = (
    tiny("one_observation", written, earlier=[[1, -2], [-1, 0.5]], x=ONE, weights=[[1, -1, 2], [0.5, 1, -2]],
         biases=[[0.5, 1, -1]], delta=[[1, 3, -2]]),
    tiny("three_observations", written, earlier=[[1, -2]], x=THREE, weights=[[2], [-1]], biases=[[0.5]],
         delta=[[1], [-2], [3]]),
)  # fmt: skip
TINY_NUMBERS = (
    tiny("one_number", written, like=["one"], Y=[[1]], Yhat=[[4]]),
    tiny("two_numbers", written, like=["one"], Y=[[1], [2]], Yhat=[[4], [0.5]]),
)
TINY_MORE_NUMBERS = (tiny("two_columns", written, like=["more"], Y=[[1, 2]], Yhat=[[4, 0.5]]),)
TINY_YES_OR_NO = (
    tiny("one_yes", written, like=["one"], Y=[[1]], Yhat=[[0.8]]),
    tiny("one_no", written, like=["one"], Y=[[0]], Yhat=[[0.4]]),
    tiny("one_of_each", written, like=["one"], Y=[[1], [0]], Yhat=[[0.8], [0.4]]),
)
TINY_MORE_YES_OR_NO = (tiny("two_columns", written, like=["more"], Y=[[1, 0]], Yhat=[[0.8, 0.4]]),)
TINY_CLASSES = (
    tiny("one_observation", written, Y=[[0, 1, 0]], Yhat=[[0.2, 0.5, 0.3]]),
    tiny("two_observations", written, Y=[[0, 1, 0], [1, 0, 0]], Yhat=[[0.2, 0.5, 0.3], [0.8, 0.1, 0.1]]),
)
TINY_TABLE = (
    tiny("two_rows", written, like=["table"], table=[[1], [5]], count=2),
    tiny("two_of_three_rows", written, like=["table"], table=[[1, 2], [3, -1], [8, 5]], count=2),
    tiny("same_in_all_rows", written, like=["constant"], table=[[4], [4]], count=2),
    tiny("zero_in_all_rows", written, like=["constant"], table=[[1, 0], [5, 0], [3, 0]], count=2),
)
TINY_PASS = (
    tiny("one_observation", written, zscores=[[1, -0.5]], Y=[[1]], weights=[[0.5], [2]], biases=[[0.25]]),
    tiny("three_observations", written, zscores=[[1, -0.5], [-1, 1], [0.5, -1]], Y=[[1], [0], [1]],
         weights=[[0.5], [2]], biases=[[0.25]]),
)  # fmt: skip
TINY_WHOLE = (
    tiny("three_rows", written, table=[[1], [5], [3]], count=3, Y=[[1], [0], [1]], weights=[[2]], biases=[[0.25]]),
    tiny("two_of_three_rows", written, table=[[1, 2], [3, -1], [8, 5]], count=2, Y=[[1], [0]], weights=[[0.5], [2]],
         biases=[[0.25]]),
)  # fmt: skip
TINY_REMEMBERED = (
    tiny("one_observation", written, earlier=[[1, 5], [3, -1]], x=ONE, weights=[[1, -1, 2], [0.5, 1, -2]],
         biases=[[0.5, 1, -1]]),
)  # fmt: skip

CASES = {
    "fully_connected_gradient": CONNECTED + TINY_CONNECTED,
    "linear_gradient": LINEAR + TINY_LAYER,
    "relu_gradient": RELU + TINY_LAYER,
    "sigmoid_gradient": SIGMOID + TINY_LAYER,
    "softmax_gradient": SOFTMAX + TINY_LAYER,
    "tanh_gradient": TANH + TINY_LAYER,
    "fully_connected_backward": CONNECTED + TINY_CONNECTED,
    "linear_backward": LINEAR + TINY_LAYER,
    "relu_backward": RELU + TINY_LAYER,
    "sigmoid_backward": SIGMOID + TINY_LAYER,
    "softmax_backward": SOFTMAX + TINY_LAYER,
    "tanh_backward": TANH + TINY_LAYER,
    "squared_error_eval": NUMBERS + TINY_NUMBERS,
    "log_loss_eval": YES_OR_NO + TINY_YES_OR_NO,
    "cross_entropy_eval": CLASSES + TINY_CLASSES,
    "squared_error_gradient": NUMBERS + MORE_NUMBERS + TINY_NUMBERS + TINY_MORE_NUMBERS,
    "log_loss_gradient": YES_OR_NO + MORE_YES_OR_NO + TINY_YES_OR_NO + TINY_MORE_YES_OR_NO,
    "cross_entropy_gradient": CLASSES + TINY_CLASSES,
    "input_layer": (
        *series("table", 300, features, "rows features count", *PART),
        *series("constant", 310, constants, "rows features count", *CONSTANT),
        *TINY_TABLE,
    ),
    "initialise": series("drawn", 320, sizes, "sizeIn sizeOut", (16, 30), (30, 70), (70, 40), (9, 200)),
    "data_pass": series("zscores", 330, from_zscores, "rows features count", *PART) + TINY_PASS,
    "whole_pass": series("table", 340, forth_and_back, "rows features count", *WHOLE) + TINY_WHOLE,
    "remembered": (
        *series("pair", 350, two_batches, "n d k earlier", (4, 3, 2, 5), (1, 5, 3, 2), (6, 2, 5, 4), (5, 4, 1, 3)),
        *TINY_REMEMBERED,
    ),
    "theory": (public("form", questions, 0, form_only=True), hidden("numbers", questions, 0)),
}
