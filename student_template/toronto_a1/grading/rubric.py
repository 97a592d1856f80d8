"""The rubric of Toronto CSC421 assignment 1: 10 points, half of them given by hand with evidence beside them.

The points of an item are the handout's; how they are split over its checks is ours (README.md says why).
"""

from __future__ import annotations

from grader.rubric import Assignment, Differentiates, Limits, Matches, Plot, RubricItem, Satisfies, Tolerance
from grader.rules import all_of, finite, within

RELATIVE = Tolerance(rtol=1e-6, atol=1e-18)  # far from zero slopes are small, and what counts is their ratio
LOSSES = ("logistic_ce", "logistic_se", "softsign_ce")
PARTS = ("softsign_prime", "SoftsignCrossEntropy.derivatives", "MultilayerPerceptron.cost_derivatives")


def four(*kinds: str) -> tuple[str, ...]:
    """Name the four cases of each kind: the first is public, the others are hidden."""
    return tuple(f"{kind}_{i}" for kind in kinds for i in (1, 2, 3, 4))


SOFTSIGN = (
    Matches(
        "softsign_prime", "softsign_prime(z) returns 1 / (1 + abs(z))**2, in the shape of z",
        points=0.5, cases=four("plain"), outputs=("slope", "z"),
    ),
    Matches(
        "softsign_prime_zero", "softsign_prime(0) is 1, alone and among others",
        points=0.1, probe="softsign_prime", cases=four("zero"), outputs=("slope",),
    ),
    Matches(
        "softsign_prime_far", "softsign_prime(z) is right for z of 100 and more, on both sides",
        points=0.2, probe="softsign_prime", cases=four("far"), outputs=("slope",), tolerance=RELATIVE,
    ),
    Differentiates(
        "softsign_gradient", "softsign_prime is the slope of softsign",
        points=0.2, probe="softsign_prime", cases=four("plain"), of="softsign", output="y", wrt={"z": "slope"},
        reduce="elementwise",
    ),
)  # fmt: skip

LOSS = (
    Matches(
        "loss_derivatives", "SoftsignCrossEntropy.derivatives(z, t) returns dL/dz of every example, (M,)",
        points=1, probe="softsign_loss_derivatives", cases=("known", *four("plain")), outputs=("dLdz",),
        needs=("softsign_prime",),
    ),
    Matches(
        "loss_far", "SoftsignCrossEntropy.derivatives is right for z of 30 to 1000, on both sides",
        points=0.3, probe="softsign_loss_derivatives", cases=four("far"), outputs=("dLdz",), tolerance=RELATIVE,
        needs=("softsign_prime",),
    ),
    Matches(
        "loss_again", "One example alone gives the same as among others; z and t stay as they are",
        points=0.3, probe="softsign_loss_derivatives", cases=("known", *four("plain")),
        outputs=("first", "again", "z", "t"), needs=("softsign_prime",),
    ),
    Differentiates(
        "loss_gradient", "SoftsignCrossEntropy.derivatives is the slope of SoftsignCrossEntropy.value",
        points=0.4, probe="softsign_loss_derivatives", cases=four("plain"), of="softsign_loss", output="loss",
        wrt={"z": "dLdz"}, reduce="elementwise", needs=("softsign_prime", "loss_derivatives"),
    ),
)  # fmt: skip


def gradient(name: str, formula: str) -> Matches:
    """Return the check of one entry of the dict."""
    return Matches(
        f"cost_{name}", f"cost_derivatives: {name} is {formula}",
        points=0.4, probe="cost_derivatives", cases=four("batch", "wide"), outputs=(name,),
        needs=("softsign_prime",),
    )  # fmt: skip


COST = (
    gradient("W1", "dLdR.T @ X / M, (N, D)"),
    gradient("b1", "the mean of dLdR over the examples, (N,)"),
    gradient("w2", "H.T @ dLdz / M, (N,)"),
    gradient("b2", "the mean of dLdz, a number"),
    Differentiates(
        "cost_gradient", "The four together are the derivatives of the mean loss (every entry)",
        points=0.2, probe="cost_derivatives", cases=four("batch"), of="cost", output="cost",
        wrt={"W1": "W1", "b1": "b1", "w2": "w2", "b2": "b2"}, needs=("softsign_prime",),
    ),
    Matches(
        "cost_whole", "The dict holds W1, b1, w2 and b2, right and nothing else; arguments stay as they are",
        points=0.2, probe="cost_derivatives", cases=four("batch"),
        needs=("softsign_prime", "cost_W1", "cost_b1", "cost_w2", "cost_b2"),
    ),
)  # fmt: skip


