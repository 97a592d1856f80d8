"""The rubric of Drexel CS 615 homework 2: 100 points.

The points of an item are the handout's; how they are split over its checks is ours (README.md says why).
"""

from __future__ import annotations

from math import sqrt

from grader.rubric import Assignment, Check, Differentiates, Matches, RubricItem, Satisfies, Tolerance
from grader.rules import all_of, has_shape, moments, within

ROOM_FOR_EPS = Tolerance(rtol=1e-4, atol=1e-5)  # right work may add up to 1e-6 inside logarithms and divisors
FOUR_DIGITS = Tolerance(rtol=1e-3, atol=6e-5)  # numbers that were written down with four decimals, or digits

MODULES = (
    "Layer",
    "InputLayer",
    "FullyConnectedLayer",
    "LinearLayer",
    "ReLULayer",
    "LogisticSigmoidLayer",
    "SoftmaxLayer",
    "TanhLayer",
    "SquaredError",
    "LogLoss",
    "CrossEntropy",
)


def series(kind: str, count: int = 4) -> tuple[str, ...]:
    """Name the cases of a kind: the first is public, the others are hidden."""
    return tuple(f"{kind}_{i + 1}" for i in range(count))


def gradient(layer: str, name: str, says: str, points: float, slope: float) -> tuple[Check, Check]:
    """Return the checks of the gradient method of one layer."""
    probe = f"{layer}_gradient"
    return (
        Matches(
            probe, f"{name}.gradient() returns {says}",
            points=points, outputs=("gradient",), tolerance=ROOM_FOR_EPS,
        ),
        Differentiates(
            f"{layer}_slope", f"{name}.gradient() is the derivative of {name}.forward",
            points=slope, probe=probe, of=probe, output="projected", wrt={"x": "pulled_back"},
            tolerance=ROOM_FOR_EPS,
        ),
    )  # fmt: skip


def backward(layer: str, name: str, says: str, points: float, chain: float) -> tuple[Check, Check]:
    """Return the checks of the backward method of one layer."""
    probe = f"{layer}_backward"
    return (
        Matches(
            probe, f"{name}.backward(gradIn) returns {says}",
            points=points, outputs=("backward",), tolerance=ROOM_FOR_EPS,
        ),
        Differentiates(
            f"{layer}_chain", f"{name}.backward(gradIn) is the derivative of gradIn times {name}.forward",
            points=chain, probe=probe, of=probe, output="projected", wrt={"x": "backward"},
            tolerance=ROOM_FOR_EPS,
        ),
    )  # fmt: skip


def of_layer(layer: str) -> tuple[str, ...]:
    """Name the checks of a layer's gradient and backward methods."""
    return tuple(f"{layer}_{what}" for what in ("gradient", "slope", "backward", "chain"))


def objective(
    probe: str, name: str, value: str, points: tuple[float, float, float], cases: tuple[str, ...]
) -> tuple[Check, Check, Check]:
    """Return the checks of one objective."""
    return (
        Matches(
            f"{probe}_eval", f"{name}.eval(Y, Yhat) returns {value}",
            points=points[0], outputs=("returned",), tolerance=ROOM_FOR_EPS,
        ),
        Matches(
            f"{probe}_gradient", f"{name}.gradient(Y, Yhat) returns the derivative by Yhat, not divided by N",
            points=points[1], outputs=("gradient",), tolerance=ROOM_FOR_EPS,
        ),
        Differentiates(
            f"{probe}_slope", f"{name}.gradient is the derivative of {name}.eval of each observation alone",
            points=points[2], probe=f"{probe}_gradient", cases=cases, of=f"{probe}_gradient", output="total",
            wrt={"Yhat": "gradient"}, tolerance=ROOM_FOR_EPS,
        ),
    )  # fmt: skip


# Names of stand_ins.py. Each check of the data pass needs the parts before and after its own, never its own.
CONNECTED, SIGMOID, LOG_LOSS = "FullyConnectedLayer", "LogisticSigmoidLayer", "LogLoss"

