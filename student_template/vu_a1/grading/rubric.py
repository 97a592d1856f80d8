"""The rubric of VU Amsterdam, Deep Learning, assignment 1: 10 points, of which 4.5 are given by hand.

The points of a question are the handout's; how they are split over its checks is ours (README.md says why).
"""

from __future__ import annotations

from grader.rubric import Assignment, Differentiates, Forbids, Limits, Matches, Plot, RubricItem, Satisfies
from grader.rules import all_of, decreases, finite, has_shape, within, within_band

PARAMETERS = {"W": "dW", "b": "db", "V": "dV", "c": "dc"}
RATES = ("0.001", "0.003", "0.01", "0.03")
KNOWN = tuple(f"known_{i}" for i in (1, 2, 3, 4))
RANDOM = tuple(f"random_{i}" for i in (1, 2, 3, 4, 5))
SINGLE = tuple(f"single_{i}" for i in (1, 2, 3, 4, 5))  # small: every entry is differentiated
BATCH = tuple(f"batch_{i}" for i in (1, 2, 3, 4, 5))
EVIDENCE = (
    Plot("Training against validation loss, one run", ("training_loss", "validation_loss")),
    Plot("Mean over three runs", ("training_loss_mean", "validation_loss_mean")),
    Plot("Standard deviation over three runs", ("training_loss_std", "validation_loss_std")),
    Plot("Training loss by learning rate", tuple(f"training_loss_at_{rate}" for rate in RATES)),
)

# Names of stand_ins.py: what backward builds on, and what training builds on.
SCALAR_FORWARD, SCALAR_LOSS, SCALAR_BACKWARD = (f"scalar.py:{name}" for name in ("forward", "loss", "backward"))
SINGLE_FORWARD, SINGLE_LOSS, SINGLE_BACKWARD = (f"vectorized.py:{name}" for name in ("forward", "loss", "backward"))
BATCH_FORWARD, BATCH_LOSS = (f"vectorized.py:{name}_batch" for name in ("forward", "loss"))
ROW_BY_ROW = (SINGLE_FORWARD, SINGLE_LOSS, SINGLE_BACKWARD)  # a batch may go through them, row by row

SCALAR = (
    Matches(
        "scalar_known", "scalar.backward gives the gradients that you worked out at the point of the handout",
        points=0.5, probe="scalar_backward", cases=KNOWN, outputs=("dW", "db", "dV", "dc"),
        needs=(SCALAR_FORWARD,),
    ),
    Matches(
        "scalar_forward", "scalar.forward returns (h, y), and scalar.loss is -log y[t]",
        points=0.25, cases=RANDOM, outputs=("h", "y", "loss"),
    ),
    Matches(
        "scalar_output_layer", "scalar.backward: dV and dc at random points of both classes",
        points=0.25, probe="scalar_backward", cases=RANDOM, outputs=("dV", "dc"),
        needs=(SCALAR_FORWARD,),
    ),
    Matches(
        "scalar_hidden_layer", "scalar.backward: dW and db at random points of both classes",
        points=0.25, probe="scalar_backward", cases=RANDOM, outputs=("dW", "db"),
        needs=(SCALAR_FORWARD,),
    ),
    Differentiates(
        "scalar_gradient", "scalar.backward gives the derivatives of your own loss, by every parameter",
        points=0.25, probe="scalar_backward", cases=RANDOM, of="scalar_forward", output="loss", wrt=PARAMETERS,
        consistent=0.5,
        needs=(SCALAR_FORWARD, SCALAR_LOSS),
    ),
)  # fmt: skip

TRAINING = (
    Satisfies(
        "training_falls", "scalar.train returns a loss for each epoch, and the loss falls",
        points=0.5, probe="scalar_train",
        rule=all_of(has_shape("losses", from_inputs=("epochs",)), decreases("losses")),
        needs=(SCALAR_FORWARD, SCALAR_LOSS, SCALAR_BACKWARD),
    ),
    Satisfies(
        "training_band", "The last losses of scalar.train are as low as they should be by then",
        points=0.5, probe="scalar_train", rule=within_band("losses", last=3, widen=1),
        needs=(SCALAR_FORWARD, SCALAR_LOSS, SCALAR_BACKWARD),
    ),
    Satisfies(
        "training_parameters", "With the parameters that scalar.train returns, your own mean loss is that low",
        points=0.5, probe="scalar_train", rule=within_band("trained_loss", widen=1),
        needs=(SCALAR_FORWARD, SCALAR_LOSS, SCALAR_BACKWARD),
    ),
)  # fmt: skip