def evidence(
    check: str, title: str, probe: str, *outputs: str, cases: tuple[str, ...], needs: tuple[str, ...]
) -> Satisfies:
    """Return a check without points: it asks for numbers that a person can look at."""
    errors = [within(name, 0.0, 1.0) for name in outputs if name.endswith("error")]
    return Satisfies(check, title, probe=probe, cases=cases, needs=needs, rule=all_of(finite(*outputs), *errors))


def errors(part: str) -> tuple[str, ...]:
    """Name the curves of the error on this part of the data, for the three losses."""
    return tuple(f"{loss}_{part}_error" for loss in LOSSES)


SLOPES = ("softsign_slope", "logistic_slope")
LOG_SLOPES = ("softsign_slope_log10", "logistic_slope_log10")
ERRORS = (*errors("training"), *errors("validation"))
TRAINING = Plot("training error by epoch, the first before training", errors("training"))
VALIDATION = Plot("validation error by epoch, the first before training", errors("validation"))
LARGE_INIT = (
    evidence(
        "losses_shown", "Evidence: the three losses for t = 1 and z from -5 to 5, in steps of 0.1",
        "loss_curves", *LOSSES, "softsign_ce_slope", cases=four("line"), needs=PARTS[:2],
    ),
    evidence(
        "large_init_shown", "Evidence: the error after each epoch with init_std 10, for the three losses",
        "large_init", *ERRORS, cases=four("trained"), needs=PARTS,
    ),
)  # fmt: skip
NOISE = (
    evidence(
        "noise_shown", "Evidence: the error after each epoch with 10 % of the training labels flipped",
        "noisy_labels", *ERRORS, cases=four("trained"), needs=PARTS,
    ),
)  # fmt: skip
LARGE_R = (
    evidence(
        "large_r_shown", "Evidence: the slopes of softsign and logistic for r from -20 to 20, in steps of 0.5",
        "large_gradients", *SLOPES, *LOG_SLOPES, cases=four("line"), needs=PARTS[:1],
    ),
)  # fmt: skip

RUBRIC = Assignment(
    "toronto_a1",
    title="Toronto CSC421 assignment 1: loss functions and backpropagation",
    files=("models.py", "a1-writeup.pdf"),
    defines={"models.py": ("softsign_prime", "SoftsignCrossEntropy", "MultilayerPerceptron", "LogisticCrossEntropy")},
    total=10,
    limits=Limits(slow={"large_init": 10.0, "noisy_labels": 10.0}),  # 360 updates, perhaps in loops of Python
    stand_ins={
        part: tuple(check.id for check in checks) for part, checks in zip(PARTS, (SOFTSIGN, LOSS, COST), strict=True)
    },
    items=(
        RubricItem("softsign", "softsign_prime", SOFTSIGN, section="README.md, models.py"),
        RubricItem("loss", "SoftsignCrossEntropy.derivatives", LOSS, section="README.md, SoftsignCrossEntropy"),
        RubricItem("cost", "MultilayerPerceptron.cost_derivatives", COST, section="README.md, MultilayerPerceptron"),
        RubricItem(
            "large_weights", "Write-up: which losses learn from large initial weights, and why", LARGE_INIT,
            by_hand=2,
            plots=(
                Plot("the three losses for t = 1", LOSSES, over="z"),
                Plot("derivative of the softsign cross-entropy for t = 1", ("softsign_ce_slope",), over="z"),
                TRAINING,
                VALIDATION,
            ),
        ),
        RubricItem(
            "wrong_labels", "Write-up: which losses bear wrong labels, and why", NOISE,
            by_hand=2, plots=(TRAINING, VALIDATION),
        ),
        RubricItem(
            "hidden_units", "Write-up: why hidden units of softsign and not of logistic", LARGE_R,
            by_hand=1,
            plots=(
                Plot("derivatives of softsign and logistic", SLOPES, over="r"),
                Plot("their logarithms to base 10", LOG_SLOPES, over="r"),
            ),
        ),
    ),
)  # fmt: skip