DATA = (
    Matches(
        "zscores", "InputLayer: z-scores by the columns' mean and (N - 1) standard deviation",
        points=2, probe="input_layer", cases=series("table"), outputs=("zscores",),
    ),
    Matches(
        "constant_column", "InputLayer: a constant column becomes zeros, other columns keep their sign about the mean",
        points=1, probe="input_layer", cases=series("constant"), outputs=("signs",),
    ),
    Satisfies(
        "initialise", "FullyConnectedLayer starts from uniform weights and biases between -0.0001 and 0.0001",
        points=1,
        rule=all_of(
            has_shape("weights", from_inputs=("sizeIn", "sizeOut"), unit_axes="fixed"),
            within("weights", -1e-4, 1e-4),
            moments("weights", std=1e-4 / sqrt(3)),
            within("biases", -1e-4, 1e-4),
            moments("biases", std=1e-4 / sqrt(3)),
        ),
    ),
    Matches(
        "data_forward", "From z-scores through fully connected layer and sigmoid: the estimates Yhat",
        points=2, probe="data_pass", outputs=("linear", "Yhat"),
    ),
    Matches(
        "data_loss", "The log loss of these estimates",
        points=1, probe="data_pass", outputs=("loss",), tolerance=ROOM_FOR_EPS,
        needs=(CONNECTED, SIGMOID),
    ),
    Matches(
        "data_objective", "The mean gradient out of the log loss",
        points=2, probe="data_pass", outputs=("mean_gradients[0]",), tolerance=ROOM_FOR_EPS,
        needs=(CONNECTED, SIGMOID),
    ),
    Matches(
        "data_sigmoid", "The mean gradient out of the sigmoid",
        points=2, probe="data_pass", outputs=("mean_gradients[1]",), tolerance=ROOM_FOR_EPS,
        needs=(CONNECTED, LOG_LOSS),
    ),
    Matches(
        "data_connected", "The mean gradient out of the fully connected layer",
        points=2, probe="data_pass", outputs=("mean_gradients[2]",), tolerance=ROOM_FOR_EPS,
        needs=(SIGMOID, LOG_LOSS),
    ),
    Matches(
        "whole_pass", "From the table itself: loss, and mean gradients out of each module",
        points=1, outputs=("loss", "mean_gradients"), tolerance=ROOM_FOR_EPS,
        needs=(CONNECTED, SIGMOID, LOG_LOSS),
    ),
    Matches(
        "remembered", "getPrevIn() and getPrevOut() of these layers return what last went in and came out",
        points=1, outputs=("kept_in", "kept_out_off"),
    ),
)  # fmt: skip


def answer(name: str, says: str, points: float) -> Check:
    """Return the check of one entry of theory.json."""
    return Matches(
        f"theory_{name}", f"theory.json: {says}",
        points=points, probe="theory", outputs=(name,), tolerance=FOUR_DIGITS,
    )  # fmt: skip


THEORY = (
    answer("fully_connected", "the Jacobian of the fully connected layer", 2),
    answer("relu", "the derivative of the ReLU at H", 2),
    answer("sigmoid", "the derivative of the logistic sigmoid at H", 2),
    answer("softmax", "the Jacobian of the softmax at each row of H", 2),
    answer("tanh", "the derivative of tanh at H", 2),
    answer("squared_error", "the squared error", 2),
    answer("log_loss", "the log loss", 2),
    answer("cross_entropy", "the cross entropy", 1),
    answer("squared_error_gradient", "the gradient of the squared error", 2),
    answer("log_loss_gradient", "the gradient of the log loss", 2),
    answer("cross_entropy_gradient", "the gradient of the cross entropy", 1),
)

RUBRIC = Assignment(
    "drexel_hw2",
    title="Drexel CS 615 homework 2: objectives, gradients, backpropagation",
    files=(*(f"{name}.py" for name in MODULES), "hw2.pdf", "readme.txt"),
    defines={f"{name}.py": (name,) for name in MODULES},
    total=100,
    stand_ins={
        CONNECTED: (*of_layer("fully_connected"), "data_forward"),
        SIGMOID: (*of_layer("sigmoid"), "data_forward"),
        LOG_LOSS: ("log_loss_eval", "log_loss_gradient", "log_loss_slope"),
    },
    items=(
        RubricItem("theory", "Theory", THEORY, by_hand_without="theory.json", override=True),
        RubricItem(
            "gradients",
            "Gradient methods",
            section="README.md, What you hand in",
            checks=(
                *gradient("fully_connected", "FullyConnectedLayer", "W transposed", 2, 1),
                *gradient("linear", "LinearLayer", "ones", 2, 1),
                *gradient("relu", "ReLULayer", "1 where the input was positive, else 0", 2, 1),
                *gradient("sigmoid", "LogisticSigmoidLayer", "the sigmoid's derivative", 2, 1),
                *gradient("softmax", "SoftmaxLayer", "the Jacobian of every observation", 3, 2),
                *gradient("tanh", "TanhLayer", "the derivative of tanh", 2, 1),
            ),
        ),
        RubricItem(
            "backwards",
            "Backward methods",
            section="README.md, What you hand in",
            checks=(
                *backward("fully_connected", "FullyConnectedLayer", "gradIn @ W transposed", 3, 1),
                *backward("linear", "LinearLayer", "gradIn", 1.5, 0.5),
                *backward("relu", "ReLULayer", "gradIn where the input was positive, else 0", 2, 1),
                *backward("sigmoid", "LogisticSigmoidLayer", "gradIn times the derivative", 2, 1),
                *backward("softmax", "SoftmaxLayer", "gradIn times the Jacobian", 3.5, 1.5),
                *backward("tanh", "TanhLayer", "gradIn times the derivative", 2, 1),
            ),
        ),
        RubricItem(
            "objectives",
            "Objective layers: eval and gradient",
            section="README.md, What you hand in",
            checks=(
                *objective("squared_error", "SquaredError", "the mean of (Y - Yhat)^2", (4, 3, 1), series("one")),
                *objective(
                    "log_loss", "LogLoss", "the mean of -Y log(Yhat) - (1 - Y) log(1 - Yhat)", (4, 3, 1),
                    series("one", 5),
                ),
                *objective(
                    "cross_entropy", "CrossEntropy", "the mean of the rows' sums of -Y log(Yhat)", (4, 3, 2),
                    series("class"),
                ),
            ),
        ),
        RubricItem(
            "data", "Data set: forward and backward through all modules", DATA,
            section="README.md, What you hand in",
        ),
    ),
)  # fmt: skip
