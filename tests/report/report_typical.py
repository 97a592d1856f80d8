"""A typical report: about 60 checks, with every verdict but our own fault."""

from __future__ import annotations

import math
from dataclasses import replace

from grader.score import CaseResult, Diagnosis, ItemResult, Mismatch, Penalty, Place, ScoreReport
from tests.report.report_parts import check, gradient_mismatch, item, values_mismatch


def _activations() -> ItemResult:
    checks = []
    for name in ("Sigmoid", "Tanh", "ReLU"):
        low = name.lower()
        checks += [
            check(f"{low}_forward", f"{name}: forward", points=1.0),
            check(f"{low}_state", f"{name}: forward keeps its output in state", points=1.0),
            check(f"{low}_derivative", f"{name}: derivative from the state", points=1.0),
            check(f"{low}_derivative_pure", f"{name}: derivative leaves the state alone", points=1.0),
        ]
    checks[7] = replace(
        check("tanh_derivative_pure", "Tanh: derivative leaves the state alone", "wrong", 1.0),
        mismatch=values_mismatch("small", 1, 12, "state"),
        diagnosis=(Diagnosis("tanh_squares_state", "derivative() squares self.state in place; write 1 - state**2."),),
    )
    checks[11] = check(
        "relu_derivative_pure",
        "ReLU: derivative leaves the state alone",
        "missing",
        1.0,
        feedback="Not written yet.",
    )
    return item("activations", "Sigmoid, Tanh, ReLU", *checks)


def _criterion() -> ItemResult:
    return item(
        "criterion",
        "Softmax cross-entropy",
        check("ce_forward", "SoftmaxCrossEntropy: forward"),
        check("ce_stable", "SoftmaxCrossEntropy: stable for logits of \u00b11000", "wrong", 1.0).__class__(
            "ce_stable",
            "SoftmaxCrossEntropy: stable for logits of \u00b11000",
            "wrong",
            0.0,
            1.0,
            feedback="The loss is NaN for 4 of 8 rows. Subtract the largest logit before exp.",
            mismatch=Mismatch(
                "loss",
                "nonfinite",
                "large_logits",
                4,
                8,
                (8,),
                (8,),
                1e-6,
                1e-8,
                Place((1,), "nan", 2000.0),
                Place((1,), "nan", 2000.0, "nan", 0.002),
                picture=((0.0, math.nan, 0.0, math.inf, math.nan, 0.0, 0.0, math.inf),),
            ),
            cases=(
                CaseResult("large_logits", "public", "wrong"),
                CaseResult("hidden_gap", "hidden", "wrong"),
            ),
            seconds=0.002,
        ),
        check("ce_derivative", "SoftmaxCrossEntropy: derivative"),
    )


def _networks() -> list[ItemResult]:
    ok = [check(f"mystery_{n}", f"Mystery network {n}: {half}", points=2.5) for n in (1, 2) for half in ("forward",)]
    twenty = Diagnosis("no_mean", "dW[0] is the expected one times 20, the batch size: divide by N once.")
    return [
        item(
            "linear",
            "Linear classifier",
            check("linear_forward", "No hidden layer: forward", points=3.0),
            check("linear_backward", "No hidden layer: backward (dW, db)", "wrong", 3.0, diagnosis=(twenty,)),
            check(
                "linear_step",
                "No hidden layer: five updates",
                "skipped",
                3.0,
                feedback="It needs linear_backward.",
            ),
        ),
        item(
            "hidden",
            "One hidden layer of 32",
            check("hidden_forward", "hiddens = [32]: forward", "raised", 5.0),
            replace(
                check("hidden_backward", "hiddens = [32]: backward", "consistent", 5.0),
                points=2.5,
                feedback="The gradients belong to your own forward, which differs from the expected one.",
                mismatch=None,
                cases=(
                    CaseResult("small", "public", "consistent"),
                    CaseResult("hidden_wide", "hidden", "consistent"),
                ),
            ),
            replace(
                check("hidden_gradient", "hiddens = [32]: against central differences", "wrong", 2.0),
                mismatch=gradient_mismatch("small"),
                feedback="3 of 24 gradients differ from central differences; the worst is W[1][0, 2].",
            ),
        ),
        item(
            "mystery",
            "Mystery networks",
            *ok,
            check("mystery_deep", "[32] * 5: forward", "timed_out", 2.5),
            check(
                "mystery_wide",
                "[64, 32]: backward",
                "crashed",
                2.5,
                feedback="The process ended by signal 11.",
            ),
            check(
                "mystery_huge",
                "[64, 32]: step",
                "out_of_memory",
                2.5,
                feedback="It asked for more than 1024 MiB.",
            ),
            check("mystery_loud", "[32] * 5: step", "too_much_output", 0.0, feedback="It printed without end."),
        ),
    ]


def _training() -> ItemResult:
    losses = tuple(round(2.3 * math.exp(-0.17 * n) + 0.05 * math.sin(n), 5) for n in range(20))
    return replace(
        item(
            "training",
            "Training statistics",
            check("training_shape", "Four arrays of nepochs entries", points=2.0),
            check("training_falls", "The loss falls below 0.35", points=5.0, visibility="after_due_date"),
            check("training_hidden", "Shuffles every epoch", "wrong", 3.0, visibility="hidden"),
        ),
        series={
            "training_losses": losses,
            "training_errors": tuple(round(0.9 * math.exp(-0.2 * n), 4) for n in range(20)),
            "validation_losses": (*losses[:8], "nan", "inf", *losses[10:]),
            "validation_errors": (0.9,),
        },
    )


def _batchnorm() -> ItemResult:
    names = ("dW", "db", "dgamma", "dbeta", "running mean", "running variance", "two layers", "eval mode")
    checks = [check(f"bn_{i}", f"Batch norm: {name}", points=1.875) for i, name in enumerate(names)]
    return item("batchnorm", "Batch normalisation", *checks)


def typical() -> ScoreReport:
    """Return a report of about 60 checks with every verdict but our own fault."""
    rest = [check(f"momentum_{i}", f"Momentum: update {i}", points=1.0) for i in range(10)]
    init = [check(f"init_{i}", f"Initialiser {i}: shape and moments", points=0.5) for i in range(12)]
    items = (
        _criterion(),
        _activations(),
        *_networks(),
        _batchnorm(),
        item("momentum", "Momentum", *rest),
        item("init", "Weight initialisers", *init),
        _training(),
        item("writeup", "Conceptual questions", by_hand=5.0),
    )
    return ScoreReport(
        assignment="cmu_hw1p1",
        title="Homework 1, part 1: an MLP by hand",
        submission="j_doe",
        score=round(sum(i.points for i in items) - 4.0, 6),
        max_score=round(sum(i.max_points for i in items), 6),
        status="graded",
        isolation="namespaces + Landlock + seccomp",
        environment={
            "backgrade": "0.1.0",
            "python": "3.11.7",
            "numpy": "2.4.6",
            "expected": "sha256:4c1f0d7a9e5b2c3d8f60718293a4b5c6d7e8f90123456789abcdef0123456789",
            "submission": "sha256:9b74c9897bac770ffc029102a200c5de11aa22bb33cc44dd55ee66ff77889900",
            "seed": "20240611",
        },
        items=items,
        penalties=(Penalty("late", -4.0, "Late by three hours."),),
        notes=(
            "mlp.py was taken for hw1.py: it defines MLP, Sigmoid and BatchNorm.",
            "._hw1.py was left out.",
        ),
        files={"hw1.py": "handin/src/mlp.py"},
        printed="importing...\n" * 3,
        seconds=1.84,
    )