VECTORIZED = (
    Matches(
        "single_forward", "vectorized.forward and vectorized.loss are right for networks of any sizes",
        points=0.5, outputs=("h", "y", "loss"),
    ),
    Matches(
        "single_output_layer", "vectorized.backward: dV and dc of one instance",
        points=0.25, probe="single_backward", outputs=("dV", "dc"),
        needs=(SINGLE_FORWARD,),
    ),
    Matches(
        "single_hidden_layer", "vectorized.backward: dW and db of one instance",
        points=0.5, probe="single_backward", outputs=("dW", "db"),
        needs=(SINGLE_FORWARD,),
    ),
    Differentiates(
        "single_gradient", "vectorized.backward gives the derivatives of your own loss",
        points=0.25, probe="single_backward", cases=SINGLE, of="single_forward", output="loss", wrt=PARAMETERS,
        consistent=0.5,
        needs=(SINGLE_FORWARD, SINGLE_LOSS),
    ),
)  # fmt: skip

BATCHED = (
    Matches(
        "batch_forward", "vectorized.forward_batch and loss_batch (the mean) are right, for one row, too",
        points=0.25, outputs=("H", "Y", "loss"), needs=ROW_BY_ROW[:2],
    ),
    Matches(
        "batch_output_layer", "vectorized.backward_batch: dV and dc are those of the mean loss",
        points=0.25, probe="batch_backward", outputs=("dV", "dc"),
        needs=(*ROW_BY_ROW, BATCH_FORWARD),
    ),
    Matches(
        "batch_hidden_layer", "vectorized.backward_batch: dW and db are those of the mean loss",
        points=0.25, probe="batch_backward", outputs=("dW", "db"),
        needs=(*ROW_BY_ROW, BATCH_FORWARD),
    ),
    Differentiates(
        "batch_gradient", "vectorized.backward_batch gives the derivatives of your own mean loss",
        points=0.25, probe="batch_backward", cases=BATCH, of="batch_forward", output="loss", wrt=PARAMETERS,
        consistent=0.5,
        needs=(*ROW_BY_ROW, BATCH_FORWARD, BATCH_LOSS),
    ),
)  # fmt: skip

# No points: it says whether the curves that stand below this question in the report are worth a look.
CURVES = Satisfies(
    "digits_curves", "vectorized.train: the loss on digits falls, and three runs differ (evidence, no points)",
    probe="digits", needs=(*ROW_BY_ROW, BATCH_FORWARD, BATCH_LOSS),
    rule=all_of(
        has_shape("training_loss", from_inputs=("epochs",)),
        finite(*(name for plot in EVIDENCE for name in plot.names)),
        decreases("training_loss"), within("training_loss_std", 1e-9, 1e9),
    ),
)  # fmt: skip

RUBRIC = Assignment(
    "vu_a1",
    title="VU Deep Learning assignment 1: a multilayer perceptron in plain Python, then with NumPy",
    files=("scalar.py", "vectorized.py"),
    defines={
        "scalar.py": ("forward", "loss", "backward", "train"),
        "vectorized.py": (
            "forward", "loss", "backward", "forward_batch", "loss_batch", "backward_batch", "train",
        ),
    },
    packages=("numpy",),
    total=10,
    stand_ins={
        SCALAR_FORWARD: ("scalar_forward",),
        SCALAR_LOSS: ("scalar_forward",),
        SCALAR_BACKWARD: ("scalar_known", "scalar_output_layer", "scalar_hidden_layer", "scalar_gradient"),
        SINGLE_FORWARD: ("single_forward",),
        SINGLE_LOSS: ("single_forward",),
        SINGLE_BACKWARD: ("single_output_layer", "single_hidden_layer", "single_gradient"),
        BATCH_FORWARD: ("batch_forward",),
        BATCH_LOSS: ("batch_forward",),
    },
    limits=Limits(slow={"scalar_train": 10.0, "digits": 20.0}),
    items=(
        RubricItem("q1", "Question 1: derivatives of softmax and cross-entropy, on paper", by_hand=1),
        RubricItem("q2", "Question 2: derivatives of the network, on paper", by_hand=1),
        RubricItem(
            "q3", "Question 3: forward and backward in plain Python", SCALAR,
            section="README.md, scalar.py",
        ),
        RubricItem(
            "q4", "Question 4: training on the synthetic data", TRAINING, plots=("losses",),
            section="README.md, scalar.py",
        ),
        RubricItem(
            "q5", "Question 5: forward and backward with NumPy, one instance", VECTORIZED,
            section="README.md, vectorized.py",
        ),
        RubricItem(
            "q6", "Question 6: forward and backward with NumPy, a batch", BATCHED,
            section="README.md, vectorized.py",
        ),
        RubricItem(
            "q7", "Question 7: training on digits, analysed", (CURVES,), by_hand=2.5, plots=EVIDENCE,
            section="README.md, experiments.py",
        ),
        RubricItem(
            "rules",
            "Rules",
            (
                Forbids(
                    "plain_python", "scalar.py is plain Python: it imports math and random, nothing that computes more",
                    only=("math", "random", "__future__", "typing", "copy", "time"), files=("scalar.py",), penalty=0.3,
                ),
            ),
        ),
    ),
)  # fmt: skip
