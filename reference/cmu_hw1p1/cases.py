"""Named, seeded inputs for every probe.

By construction no input sits on a kink (every x that enters a ReLU is at least OFF_KINK from zero) or
saturates (no |z| above REACH), unless a case is about exactly that. Networks with batch normalisation or with
several updates have smooth activations only. The sizes of a network, its batch and its layers differ.

A network is written as "8 Sigmoid 32 Identity 5": 8 inputs, a layer of 32 with a Sigmoid, one of 5 without.

Tiny cases are written out, smallest first. A network of theirs has no two arrays of one shape and no zero among its
numbers, what enters a ReLU has both signs, and a batch of one is followed by larger ones.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.cases import Case, Inputs, hidden, public, tiny
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Rng = np.random.Generator

REACH = 7.5  # keeps derivatives of sigmoid and tanh far above rounding
OFF_KINK = 5e-3  # hundreds of steps of a central difference away from a kink
BAND = 24  # seeds of the shuffle with which the reference trains
FORWARD: Mapping[str, Callable[[Array], Array]] = {
    "Identity": lambda z: z,
    "Sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "Tanh": np.tanh,
    "ReLU": lambda z: np.maximum(z, 0),
}


# --- activations and the criterion -------------------------------------------------------------


def entries(rng: Rng, shape: tuple[int, ...]) -> Inputs:
    """Draw x with entries on both sides of zero."""
    x = rng.uniform(-5, 5, shape)
    return {"x": x + np.where(x >= 0, OFF_KINK, -OFF_KINK)}


def extremes(rng: Rng, n: int) -> Inputs:
    """Draw n rows with -1000, 1000, -800 and ordinary numbers."""
    return {"x": _mixed(rng, n, [-1000.0, 1000.0, -800.0, 30.0, -30.0, 1.5, -0.5])}


def zeros_among(rng: Rng, n: int) -> Inputs:
    """Draw n rows with zeros, exactly on the kink of a ReLU, and numbers of both signs."""
    return {"x": _mixed(rng, n, [0.0, 0.0, 1.5, -2.0, 0.25, -0.75, 40.0, -40.0])}


def logits(rng: Rng, n: int, soft: bool = False) -> Inputs:
    """Draw logits (n, 10) and their labels."""
    return {"x": rng.uniform(-2, 2, (n, 10)), "labels": labels_of(rng, n, 10, soft)}


def far_logits(rng: Rng, n: int) -> Inputs:
    """Draw logits of +-1000, and pairs of equal ones 800 above the rest: exp() of them overflows."""
    x = rng.uniform(-2, 2, (n, 10))
    labels = labels_of(rng, n, 10)
    for i, row in enumerate(x):
        far = rng.permutation(10)
        row[far[:3]] += [(1000, -1000, 0), (800, 800, 0), (-1000, -1000, -200)][i % 3]
    x[0, labels[0].argmax()] = -1000.0
    return {"x": x, "labels": labels}


def labels_of(rng: Rng, n: int, k: int, soft: bool = False) -> Array:
    """Draw labels (n, k): one-hot with as many classes as there is room for, or soft."""
    if soft:
        return rng.dirichlet(np.full(k, 2.0), n)
    classes = np.resize(rng.permutation(k), n)
    return np.asarray(np.eye(k)[rng.permutation(classes)])


def _mixed(rng: Rng, n: int, values: Sequence[float]) -> Array:
    return np.stack([rng.permutation(values) for _ in range(n)])


# --- multilayer perceptrons --------------------------------------------------------------------


def sizes_of(net: str) -> list[int]:
    """Return the sizes in "8 Sigmoid 32 Identity 5": inputs, hidden layers, logits."""
    return [int(word) for word in net.split()[::2]]


def network(rng: Rng, net: str, gain: float = 1.5, bn: int = 0) -> Inputs:
    """Draw the parameters of an MLP; the first `bn` layers have batch normalisation."""
    widths = sizes_of(net)
    steps = list(pairwise(widths))
    inputs: Inputs = {
        "weights": [rng.normal(0, gain / np.sqrt(m), (m, n)) for m, n in steps],
        "biases": [rng.normal(0, 0.3, n) for _, n in steps],
        "activations": net.split()[1::2],
    }
    if bn:
        inputs["num_bn_layers"] = bn
        inputs["gammas"] = [rng.uniform(0.6, 1.6, (1, n)) for n in widths[1 : bn + 1]]
        inputs["betas"] = [rng.normal(0, 0.4, (1, n)) for n in widths[1 : bn + 1]]
    return inputs


def rows(rng: Rng, inputs: Inputs, n: int) -> Array:
    """Draw n samples for this network of which none sits on a kink or saturates."""
    h = candidates = rng.normal(0, 1, (60 * n + 60, len(inputs["weights"][0]))).clip(-2.5, 2.5)
    safe = np.ones(len(candidates), dtype=bool)
    for W, b, name in zip(inputs["weights"], inputs["biases"], inputs["activations"], strict=True):
        z = h @ W + b
        safe &= np.all(np.abs(z) <= REACH, axis=1)
        if name == "ReLU":
            safe &= np.all(np.abs(z) >= OFF_KINK, axis=1)
        h = FORWARD[name](z)
    if np.count_nonzero(safe) < n:
        raise CourseError(f"only {np.count_nonzero(safe)} of the {n} samples wanted are off the kinks")
    return candidates[safe][:n]


def mlp(rng: Rng, net: str, n: int, again: int = 0, soft: bool = False, **how: Any) -> Inputs:
    """Draw an MLP and one batch of n samples; with `again`, a second batch of that many."""
    criterion = how.pop("criterion", "SoftmaxCrossEntropy")
    inputs = network(rng, net, **how)
    labels = labels_of(rng, n, sizes_of(net)[-1], soft)
    inputs |= {"x": rows(rng, inputs, n), "labels": labels, "criterion": criterion}
    return inputs | ({"again": rows(rng, inputs, again)} if again else {})


def sizes(_: Rng, d0: int, d1: int) -> Inputs:
    """Ask for weights (d0, d1)."""
    return {"d0": d0, "d1": d1}


def zero_biases(rng: Rng, net: str, n: int) -> Inputs:
    """Draw the weights of an MLP whose biases the submission makes, and n samples."""
    inputs = network(rng, net)
    inputs["biases"] = [np.zeros_like(b) for b in inputs["biases"]]
    x = rows(rng, inputs, n)
    return {"x": x, "weights": inputs["weights"], "activations": inputs["activations"]}


def updates(rng: Rng, net: str, batches: Sequence[int], lr: float = 0.1, **how: Any) -> Inputs:
    """Draw an MLP and one batch for every update."""
    momentum = how.pop("momentum", 0.0)
    inputs = network(rng, net, **how)
    inputs |= {"xs": [rows(rng, inputs, n) for n in batches], "lr": lr, "momentum": momentum}
    return inputs | {"labels": [labels_of(rng, n, sizes_of(net)[-1]) for n in batches]}


def given_gradients(rng: Rng, net: str, count: int, bn: int = 0, **how: float) -> Inputs:
    """Draw an MLP and, for each of its arrays of parameters, the gradients of `count` updates."""
    inputs = network(rng, net, bn=bn)
    pairs = {"weights": "dW", "biases": "db", "gammas": "dgamma", "betas": "dbeta"}
    drawn = {
        gradient: [rng.normal(0, 0.5, (count, *array.shape)) for array in inputs[name]]
        for name, gradient in pairs.items()
        if name in inputs
    }
    return inputs | drawn | how


def evaluation(rng: Rng, net: str, batches: Sequence[int], n: int, bn: int) -> Inputs:
    """Draw an MLP with batch normalisation, batches for it to see in training, and n samples to evaluate."""
    inputs = network(rng, net, bn=bn)
    return inputs | {"xs": [rows(rng, inputs, m) for m in batches], "x": rows(rng, inputs, n)}


# --- batch normalisation and training ----------------------------------------------------------


def features(rng: Rng, d: int, batches: Sequence[int], alpha: float = 0.9, delta: bool = True) -> Inputs:
    """Draw batches of d features, each feature with its own mean and spread; the last batch is x."""
    mean, spread = rng.normal(0, 1.5, d), rng.uniform(0.7, 2.0, d)
    drawn = [mean + spread * rng.normal(0, 1, (n, d)).clip(-2.5, 2.5) for n in batches]
    inputs: Inputs = {"earlier": drawn[:-1], "x": drawn[-1], "alpha": alpha}
    inputs |= {"gamma": rng.uniform(0.6, 1.6, (1, d)), "beta": rng.normal(0, 0.4, (1, d))}
    return inputs | ({"delta": rng.normal(0, 1, (batches[-1], d))} if delta else {})


def training(rng: Rng, net: str, counts: tuple[int, int, int], **how: Any) -> Inputs:
    """Draw what get_training_stats takes: an MLP and samples for training, validation and test.

    Each class is a noisy cluster; the directions of their centres, `apart` from the origin, are at right
    angles (so d >= k). `ordered` sorts the samples by class.
    """
    ordered, noise, apart = how.pop("ordered", False), how.pop("noise", 0.5), how.pop("apart", 1.6)
    inputs = network(rng, net, gain=how.pop("gain", 1.0), bn=how.pop("bn", 0))
    d, k = sizes_of(net)[0], sizes_of(net)[-1]
    centres = apart * np.linalg.qr(rng.normal(0, 1, (d, k)))[0].T
    dset = []
    for n in counts:
        labels = labels_of(rng, n, k)
        labels = labels[np.argsort(labels.argmax(axis=1), kind="stable")] if ordered else labels
        dset.append([labels @ centres + noise * rng.normal(0, 1, (n, d)).clip(-2.5, 2.5), labels])
    return inputs | {"dset": dset, "momentum": 0.0} | how


# --- the cases ---------------------------------------------------------------------------------


def series(name: str, seed: int, make: Any, variants: Iterable[Mapping[str, Any]]) -> tuple[Case, ...]:
    """Name the variants of one kind of input name_1, name_2, ...: the first is public, the others hidden."""
    return tuple(
        (hidden if i else public)(f"{name}_{i + 1}", make, seed + i, **arguments)
        for i, arguments in enumerate(variants)
    )


def each(key: str, *values: Any, **common: Any) -> list[dict[str, Any]]:
    """Vary one argument; the rest in common."""
    return [{key: value, **common} for value in values]


def nets(*variants: tuple[str, Any], key: str = "n", **common: Any) -> list[dict[str, Any]]:
    """Vary a network and, beside it, the number of its samples (or `key`); the rest in common."""
    return [{"net": net, key: value, **common} for net, value in variants]


PLAIN = series("plain", 100, entries, each("shape", (4, 5), (1, 7), (6, 3), (9, 11)))
EXTREME = series("extreme", 110, extremes, each("n", 2, 1, 3, 5))
ZERO = series("zero", 120, zeros_among, each("n", 2, 1, 3, 5))
SOFTMAX = (
    *series("plain", 130, logits, each("n", 2, 1, 3, 2)),
    *series("far", 140, far_logits, each("n", 3, 1, 6, 4)),
    *series("soft", 150, logits, each("n", 3, 1, 7, 4, soft=True)),
)
WEIGHTS = ((60, 40), (30, 90), (200, 10), (1, 3000))
BUILT = nets(("4 Identity 3", 5), ("5 Identity 2", 1), ("3 Identity 4", 6), ("2 Identity 5", 4))

LINEAR = nets(("7 Identity 4", 5), ("6 Identity 3", 1), ("4 Identity 8", 9), ("20 Identity 10", 13))
LINEAR_SMALL = nets(("3 Identity 2", 4), ("2 Identity 3", 1), ("2 Identity 4", 5), ("4 Identity 2", 3))
HIDDEN = nets(
    ("8 Sigmoid 32 Identity 5", 6),
    ("5 Sigmoid 32 Identity 3", 1),
    ("11 Sigmoid 32 Identity 10", 9),
    ("3 Sigmoid 32 Identity 7", 4),
    again=2,
)
OTHER = nets(
    ("6 Tanh 9 Identity 4", 5),
    ("4 ReLU 7 Identity 3", 6),
    ("5 Sigmoid 8 Tanh 2", 1),
    ("7 ReLU 6 Sigmoid 3", 4),
)
CRITERION = nets(
    ("5 Sigmoid 6 Identity 3", 4),
    ("4 Tanh 5 Identity 3", 7),
    ("3 Tanh 5 Sigmoid 2", 1),
    ("6 Sigmoid 4 Identity 5", 3),
    criterion="SquaredError",
    soft=True,
)
SMALL = nets(
    ("2 Sigmoid 4 Identity 3", 5),
    ("3 Tanh 2 Identity 4", 1),
    ("3 Sigmoid 2 Tanh 3", 4),
    ("2 ReLU 3 Identity 2", 6),
)
FIRST = nets(
    ("10 Sigmoid 64 Sigmoid 32 Identity 5", 6),
    ("7 Sigmoid 64 Sigmoid 32 Identity 4", 1),
    ("16 Sigmoid 64 Sigmoid 32 Identity 10", 12),
    ("5 Sigmoid 64 Sigmoid 32 Identity 3", 8),
    again=3,
    gain=2.5,
)
FIVE = "Sigmoid 32 Sigmoid 32 Sigmoid 32 Sigmoid 32 Sigmoid 32 Identity"
SECOND = nets((f"10 {FIVE} 4", 6), (f"6 {FIVE} 3", 1), (f"14 {FIVE} 10", 11), (f"5 {FIVE} 7", 9), again=3, gain=4.0)
THIRD = nets(
    ("9 ReLU 24 Tanh 16 ReLU 20 Identity 5", 6),
    ("7 Tanh 24 ReLU 16 Tanh 20 Identity 3", 1),
    ("12 ReLU 24 ReLU 16 Tanh 20 Identity 10", 8),
    ("5 Tanh 24 Tanh 16 ReLU 20 Identity 4", 7),
    again=3,
    gain=1.3,
)
DEEP = nets(
    ("2 ReLU 3 Tanh 2 Identity 3", 5),
    ("3 Tanh 2 ReLU 3 Identity 2", 1),
    ("2 Tanh 3 ReLU 2 Sigmoid 3", 4),
    ("3 ReLU 2 Sigmoid 2 Tanh 2", 6),
)
MLP = (
    *series("linear", 200, mlp, LINEAR),
    *series("linear_small", 210, mlp, LINEAR_SMALL),
    *series("hidden", 220, mlp, HIDDEN),
    *series("other", 230, mlp, OTHER),
    *series("criterion", 240, mlp, CRITERION),
    *series("small", 250, mlp, SMALL),
    *series("first", 260, mlp, FIRST),
    *series("second", 270, mlp, SECOND),
    *series("third", 280, mlp, THIRD),
    *series("deep", 290, mlp, DEEP),
)

STEP = nets(
    ("6 Identity 4", (5, 3, 7, 5, 4)),
    ("3 Identity 2", (1, 1, 1, 1, 1)),
    ("5 Identity 3", (4, 8, 2, 6, 4)),
    ("9 Identity 10", (6, 6, 6, 6, 6)),
    key="batches",
    lr=0.15,
)
MOMENTUM = nets(
    ("6 Sigmoid 8 Identity 4", (5, 3, 7, 5, 4)),
    ("4 Sigmoid 5 Identity 3", (1, 1, 1, 1, 1)),
    ("5 Tanh 7 Sigmoid 6 Identity 3", (4, 8, 2, 6, 4)),
    ("3 Sigmoid 9 Tanh 2", (6, 6, 6, 6, 6)),
    key="batches",
    lr=0.2,
    momentum=0.856,
)
BATCHNORM_STEP = [
    {"net": "5 Sigmoid 7 Identity 3", "batches": (6, 5, 8), "bn": 1},
    {"net": "4 Tanh 6 Sigmoid 5 Identity 3", "batches": (5, 9, 7), "bn": 2},
    {"net": "6 Tanh 4 Identity 5", "batches": (7, 7, 5), "bn": 1},
    {"net": "3 Sigmoid 5 Tanh 6 Sigmoid 4 Identity 2", "batches": (9, 8, 6), "bn": 3},
]
UPDATES = (*series("step", 300, updates, STEP), *series("momentum", 310, updates, MOMENTUM))
BATCHNORM_UPDATES = (
    *series("step", 320, updates, BATCHNORM_STEP),
    *series("momentum", 330, updates, ({**how, "momentum": 0.856} for how in BATCHNORM_STEP)),
)
STEPS = (
    *series("step", 340, given_gradients, nets(*((how["net"], 5) for how in STEP), key="count", lr=0.15, momentum=0.0)),
    *series(
        "momentum", 350, given_gradients,
        nets(*((how["net"], 5) for how in MOMENTUM), key="count", lr=0.2, momentum=0.856),
    ),
    *(
        made
        for kind, seed, momentum in (("batchnorm_step", 360, 0.0), ("batchnorm_momentum", 370, 0.856))
        for made in series(
            kind, seed, given_gradients,
            [
                {"net": how["net"], "bn": how["bn"], "count": 3, "lr": 0.1, "momentum": momentum}
                for how in BATCHNORM_STEP
            ],
        )
    ),
)  # fmt: skip

ONE_BATCHNORM = nets(
    ("8 Sigmoid 32 Identity 5", 9),
    ("5 Tanh 12 Sigmoid 7 Identity 3", 6),
    ("6 Sigmoid 9 Tanh 4", 8),
    ("11 Sigmoid 16 Identity 10", 13),
    bn=1,
)
MORE_BATCHNORM = [
    {"net": "7 Sigmoid 12 Tanh 9 Identity 4", "n": 8, "bn": 2},
    {"net": "4 Tanh 8 Sigmoid 6 Tanh 5 Identity 3", "n": 7, "bn": 3},
    {"net": "6 Sigmoid 9 Sigmoid 9 Identity 5", "n": 10, "bn": 2},
    {"net": "5 Sigmoid 7 Identity 3", "n": 6, "bn": 2},
]
SMALL_BATCHNORM = [
    {"net": "3 Sigmoid 2 Identity 4", "n": 5, "bn": 1},
    {"net": "2 Tanh 3 Identity 2", "n": 6, "bn": 1},
    {"net": "2 Sigmoid 3 Tanh 2 Identity 3", "n": 7, "bn": 2},
    {"net": "4 Sigmoid 2 Tanh 3", "n": 5, "bn": 1},
]
BATCHNORM_MLP = (
    *series("one", 400, mlp, ONE_BATCHNORM),
    *series("more", 410, mlp, MORE_BATCHNORM),
    *series("small", 420, mlp, SMALL_BATCHNORM),
)
BATCHNORM_LAYER = series(
    "layer",
    430,
    features,
    [
        {"d": 3, "batches": (5,)},
        {"d": 4, "batches": (7, 6, 5)},
        {"d": 2, "batches": (4, 6), "alpha": 0.7},
        {"d": 3, "batches": (6, 8, 5, 4), "alpha": 0.95},
    ],
)
BATCHNORM_LAYER_EVAL = series(
    "layer",
    440,
    features,
    [
        {"d": 3, "batches": (6, 5, 4), "delta": False},
        {"d": 4, "batches": (7, 5, 1), "delta": False},
        {"d": 2, "batches": (5, 8, 6, 3), "delta": False, "alpha": 0.7},
        {"d": 5, "batches": (9, 4), "delta": False, "alpha": 0.5},
    ],
)
INFERENCE = series(
    "seen",
    450,
    evaluation,
    [
        {"net": "5 Sigmoid 7 Identity 3", "batches": (6, 5, 8), "n": 4, "bn": 1},
        {"net": "4 Tanh 6 Sigmoid 5 Identity 3", "batches": (5, 9, 7, 6), "n": 5, "bn": 2},
        {"net": "6 Tanh 9 Identity 4", "batches": (7, 5), "n": 8, "bn": 1},
        {"net": "8 Sigmoid 16 Identity 10", "batches": (12, 11, 9), "n": 6, "bn": 1},
    ],
)

WHOLE_SET = [  # the batch is the whole training set: no shuffle can change these numbers
    {"net": "5 Sigmoid 4 Identity 3", "counts": (18, 12, 6), "batch_size": 18, "nepochs": 5, "lr": 0.8},
    {"net": "4 Sigmoid 5 Identity 3", "counts": (13, 10, 5), "batch_size": 13, "nepochs": 4, "lr": 0.5},
    {"net": "4 Tanh 6 Identity 3", "counts": (22, 9, 7), "batch_size": 22, "nepochs": 6, "lr": 0.6},
    {"net": "6 Sigmoid 5 Identity 2", "counts": (15, 14, 4), "batch_size": 15, "nepochs": 3, "lr": 1.0},
]
RAGGED = [  # a learning rate of zero: no order can change these numbers either
    {"net": "5 Sigmoid 4 Identity 3", "counts": (23, 11, 5), "batch_size": 8, "nepochs": 2, "lr": 0.0},
    {"net": "4 Sigmoid 5 Identity 3", "counts": (17, 9, 5), "batch_size": 5, "nepochs": 3, "lr": 0.0},
    {"net": "4 Tanh 6 Identity 3", "counts": (19, 13, 6), "batch_size": 6, "nepochs": 2, "lr": 0.0},
    {"net": "6 Sigmoid 5 Identity 2", "counts": (21, 10, 4), "batch_size": 20, "nepochs": 2, "lr": 0.0},
]
MINI_BATCHES = [
    {"net": "6 Tanh 8 Identity 3", "counts": (44, 30, 9), "batch_size": 8, "nepochs": 8},
    {"net": "5 Tanh 9 Identity 4", "counts": (47, 40, 8), "batch_size": 9, "nepochs": 8},
    {"net": "4 Tanh 5 Identity 3", "counts": (40, 30, 6), "batch_size": 7, "nepochs": 8},
    {"net": "7 Tanh 6 Identity 3", "counts": (50, 30, 6), "batch_size": 9, "nepochs": 8},
]
SORTED = nets(  # near clusters, sorted by class, and long steps: without a shuffle the last class wins
    ("4 Tanh 6 Identity 3", (63, 36, 6)),
    ("5 Tanh 7 Identity 3", (66, 30, 6)),
    ("7 Tanh 5 Identity 3", (60, 33, 6)),
    ("6 Tanh 8 Identity 3", (69, 30, 6)),
    key="counts",
    batch_size=3,
    nepochs=2,
    ordered=True,
)
NEAREST = "5 Identity 3"  # whose three columns of weights are points
TRAINING = (
    *series("whole", 500, training, ({"apart": 1.0, "noise": 0.8, **how} for how in WHOLE_SET)),
    *series("batchnorm", 510, training, ({"apart": 1.0, "noise": 0.8, "bn": 1, **how} for how in WHOLE_SET)),
    *series("ragged", 520, training, ({"apart": 1.0, "noise": 0.8, **how} for how in RAGGED)),
    *series("learns", 530, training, ({"apart": 1.6, "lr": 0.4, "band": BAND, **how} for how in MINI_BATCHES)),
    *series("sorted", 540, training, ({"apart": 0.5, "noise": 0.1, "lr": 0.5, "band": BAND, **how} for how in SORTED)),
)
GIVEN_NETWORK = (
    *series("whole", 550, training, ({**how, "net": NEAREST, "apart": 1.0, "noise": 0.8} for how in WHOLE_SET)),
    *series("ragged", 560, training, ({**how, "net": NEAREST, "apart": 1.0, "noise": 0.8} for how in RAGGED)),
)

# --- tiny cases --------------------------------------------------------------------------------


def written(_: Rng, **inputs: Any) -> Inputs:
    """Return these inputs: what is written as a list becomes an array, what is written as a tuple a list."""
    return {name: _plain(value) for name, value in inputs.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return np.array(value, dtype=np.float64)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def tiny_net(_: Rng, layers: str, bn: int = 0, **inputs: Any) -> Inputs:
    """Return the network of TINY_NETS with these activations, the first `bn` layers with batch norm, and these inputs.

    The `inputs` n and again are numbers of samples, batches a tuple of them.
    """
    activations = tuple(layers.split())
    weights, biases = TINY_NETS[len(activations)]
    net = written(_, weights=weights, biases=biases, activations=activations)
    if bn:
        net |= written(
            _, num_bn_layers=bn, gammas=([[2, 0.5]], [[1.5, -1]])[:bn], betas=([[0.5, -1]], [[1, 0.25]])[:bn]
        )
    if "batches" in inputs:
        batches = inputs.pop("batches")
        net |= {"xs": [TINY_X[:n] for n in batches], "labels": [TINY_LABELS[:n] for n in batches]}
    if "n" in inputs:
        n = inputs.pop("n")
        net |= {"x": TINY_X[:n], "labels": TINY_LABELS[:n]}
    if "again" in inputs:
        net["again"] = TINY_X[-inputs.pop("again") :]
    return net | written(_, **inputs)


TINY_X = np.array([[1, 0.5], [-1, 2], [0.5, -1]])
TINY_LABELS = np.array([[0.0, 0, 1], [1, 0, 0], [0, 1, 0]])
TINY_NETS: Mapping[int, tuple[Any, Any]] = {  # number of layers -> weights, biases
    1: (([[1, -1, 2], [0.5, 1, -2]],), ([0.5, 1, -1],)),
    2: (([[1, -1], [2, 0.5]], [[1, -2, 0.5], [2, 1, -1]]), ([0.5, -0.5], [0.5, -1, 1])),
    3: (
        ([[1, -1], [2, 0.5]], [[0.5, 1], [-1, 0.25]], [[1, -2, 0.5], [2, 1, -1]]),
        ([0.5, -0.5], [0.25, -2], [0.5, -1, 1]),
    ),
}

TINY_PLAIN = (
    tiny("one_number", written, like=["plain"], x=[[2]]),
    tiny("one_row", written, like=["plain"], x=[[2, -1]]),
    tiny("two_rows", written, like=["plain"], x=[[2, -1], [0.5, -3]]),
)
TINY_EXTREME = (
    tiny("far_up", written, like=["extreme"], x=[[1000]]),
    tiny("far_down", written, like=["extreme"], x=[[-1000]]),
    tiny("near_and_far", written, like=["extreme"], x=[[2, -1000], [1000, -1]]),
)
TINY_ZERO = (
    tiny("zero_alone", written, like=["zero"], x=[[0]]),
    tiny("zero_in_a_row", written, like=["zero"], x=[[0, 2, -1]]),
)
TINY_SOFTMAX = (
    tiny("one_sample", written, like=["plain"], x=[[1, -1, 2]], labels=[[0, 1, 0]]),
    tiny("two_samples", written, like=["plain"], x=[[1, -1, 2], [0.5, 1, -2]], labels=[[0, 1, 0], [1, 0, 0]]),
    tiny("soft_label", written, like=["soft"], x=[[1, -1, 2]], labels=[[0.25, 0.5, 0.25]]),
    tiny("soft_labels", written, like=["soft"], x=[[1, -1, 2], [0.5, 1, -2]], labels=[[0.25, 0.5, 0.25], [1, 0, 0]]),
    tiny("far_pair", written, like=["far"], x=[[1000, 998]], labels=[[0, 1]]),
    tiny("far_below", written, like=["far"], x=[[0, -1000]], labels=[[0, 1]]),
    tiny("far_and_near", written, like=["far"], x=[[1000, 998], [1, -1]], labels=[[0, 1], [1, 0]]),
)
TINY_BUILT = (
    tiny("one_sample", written, weights=([[1, -1, 2], [0.5, 1, -2]],), activations=("Identity",), x=[[1, 0.5]]),
)
TINY_ONE_HIDDEN = ["hidden", "small", "first", "second"]
TINY_DEEP = ["first", "second"]
TINY_KINKED = ["third", "deep"]
TINY_MLP = (
    tiny("one_layer", tiny_net, like=["linear"], layers="Identity", n=1),
    tiny("one_layer_two_samples", tiny_net, like=["linear"], layers="Identity", n=2),
    tiny("two_layers", tiny_net, like=TINY_ONE_HIDDEN, layers="Sigmoid Identity", n=1, again=1),
    tiny("two_layers_two_samples", tiny_net, like=TINY_ONE_HIDDEN, layers="Sigmoid Identity", n=2, again=1),
    tiny("last_sigmoid", tiny_net, like=["other", "small"], layers="ReLU Sigmoid", n=1),
    tiny("last_tanh", tiny_net, like=["other", "small"], layers="Sigmoid Tanh", n=2),
    tiny("tanh", tiny_net, like=["other", "small"], layers="Tanh Identity", n=1),
    tiny("squared_error", tiny_net, like=["criterion"], layers="Sigmoid Identity", n=1, criterion="SquaredError"),
    tiny("squared_error_two", tiny_net, like=["criterion"], layers="Tanh Sigmoid", n=2, criterion="SquaredError"),
    tiny("three_layers", tiny_net, like=TINY_DEEP, layers="Sigmoid Sigmoid Identity", n=1, again=1),
    tiny("three_layers_two_samples", tiny_net, like=TINY_DEEP, layers="Sigmoid Sigmoid Identity", n=2, again=1),
    tiny("relu_then_tanh", tiny_net, like=TINY_KINKED, layers="ReLU Tanh Identity", n=1, again=2),
    tiny("tanh_then_relu", tiny_net, like=TINY_KINKED, layers="Tanh ReLU Identity", n=2, again=1),
)
TINY_STEP = (
    tiny("one_update", tiny_net, like=["step"], layers="Identity", batches=(1,), lr=0.5, momentum=0.0),
    tiny("two_updates", tiny_net, like=["step"], layers="Identity", batches=(2, 1), lr=0.5, momentum=0.0),
)
TINY_MOMENTUM = (
    tiny("with_momentum", tiny_net, like=["momentum"], layers="Identity", batches=(1, 1), lr=0.5, momentum=0.5),
    tiny("two_layers", tiny_net, like=["momentum"], layers="Sigmoid Tanh", batches=(2, 1, 1), lr=0.5, momentum=0.5),
    tiny("three_layers", tiny_net, like=["momentum"], layers="Tanh Sigmoid Identity", batches=(1, 2), lr=0.5,
         momentum=0.5),
)  # fmt: skip
TINY_BATCHNORM_LAYER = (
    tiny("one_feature", written, earlier=(), x=[[1], [5]], alpha=0.9, gamma=[[2]], beta=[[0.5]], delta=[[1], [3]]),
    tiny("three_samples", written, earlier=(), x=[[1], [3], [8]], alpha=0.9, gamma=[[2]], beta=[[0.5]],
         delta=[[1], [3], [-1]]),
    tiny("two_features", written, earlier=([[1, 5], [3, 1]],), x=[[1, 2], [3, -1], [8, 5]], alpha=0.5,
         gamma=[[2, 0.5]], beta=[[0.5, -1]], delta=[[1, 2], [3, -1], [-1, 0.5]]),
)  # fmt: skip
TINY_BATCHNORM_EVAL = (
    tiny("one_feature", written, earlier=([[1], [5]],), x=[[2]], alpha=0.5, gamma=[[2]], beta=[[0.5]]),
    tiny("two_features", written, earlier=([[1, 2], [3, -1], [8, 5]],), x=[[2, 1], [-1, 3]], alpha=0.9,
         gamma=[[2, 0.5]], beta=[[0.5, -1]]),
)  # fmt: skip
TINY_BATCHNORM_MLP = (
    tiny("two_samples", tiny_net, layers="Sigmoid Identity", bn=1, n=2),
    tiny("three_samples", tiny_net, like=["one", "small"], layers="Sigmoid Tanh", bn=1, n=3),
    tiny("three_layers", tiny_net, like=["one"], layers="Tanh Sigmoid Identity", bn=1, n=3),
    tiny("two_batchnorms", tiny_net, like=["more", "small"], layers="Tanh Sigmoid Identity", bn=2, n=3),
)
TINY_BATCHNORM_UPDATES = (
    tiny("one_update", tiny_net, layers="Sigmoid Identity", bn=1, batches=(2,), lr=0.5, momentum=0.0),
    tiny("two_updates", tiny_net, layers="Sigmoid Identity", bn=1, batches=(3, 2), lr=0.5, momentum=0.0),
    tiny("two_batchnorms", tiny_net, layers="Tanh Sigmoid Identity", bn=2, batches=(3,), lr=0.5, momentum=0.0),
    tiny("with_momentum", tiny_net, like=["momentum"], layers="Sigmoid Identity", bn=1, batches=(3, 2), lr=0.5,
         momentum=0.5),
)  # fmt: skip
TINY_INFERENCE = (
    tiny("one_batch", tiny_net, layers="Sigmoid Identity", bn=1, xs=([[1, 0.5], [-1, 2]],), x=[[0.5, -1], [2, 1]]),
    tiny("two_batches", tiny_net, layers="Tanh Sigmoid Identity", bn=2,
         xs=([[1, 0.5], [-1, 2], [0.5, -1]], [[-1, 2], [0.5, -1]]), x=[[2, 1], [-1, 1]]),
)  # fmt: skip

CASES: Mapping[str, tuple[Case, ...]] = {
    "sigmoid": PLAIN + EXTREME + TINY_PLAIN + TINY_EXTREME,
    "tanh": PLAIN + EXTREME + TINY_PLAIN + TINY_EXTREME,
    "relu": PLAIN + ZERO + TINY_PLAIN + TINY_ZERO,
    "softmax": SOFTMAX + TINY_SOFTMAX,
    "weight_init": series("drawn", 160, sizes, [{"d0": m, "d1": n} for m, n in WEIGHTS]),
    "bias_init": series("built", 170, zero_biases, BUILT) + TINY_BUILT,
    "mlp_forward": MLP + TINY_MLP,
    "mlp_backward": MLP + TINY_MLP,
    "updates": UPDATES + TINY_STEP + TINY_MOMENTUM,
    "batchnorm_layer": BATCHNORM_LAYER + TINY_BATCHNORM_LAYER,
    "batchnorm_layer_eval": BATCHNORM_LAYER_EVAL + TINY_BATCHNORM_EVAL,
    "batchnorm_forward": BATCHNORM_MLP + TINY_BATCHNORM_MLP,
    "batchnorm_backward": BATCHNORM_MLP + TINY_BATCHNORM_MLP,
    "batchnorm_updates": BATCHNORM_UPDATES + TINY_BATCHNORM_UPDATES,
    "inference": INFERENCE + TINY_INFERENCE,
    "training_stats": TRAINING,
    "steps": STEPS,
    "given_network": GIVEN_NETWORK,
}
