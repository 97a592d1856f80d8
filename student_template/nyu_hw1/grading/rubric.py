"""The rubric of NYU CSCI-GA 2572 homework 1: 50 points of theory by hand, 50 of implementation by checks.

The points of the theory are the handout's; how those of the implementation are split is ours (README.md says why).
"""

from __future__ import annotations

from grader.rubric import Assignment, Check, Differentiates, Forbids, Late, Matches, Policy, RubricItem

GRADIENTS = ("dJdW1", "dJdb1", "dJdW2", "dJdb2")
BY_PARAMETER = {"W1": "dJdW1", "b1": "dJdb1", "W2": "dJdW2", "b2": "dJdb2"}


def four(*kinds: str) -> tuple[str, ...]:
    """Name the four cases of each kind: the first is public, the others are hidden."""
    return tuple(f"{kind}_{i}" for kind in kinds for i in (1, 2, 3, 4))


def theory(section: str, title: str, *points: float) -> tuple[RubricItem, ...]:
    """Return an item for each question of a section of the theory, marked by hand."""
    return tuple(
        RubricItem(
            f"theory_{section}_{letter}", f"Theory {title}, question {letter}", by_hand=worth, section=f"Theory {title}"
        )
        for letter, worth in zip("abcdef", points, strict=False)
    )


def predicts(kind: str, title: str, points: float) -> Check:
    """Return the check of y_hat for one kind of network."""
    return Matches(
        f"{kind}_forward", title, points=points, probe="forward", cases=four(kind), outputs=("y_hat",),
    )  # fmt: skip


def pulls_back(kind: str, name: str, title: str, points: float, outputs: tuple[str, ...] = GRADIENTS) -> Check:
    """Return a check of gradients for one kind of network, from a dJdy_hat that no loss has made."""
    return Matches(name, title, points=points, probe="backward", cases=four(kind), outputs=outputs)


FORWARD = (
    predicts("linear", "y_hat of two linear layers: W @ x + b for every sample (f and g the identity)", 3),
    predicts("f_relu", "y_hat when f is the relu", 2),
    predicts("f_sigmoid", "y_hat when f is the sigmoid", 2),
    predicts("g_relu", "y_hat when g is the relu", 1.5),
    predicts("g_sigmoid", "y_hat when g is the sigmoid", 1.5),
    predicts("both", "y_hat when both f and g are a relu or a sigmoid", 1),
    predicts("one_output", "y_hat is (N, 1) for a network with one output", 1.5),
    Matches(
        "forward_again", "forward is right for a second batch, too; x and the parameters stay as they are",
        points=1.5, probe="forward", cases=four("linear", "both"), outputs=("again", "x", "W1", "b1", "W2", "b2"),
    ),
)  # fmt: skip

BACKWARD = (
    pulls_back("linear", "linear_second_layer", "dJdW2 and dJdb2 of two linear layers, sums over the batch", 3,
               ("dJdW2", "dJdb2")),
    pulls_back("linear", "linear_first_layer", "dJdW1 and dJdb1 of two linear layers, sums over the batch", 3,
               ("dJdW1", "dJdb1")),
    pulls_back("f_relu", "f_relu_backward", "dJdW1 and dJdb1 go through f, the relu", 2, ("dJdW1", "dJdb1")),
    pulls_back("f_sigmoid", "f_sigmoid_backward", "dJdW1 and dJdb1 go through f, the sigmoid", 2, ("dJdW1", "dJdb1")),
    pulls_back("g_relu", "g_relu_backward", "All gradients go through g, the relu", 2),
    pulls_back("g_sigmoid", "g_sigmoid_backward", "All gradients go through g, the sigmoid", 2),
    pulls_back("both", "both_backward", "All gradients when both f and g are a relu or a sigmoid", 1.5),
    pulls_back("one_output", "one_output_backward", "All gradients of a network with one output", 1.5),
    Differentiates(
        "backward_gradient", "Small networks: backward gives the derivatives of your own forward, every entry",
        points=3, probe="backward", cases=four("small"), of="backward", output="projected", wrt=BY_PARAMETER,
        consistent=0.5,
    ),
    Matches(
        "backward_again",
        "After clear_grad_and_cache() a second batch has gradients of its own; x, dJdy_hat, W and b stay as they are",
        points=2, probe="backward", cases=four("linear", "both"),
        outputs=(*(f"again_{name}" for name in GRADIENTS), "x", "dJdy_hat", "W1", "b1", "W2", "b2"),
    ),
)  # fmt: skip


