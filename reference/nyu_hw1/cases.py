"""Named, seeded inputs for every probe.

By construction what enters a relu is at least OFF_KINK from zero and of both signs, what enters a sigmoid is never
beyond REACH, predictions of probabilities keep away from 0 and 1, and both classes are among the targets. The sizes
of a batch and its layers differ. Tiny cases are written out, smallest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.cases import Case, Inputs, hidden, public, tiny

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Rng = np.random.Generator

REACH = 5.0
OFF_KINK = 5e-3  # hundreds of steps of a central difference away from a kink
MARGIN = 0.05  # of a probability from 0 and 1
FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}
Sizes = tuple[int, int, int, int]  # samples, inputs, units, outputs


def draw(rng: Rng, sizes: Sizes, f: str, g: str) -> tuple[Inputs, Array, Array]:
    """Draw a network and a batch x for it until they are fit to be judged by; return y_hat, too."""
    n, inputs, units, outputs = sizes
    while True:
        network = {
            "W1": rng.normal(size=(units, inputs)) / np.sqrt(inputs),
            "b1": rng.normal(size=units),
            "W2": rng.normal(size=(outputs, units)) / np.sqrt(units),
            "b2": rng.normal(size=outputs),
        }
        x = rng.normal(size=(n, inputs))
        y_hat = run(network, x, f, g)
        if y_hat is not None:
            return dict(network, f=f, g=g), x, y_hat


def run(network: Inputs, x: Array, f: str, g: str) -> Array | None:
    """Return y_hat; nothing when an activation gets what it should not be judged by."""
    z1 = x @ network["W1"].T + network["b1"]
    z3 = FUNCTIONS[f](z1) @ network["W2"].T + network["b2"]
    return FUNCTIONS[g](z3) if is_fit(z1, f) and is_fit(z3, g) else None


def is_fit(z: Array, function: str) -> bool:
    """Tell whether z keeps away from kinks and saturation; a relu is to see both signs."""
    if function == "relu":
        return bool(np.abs(z).min() > OFF_KINK and (z.size == 1 or z.min() < 0 < z.max()))
    return function == "identity" or bool(np.abs(z).max() < REACH)


def another(rng: Rng, network: Inputs, sizes: Sizes, n: int) -> Array:
    """Draw a batch of n samples more for a network."""
    while True:
        x = rng.normal(size=(n, sizes[1]))
        if run(network, x, network["f"], network["g"]) is not None:
            return x


def forwards(rng: Rng, sizes: Sizes, f: str, g: str) -> Inputs:
    """Draw a network and two batches."""
    network, x, _ = draw(rng, sizes, f, g)
    return dict(network, x=x, again=another(rng, network, sizes, sizes[0] + 2))


def backwards(rng: Rng, sizes: Sizes, f: str, g: str) -> Inputs:
    """Draw a network, two batches, and what comes back to their predictions."""
    given = forwards(rng, sizes, f, g)
    back = rng.normal(size=(sizes[0], sizes[3])), rng.normal(size=(sizes[0] + 2, sizes[3]))
    return dict(given, dJdy_hat=back[0], dJdy_hat_again=back[1])


def regression(rng: Rng, n: int, k: int) -> Inputs:
    """Draw targets and predictions, any numbers."""
    return {"name": "mse_loss", "y": rng.normal(size=(n, k)), "y_hat": rng.normal(size=(n, k))}


def classification(rng: Rng, n: int, k: int, soft: bool = False) -> Inputs:
    """Draw classes, or probabilities in their place, and predictions between 0 and 1."""
    y_hat = rng.uniform(MARGIN, 1 - MARGIN, (n, k))
    return {"name": "bce_loss", "y": rng.uniform(0.1, 0.9, (n, k)) if soft else classes(rng, n, k), "y_hat": y_hat}


def classes(rng: Rng, n: int, k: int) -> Array:
    """Draw zeros and ones, about as many of each."""
    return np.asarray(rng.permutation(np.arange(n * k) % 2).reshape(n, k), dtype=np.float64)


def chained(rng: Rng, sizes: Sizes, f: str, g: str, criterion: str) -> Inputs:
    """Draw a network, a batch and its targets, fit for a loss."""
    network, x, y_hat = draw(rng, sizes, f, g)
    y = classes(rng, *y_hat.shape) if criterion == "bce_loss" else rng.normal(size=y_hat.shape)
    return dict(network, x=x, y=y, name=criterion)


# Samples, inputs, units, outputs: the first is public.
PLAIN: tuple[Sizes, ...] = ((5, 4, 6, 3), (1, 6, 4, 3), (7, 3, 8, 5), (12, 10, 4, 6))
ONE_OUTPUT: tuple[Sizes, ...] = ((6, 4, 5, 1), (1, 3, 4, 1), (9, 5, 3, 1), (4, 2, 7, 1))
SMALL: tuple[Sizes, ...] = ((3, 2, 4, 1), (1, 3, 2, 4), (5, 2, 3, 4), (4, 3, 2, 1))
PAIRS: dict[str, tuple[tuple[str, str], ...]] = {  # (f, g), once each or in turn
    "linear": (("identity", "identity"),),
    "f_relu": (("relu", "identity"),),
    "f_sigmoid": (("sigmoid", "identity"),),
    "g_relu": (("identity", "relu"),),
    "g_sigmoid": (("identity", "sigmoid"),),
    "both": (("relu", "sigmoid"), ("sigmoid", "relu"), ("relu", "relu"), ("sigmoid", "sigmoid")),
    "one_output": (("relu", "sigmoid"), ("sigmoid", "identity"), ("identity", "sigmoid"), ("relu", "identity")),
    "small": (("relu", "identity"), ("sigmoid", "relu"), ("relu", "sigmoid"), ("sigmoid", "sigmoid")),
}


def four(kind: str, make: Callable[..., Inputs], seed: int, arguments: Iterable[dict[str, Any]]) -> tuple[Case, ...]:
    """Make four cases of a kind: the first is public."""
    return tuple(
        (public if place == 1 else hidden)(f"{kind}_{place}", make, seed + place, **given)
        for place, given in enumerate(arguments, 1)
    )


def networks(make: Callable[..., Inputs], seed: int, *kinds: str) -> tuple[Case, ...]:
    """Make four cases of each kind of network."""
    cases: list[Case] = []
    for place, kind in enumerate(kinds):
        shapes = {"one_output": ONE_OUTPUT, "small": SMALL}.get(kind, PLAIN)
        pairs = PAIRS[kind] * (4 // len(PAIRS[kind]))
        given = [{"sizes": sizes, "f": f, "g": g} for sizes, (f, g) in zip(shapes, pairs, strict=True)]
        cases += four(kind, make, seed + 10 * place, given)
    return tuple(cases)


def shapes(*pairs: tuple[int, int], **more: Any) -> list[dict[str, Any]]:
    """Return arguments for losses of these samples and outputs."""
    return [{"n": n, "k": k, **more} for n, k in pairs]


# --- tiny cases --------------------------------------------------------------------------------

# What enters f, and what enters g, has both signs and is never zero.
TINY_X, TINY_AGAIN = [[1, 0.5], [-1, -2]], [[2, 1], [0.5, -1]]
TINY_BACK: list[list[float]] = [[1, 2, -1], [3, -2, 0.5]]
TINY_BACK_AGAIN: list[list[float]] = [[2, -1, 1], [1, -2, 3]]
TINY_NETWORK: Inputs = {
    "W1": [[1, -1], [2, -3]], "b1": [1, -1.5], "W2": [[1, -2], [-1, 1], [2, 0.5]], "b2": [0.5, -0.75, -3.25],
}  # fmt: skip
TINY_PAIRS = {
    "both": (("relu", "sigmoid"), ("sigmoid", "relu")),
    "one_output": (("relu", "sigmoid"), ("sigmoid", "identity")),
    "small": (("relu", "identity"), ("sigmoid", "relu"), ("relu", "sigmoid")),
}
Tiny = tuple[int, int]  # samples, outputs


def written(_: Rng, **inputs: Any) -> Inputs:
    """Return these inputs: what is written as a list becomes an array."""
    return {name: np.array(value, dtype=float) if isinstance(value, list) else value for name, value in inputs.items()}


def tiny_forward(_: Rng, size: Tiny, **functions: str) -> Inputs:
    """Return a network of two inputs and two units, a batch for it and another."""
    n, outputs = size
    network = TINY_NETWORK | {name: TINY_NETWORK[name][:outputs] for name in ("W2", "b2")}
    return written(_, **network, **functions, x=TINY_X[:n], again=TINY_AGAIN[:n])


def tiny_backward(_: Rng, size: Tiny, **functions: str) -> Inputs:
    """Return such a network, two batches, and what comes back to their predictions."""
    n, outputs = size
    back = [row[:outputs] for row in TINY_BACK[:n]]
    again = [row[:outputs] for row in TINY_BACK_AGAIN[:n]]
    return tiny_forward(_, size, **functions) | written(_, dJdy_hat=back, dJdy_hat_again=again)


def tiny_chain(_: Rng, n: int, y: list[list[float]], **names: str) -> Inputs:
    """Return such a network of one output, a batch and its targets."""
    given = tiny_forward(_, (n, 1), **names)
    del given["again"]
    return given | written(_, y=y)


def rungs(make: Callable[..., Inputs], *kinds: str) -> tuple[Case, ...]:
    """Return a ladder for every kind of network: each pair of functions with one sample, then with two."""
    return tuple(
        tiny(f"{kind}_{f}_{g}_{n}", make, like=[kind], size=(n, 1 if kind == "one_output" else 3), f=f, g=g)
        for kind in kinds
        for n in (1, 2)
        for f, g in TINY_PAIRS.get(kind, PAIRS[kind])
    )


TINY_LOSS = (
    tiny("mse_one_number", written, like=["mse"], name="mse_loss", y=[[1]], y_hat=[[4]]),
    tiny("mse_one_sample", written, like=["mse"], name="mse_loss", y=[[1, 2]], y_hat=[[4, 0.5]]),
    tiny("mse_two_samples", written, like=["mse"], name="mse_loss", y=[[1, 2, -1], [0, 1, 3]],
         y_hat=[[4, 0.5, 1], [2, -1, 2]]),
    tiny("bce_one_yes", written, like=["bce"], name="bce_loss", y=[[1]], y_hat=[[0.8]]),
    tiny("bce_one_no", written, like=["bce"], name="bce_loss", y=[[0]], y_hat=[[0.4]]),
    tiny("bce_two_samples", written, like=["bce"], name="bce_loss", y=[[1, 0, 1], [0, 1, 1]],
         y_hat=[[0.8, 0.4, 0.5], [0.25, 0.2, 0.6]]),
    tiny("soft_one_number", written, like=["soft"], name="bce_loss", y=[[0.25]], y_hat=[[0.8]]),
    tiny("soft_two_samples", written, like=["soft"], name="bce_loss", y=[[0.25], [0.6]], y_hat=[[0.8], [0.4]]),
)  # fmt: skip
TINY_CHAIN = (
    tiny("mse_one_sample", tiny_chain, like=["mse"], name="mse_loss", f="relu", g="identity", n=1, y=[[1]]),
    tiny("mse_two_samples", tiny_chain, like=["mse"], name="mse_loss", f="sigmoid", g="identity", n=2, y=[[1], [-2]]),
    tiny("bce_one_sample", tiny_chain, like=["bce"], name="bce_loss", f="relu", g="sigmoid", n=1, y=[[1]]),
    tiny("bce_two_samples", tiny_chain, like=["bce"], name="bce_loss", f="sigmoid", g="sigmoid", n=2, y=[[1], [0]]),
)

PLAIN_LOSS = ((5, 3), (1, 4), (8, 1), (6, 7))
CASES = {
    "forward": (
        *networks(forwards, 100, *(kind for kind in PAIRS if kind != "small")),
        *rungs(tiny_forward, *(kind for kind in PAIRS if kind != "small")),
    ),
    "backward": (*networks(backwards, 200, *PAIRS), *rungs(tiny_backward, *PAIRS)),
    "loss": (
        *TINY_LOSS,
        *four("mse", regression, 300, shapes(*PLAIN_LOSS)),
        *four("bce", classification, 310, shapes(*PLAIN_LOSS)),
        *four("soft", classification, 320, shapes((4, 2), (1, 5), (7, 1), (3, 6), soft=True)),
    ),
    "chain": (
        *TINY_CHAIN,
        *four(
            "mse", chained, 400,
            [
                {"sizes": sizes, "f": f, "g": g, "criterion": "mse_loss"}
                for sizes, f, g in zip(SMALL, ("relu", "sigmoid", "relu", "sigmoid"), ["identity"] * 4, strict=True)
            ],
        ),
        *four(
            "bce", chained, 410,
            [
                {"sizes": sizes, "f": f, "g": "sigmoid", "criterion": "bce_loss"}
                for sizes, f in zip(SMALL, ("relu", "sigmoid", "identity", "relu"), strict=True)
            ],
        ),
    ),
}  # fmt: skip