def loss(name: str, value: str, slope: str, points: tuple[float, float]) -> tuple[Check, ...]:
    """Return the checks of one loss: its value and its gradient apart, then the one by the other."""
    function = f"{name}_loss"
    return (
        Matches(
            f"{name}_value", f"{function}(y, y_hat): J is {value}",
            points=points[0], probe="loss", cases=four(name), outputs=("J",),
        ),
        Matches(
            f"{name}_slope", f"{function}(y, y_hat): dJdy_hat is {slope}, (N, K)",
            points=points[1], probe="loss", cases=four(name), outputs=("dJdy_hat",),
        ),
        Differentiates(
            f"{name}_gradient", f"{function}(y, y_hat): dJdy_hat is the derivative of your own J",
            points=1, probe="loss", cases=four(name), of="loss", output="J", wrt={"y_hat": "dJdy_hat"}, consistent=0.5,
        ),
    )  # fmt: skip


LOSSES = (
    *loss("mse", "the mean of (y_hat - y)^2 over all N * K entries", "2 (y_hat - y) / (N K)", (2, 2)),
    *loss(
        "bce", "the mean of -(y log y_hat + (1 - y) log(1 - y_hat)) over all N * K entries",
        "(y_hat - y) / (y_hat (1 - y_hat)) / (N K)", (2, 2.5),
    ),
    Matches(
        "bce_soft", "bce_loss is right for targets between 0 and 1, too",
        points=1, probe="loss", cases=four("soft"), outputs=("J", "dJdy_hat"),
    ),
    Matches(
        "losses_keep", "The losses leave y and y_hat as they are",
        points=0.5, probe="loss", cases=four("mse", "bce"), outputs=("J", "y", "y_hat"),
    ),
)  # fmt: skip


def whole(name: str) -> Check:
    """Return the check of forward, a loss and backward in a row."""
    return Differentiates(
        f"{name}_whole", f"forward, {name}_loss, backward: the derivatives of J by every parameter",
        points=1, probe="chain", cases=four(name), of="chain", output="J", wrt=BY_PARAMETER, consistent=0.5,
        needs=(f"{name}_loss", "MLP.backward"),
    )  # fmt: skip


BY_HAND = Forbids(
    "no_autograd", "Gradients are computed by hand: no autograd, no losses or modules of torch.nn", penalty=0.5,
    imports=(
        "torch.autograd", "torch.func", "functorch", "torch.optim",
        "tensorflow", "keras", "jax", "flax", "autograd", "theano", "mxnet", "chainer", "paddle", "tinygrad",
    ),
    calls=(
        ".backward()", ".requires_grad_", "torch.autograd", "torch.func", "torch.enable_grad", "torch.set_grad_enabled",
        "torch.optim", "torch.nn.Linear", "torch.nn.ReLU", "torch.nn.Sigmoid", "torch.nn.Identity",
        "torch.nn.Sequential", "torch.nn.Parameter", "torch.nn.MSELoss", "torch.nn.BCELoss",
        "torch.nn.BCEWithLogitsLoss", "torch.nn.functional.mse_loss", "torch.nn.functional.binary_cross_entropy",
        "torch.nn.functional.binary_cross_entropy_with_logits", "torch.nn.functional.linear",
    ),
)  # fmt: skip

RUBRIC = Assignment(
    "nyu_hw1",
    title="NYU CSCI-GA 2572 homework 1: backpropagation with torch tensors",
    files=("mlp.py", "theory.pdf"),
    defines={"mlp.py": ("MLP", "mse_loss", "bce_loss")},
    packages=("numpy", "torch"),
    total=100,
    policy=Policy(
        archive=r"[A-Za-z]+\d+\.zip",  # <net id>.zip
        exactly=True,
        format=0.05,
        cannot_run=0.2,
        late=(Late(hours=24, fraction=0.2),),
    ),
    stand_ins={
        "mse_loss": ("mse_value", "mse_slope", "mse_gradient", "losses_keep"),
        "bce_loss": ("bce_value", "bce_slope", "bce_gradient", "bce_soft", "losses_keep"),
        "MLP.backward": tuple(check.id for check in BACKWARD),
    },
    items=(
        *theory("1_2", "1.1 and 1.2", 1, 5, 8, 3),
        *theory("1_3", "1.3", 10, 10, 1),
        *theory("1_4", "1.4", 1, 1, 1, 4, 4, 1),
        RubricItem("forward", "MLP.forward", FORWARD, section="README.md, MLP"),
        RubricItem("backward", "MLP.backward", BACKWARD, section="README.md, MLP"),
        RubricItem("losses", "mse_loss and bce_loss", LOSSES, section="README.md, mlp.py"),
        RubricItem(
            "whole", "The whole: forward, loss, backward", (whole("mse"), whole("bce")), section="README.md, MLP"
        ),
        RubricItem("rules", "Rules", (BY_HAND,)),
    ),
)
