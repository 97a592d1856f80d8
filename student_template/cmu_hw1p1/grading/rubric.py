"""The rubric of CMU 11-785 homework 1 part 1: 100 points.

The points of an item are the handout's; how they are split over its checks is ours (README.md says why).
"""

from __future__ import annotations

from dataclasses import replace

from grader.rubric import ITERATED, Apart, Assignment, Check, Differentiates, Forbids, Matches, RubricItem, Satisfies
from grader.rules import all_of, decreases, falls_as_far, falls_below, has_shape, moments, within, within_band

ACTIVATIONS = ("Sigmoid", "Tanh", "ReLU")
NETWORK = (*ACTIVATIONS, "SoftmaxCrossEntropy")
TRAINED = (*NETWORK, "BatchNorm", "MLP.backward")
FORWARD = ("linear_forward", "hidden_forward", "hidden_other", "third_forward")  # a forward pass tells by these
BACKWARD = (
    "linear_dW", "linear_db", "hidden_dW", "hidden_db", "hidden_other_gradients", "batchnorm_mlp_dW",
    "batchnorm_mlp_parameters", "batchnorm_more",
)  # fmt: skip
STEPPED = (
    *NETWORK,
    "BatchNorm",
    *FORWARD,
    *BACKWARD,
    "batchnorm_mlp_forward",
)  # apart from all of that `step` is judged


def four(*kinds: str) -> tuple[str, ...]:
    """Name the four cases of each kind: the first is public, the others are hidden."""
    return tuple(f"{kind}_{i}" for kind in kinds for i in (1, 2, 3, 4))


def activation(name: str, formula: str, slope: str, special: Check) -> RubricItem:
    """Return the item of one activation, 4 points."""
    probe, plain = name.lower(), four("plain")
    checks = (
        Matches(
            f"{probe}_forward", f"{name}.forward(x) returns {formula}",
            points=1, probe=probe, cases=plain, outputs=("returned",),
        ),
        Matches(
            f"{probe}_state", f"{name}.forward(x) keeps its output in self.state",
            points=0.5, probe=probe, cases=plain, outputs=("state",),
        ),
        special,
        Matches(
            f"{probe}_derivative", f"{name}.derivative() returns {slope}",
            points=1, probe=probe, cases=plain, outputs=("derivative",),
        ),
        Differentiates(
            f"{probe}_gradient", f"{name}.derivative() is the slope of {name}.forward",
            points=0.5, probe=probe, cases=plain, of=probe, output="returned", wrt={"x": "derivative"},
            reduce="elementwise",
        ),
        Matches(
            f"{probe}_again", f"{name}.derivative() gives the same twice; self.state and x stay as they are",
            points=0.5, probe=probe, cases=plain, outputs=("again", "state_after", "x"),
        ),
    )  # fmt: skip
    return RubricItem(probe, f"{name}: forward and derivative", checks, section=f"README.md, {name}")


def building_on(parts: tuple[str, ...], checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """Let checks need parts that are graded by themselves; a wrong one is replaced by a stand-in."""
    return tuple(replace(check, needs=parts) for check in checks)


def given_gradients(*kinds: str) -> Apart:
    """Let a check of MLP.step be judged on gradients that the driver puts in their place."""
    return Apart("steps", cases=four(*kinds), given=("dW", "db"))


def given_network(kind: str) -> Apart:
    """Let a check of get_training_stats be judged on a network of the driver's."""
    return Apart("given_network", cases=four(kind), given=("a network",))


def extreme(name: str) -> Check:
    """Return the check of an activation far from zero."""
    return Matches(
        f"{name.lower()}_extreme", f"{name}.forward(x) is right for entries of -1000 and 1000",
        points=0.5, probe=name.lower(), cases=four("extreme"), outputs=("returned",),
    )  # fmt: skip


def mystery(kind: str, title: str, *gradients: Check) -> RubricItem:
    """Return the item of one of the three deep networks, 10 points, of which `gradients` are 5."""
    checks = (
        Matches(
            f"{kind}_forward", "MLP.forward(x) returns the logits of a deep network",
            points=4, probe="mlp_forward", cases=four(kind), outputs=("returned",),
        ),
        Matches(
            f"{kind}_again", "MLP.forward is right for a second batch, too; x and W stay as they are",
            points=1, probe="mlp_forward", cases=four(kind), outputs=("again", "x", "W"),
        ),
        *gradients,
    )  # fmt: skip
    return RubricItem(f"{kind}_network", title, building_on(NETWORK, checks), section="README.md, MLP")


SOFTMAX = (
    Matches(
        "softmax_loss", "SoftmaxCrossEntropy.forward(x, y) returns the loss of every row, (N,)",
        points=1, probe="softmax", cases=four("plain"), outputs=("returned",), tolerance=ITERATED,
    ),
    Matches(
        "softmax_far", "SoftmaxCrossEntropy.forward is right for logits of -1000 and 1000 (LogSumExp)",
        points=0.5, probe="softmax", cases=four("far"), outputs=("returned",),
    ),
    Matches(
        "softmax_soft", "SoftmaxCrossEntropy.forward is right for labels that are not one-hot",
        points=0.5, probe="softmax", cases=four("soft"), outputs=("returned",), tolerance=ITERATED,
    ),
    Matches(
        "softmax_derivative", "SoftmaxCrossEntropy.derivative() returns softmax(x) - y, not divided by N",
        points=0.5, probe="softmax", cases=four("plain", "soft"), outputs=("derivative",),
    ),
    Matches(
        "softmax_far_derivative", "SoftmaxCrossEntropy.derivative() is right for logits of -1000 and 1000",
        points=0.5, probe="softmax", cases=four("far"), outputs=("derivative",),
    ),
    Differentiates(
        "softmax_gradient", "SoftmaxCrossEntropy.derivative() belongs to SoftmaxCrossEntropy.forward",
        points=0.5, probe="softmax", cases=four("plain"), of="softmax", output="returned",
        wrt={"x": "derivative"},
    ),
    Matches(
        "softmax_again", "SoftmaxCrossEntropy keeps softmax(x) in self.sm, and leaves x and y as they are",
        points=0.5, probe="softmax", cases=four("plain"), outputs=("again", "sm", "x", "labels"),
    ),
)  # fmt: skip

LINEAR = (
    Matches(
        "linear_forward", "MLP with hiddens=[]: forward(x) returns x @ W[0] + b[0]",
        points=2, probe="mlp_forward", cases=four("linear"), outputs=("returned",),
    ),
    Satisfies(
        "weight_init", "random_normal_weight_init(d0, d1) returns (d0, d1) standard normal numbers",
        points=0.5, cases=four("drawn"),
        rule=all_of(has_shape("weights", from_inputs=("d0", "d1"), unit_axes="fixed"), moments("weights")),
    ),
    Matches(
        "bias_init", "zeros_bias_init(d) returns d zeros, and an MLP starts from them",
        points=0.5, cases=four("built"), outputs=("b", "returned"),
    ),
    Matches(
        "linear_dW", "MLP.backward: dW[0] is the gradient of the mean loss, x.T @ delta / N",
        points=1.5, probe="mlp_backward", cases=four("linear"), outputs=("dW",),
    ),
    Matches(
        "linear_db", "MLP.backward: db[0] is the mean of delta over the batch",
        points=0.5, probe="mlp_backward", cases=four("linear"), outputs=("db",),
    ),
    Differentiates(
        "linear_gradient", "dW[0] and db[0] are the derivatives of the mean loss",
        points=1, probe="mlp_backward", cases=four("linear_small"), of="mlp_forward", output="loss",
        wrt={"weights": "dW", "biases": "db"}, consistent=0.5,
    ),
    Matches(
        "linear_step", "MLP.step: five updates lead to the right W[0] and b[0]",
        points=2, probe="updates", cases=four("step"), outputs=("W", "b"), tolerance=ITERATED,
        apart=given_gradients("step"),
    ),
    Satisfies(
        "zero_grads", "zero_grads() sets every dW and db to zero after they were filled",
        points=1, probe="updates", cases=four("step"), rule=falls_below(gradient_size=1e-300),
    ),
)  # fmt: skip

ONE_HIDDEN = (
    Matches(
        "hidden_forward", "MLP with hiddens=[32]: forward(x) returns the logits",
        points=3, probe="mlp_forward", cases=four("hidden"), outputs=("returned",),
    ),
    Matches(
        "hidden_other", "MLP.forward applies the activations that it is given, to the last layer, too",
        points=1, probe="mlp_forward", cases=four("other"), outputs=("returned",),
    ),
    Matches(
        "hidden_again", "MLP.forward is right for a second batch, too; x and W stay as they are",
        points=1, probe="mlp_forward", cases=four("hidden"), outputs=("again", "x", "W"),
    ),
    Matches(
        "hidden_dW", "MLP.backward: dW[0] and dW[1] are the gradients of the mean loss",
        points=1.5, probe="mlp_backward", cases=four("hidden"), outputs=("dW",),
    ),
    Matches(
        "hidden_db", "MLP.backward: db[0] and db[1] are the gradients of the mean loss",
        points=0.5, probe="mlp_backward", cases=four("hidden"), outputs=("db",),
    ),
    Differentiates(
        "hidden_gradient", "dW and db are the derivatives of the mean loss (small networks, every entry)",
        points=1, probe="mlp_backward", cases=four("small"), of="mlp_forward", output="loss",
        wrt={"weights": "dW", "biases": "db"}, consistent=0.5,
    ),
    Matches(
        "hidden_other_gradients", "MLP.backward goes through the activations given, that of the last layer, too",
        points=1, probe="mlp_backward", cases=four("other"), outputs=("dW", "db"),
    ),
    Matches(
        "hidden_criterion", "MLP.backward uses the criterion that the MLP was given (here: squared error)",
        points=1, probe="mlp_backward", cases=four("criterion"), outputs=("dW", "db"),
    ),
)  # fmt: skip


def gradients(kind: str, dW: float, db: float) -> tuple[Check, Check]:
    """Return the checks of a deep network's gradients."""
    return (
        Matches(
            f"{kind}_dW", "MLP.backward: every dW[i] is the gradient of the mean loss",
            points=dW, probe="mlp_backward", cases=four(kind), outputs=("dW",),
        ),
        Matches(
            f"{kind}_db", "MLP.backward: every db[i] is the gradient of the mean loss",
            points=db, probe="mlp_backward", cases=four(kind), outputs=("db",),
        ),
    )  # fmt: skip


DEEP_GRADIENT = Differentiates(
    "deep_gradient", "dW and db are the derivatives of the mean loss (small deep networks, every entry)",
    points=1.5, probe="mlp_backward", cases=four("deep"), of="mlp_forward", output="loss",
    wrt={"weights": "dW", "biases": "db"}, consistent=0.5,
)  # fmt: skip

BATCHNORM = (
    Matches(
        "batchnorm_forward", "BatchNorm.forward(x) normalises by the batch, then scales and shifts",
        points=1, probe="batchnorm_layer", cases=four("layer"), outputs=("returned",),
    ),
    Matches(
        "batchnorm_running", "Running mean and (biased) variance: alpha * old + (1 - alpha) * batch",
        points=1, probe="batchnorm_layer", cases=four("layer"), outputs=("running_mean", "running_var"),
    ),
    Matches(
        "batchnorm_dx", "BatchNorm.backward(delta) returns the derivative by its input",
        points=1.5, probe="batchnorm_layer", cases=four("layer"), outputs=("dx",),
    ),
    Matches(
        "batchnorm_parameters", "BatchNorm.backward: dbeta = sum of delta, dgamma = sum of delta * norm",
        points=1, probe="batchnorm_layer", cases=four("layer"), outputs=("dgamma", "dbeta"),
    ),
    Differentiates(
        "batchnorm_gradient", "BatchNorm.backward gives the derivatives of BatchNorm.forward",
        points=0.5, probe="batchnorm_layer", cases=four("layer"), of="batchnorm_layer", output="projected",
        wrt={"x": "dx", "gamma": "dgamma", "beta": "dbeta"},
    ),
    Matches(
        "batchnorm_mlp_forward", "MLP.forward with batch normalisation, before the activation, in training",
        points=0.5, probe="batchnorm_forward", cases=four("one", "more"), outputs=("returned",),
    ),
    Matches(
        "batchnorm_mlp_dW", "MLP.backward with one batch-norm layer: dW and db",
        points=1.5, probe="batchnorm_backward", cases=four("one"), outputs=("dW", "db"),
    ),
    Matches(
        "batchnorm_mlp_parameters", "MLP.backward with one batch-norm layer: dgamma and dbeta",
        points=0.5, probe="batchnorm_backward", cases=four("one"), outputs=("dgamma", "dbeta"),
    ),
    Matches(
        "batchnorm_more", "MLP.backward with several batch-norm layers: dW, db, dgamma and dbeta",
        points=1, probe="batchnorm_backward", cases=four("more"), outputs=("dW", "db", "dgamma", "dbeta"),
    ),
    Differentiates(
        "batchnorm_mlp_gradient", "With batch norm, dW and db are the derivatives of the mean loss",
        points=0.5, probe="batchnorm_backward", cases=four("small"), of="batchnorm_forward", output="loss",
        wrt={"weights": "dW", "biases": "db"},
    ),
    Matches(
        "batchnorm_step", "MLP.step: updates with batch norm lead to the right W, b, gamma and beta",
        points=1, probe="batchnorm_updates", cases=four("step"), outputs=("W", "b", "gamma", "beta"),
        tolerance=ITERATED, apart=given_gradients("batchnorm_step"),
    ),
)  # fmt: skip

INFERENCE = (
    Matches(
        "batchnorm_eval", "BatchNorm.forward(x, eval=True) normalises by the running mean and variance",
        points=1, probe="batchnorm_layer_eval", cases=four("layer"), outputs=("returned",),
    ),
    Matches(
        "inference", "After batches in training and mlp.eval(), forward(x) uses the running mean and variance",
        points=2.5, cases=four("seen"), outputs=("returned",),
    ),
    Matches(
        "inference_one_row", "In evaluation a single row gives the same logits as it does among others",
        points=0.5, probe="inference", cases=four("seen"), outputs=("one_row",),
    ),
    Matches(
        "inference_changes_nothing", "Evaluation changes no running value; mlp.train() uses the batch again",
        points=1, probe="inference", cases=four("seen"), outputs=("again", "training"),
    ),
)  # fmt: skip

MOMENTUM = (
    Matches(
        "momentum_W", "MLP.step with momentum 0.856, five updates: v = momentum * v - lr * dW, W += v",
        points=4, probe="updates", cases=four("momentum"), outputs=("W",), tolerance=ITERATED,
        apart=given_gradients("momentum"),
    ),
    Matches(
        "momentum_b", "MLP.step with momentum 0.856, five updates: the same for b",
        points=2, probe="updates", cases=four("momentum"), outputs=("b",), tolerance=ITERATED,
        apart=given_gradients("momentum"),
    ),
    Matches(
        "momentum_coasts", "After zero_grads() a step still moves W and b by momentum * v",
        points=2, probe="updates", cases=four("momentum"), outputs=("W_coasted", "b_coasted"),
        tolerance=ITERATED, apart=given_gradients("momentum"),
    ),
    Matches(
        "momentum_batchnorm", "With momentum, gamma and beta still take plain steps of lr * gradient",
        points=2, probe="batchnorm_updates", cases=four("momentum"), outputs=("W", "b", "gamma", "beta"),
        tolerance=ITERATED, apart=given_gradients("batchnorm_momentum"),
    ),
)  # fmt: skip

CURVES = ("training_losses", "training_errors", "validation_losses", "validation_errors")
LEARNS = all_of(
    *(has_shape(curve, from_inputs=("nepochs",)) for curve in CURVES),
    *(within(curve, 0.0, 1.0) for curve in CURVES if curve.endswith("errors")),
    falls_as_far("training_losses", "validation_losses"),
    decreases("training_errors"),
)
SHUFFLES = all_of(
    *(has_shape(curve, from_inputs=("nepochs",)) for curve in CURVES),
    within_band("validation_losses", last=1),
)
TRAINING = (
    Satisfies(
        "stats_learns", "get_training_stats gives four curves (nepochs,): losses fall, errors are fractions",
        points=2, probe="training_stats", cases=four("learns"), rule=LEARNS,
    ),
    *(
        Matches(
            f"stats_{curve}", f"{curve} are exact when the batch is the whole training set",
            points=1, probe="training_stats", cases=four("whole"), outputs=(curve,), tolerance=ITERATED,
            apart=given_network("whole"),
        )
        for curve in CURVES
    ),
    Matches(
        "stats_ragged", "A smaller last batch counts, each sample once (learning rate 0: exact curves)",
        points=1, probe="training_stats", cases=four("ragged"), outputs=CURVES, tolerance=ITERATED,
        apart=given_network("ragged"),
    ),
    Matches(
        "stats_batchnorm", "With batch norm: trained in training mode, validated in evaluation mode",
        points=1, probe="training_stats", cases=four("batchnorm"), outputs=CURVES, tolerance=ITERATED,
    ),
    Satisfies(
        "stats_shuffles", "A training set that comes sorted by class is shuffled before every epoch",
        points=2, probe="training_stats", cases=four("sorted"), rule=SHUFFLES,
    ),
)  # fmt: skip

NO_AUTODIFF = Forbids(
    "no_autodiff", "hw1.py uses NumPy alone, no autodiff toolbox", penalty=1.0,
    imports=(
        "torch", "tensorflow", "keras", "jax", "flax", "autograd", "theano", "aesara", "pytensor", "mxnet",
        "chainer", "cupy", "paddle", "mindspore", "tinygrad", "micrograd", "dynet", "cntk", "caffe2",
    ),
)  # fmt: skip

STAND_INS = {
    "SoftmaxCrossEntropy": tuple(check.id for check in SOFTMAX),
    **{
        name: tuple(f"{name.lower()}_{what}" for what in ("forward", "state", extra, "derivative", "gradient", "again"))
        for name, extra in (("Sigmoid", "extreme"), ("Tanh", "extreme"), ("ReLU", "zero"))
    },
    "BatchNorm": (
        "batchnorm_forward", "batchnorm_running", "batchnorm_dx", "batchnorm_parameters", "batchnorm_gradient",
        "batchnorm_eval",
    ),
    "MLP.backward": (
        "linear_dW", "linear_db", "linear_gradient", "hidden_dW", "hidden_db", "hidden_gradient",
        "hidden_other_gradients", "hidden_criterion", "batchnorm_mlp_dW", "batchnorm_mlp_parameters",
        "batchnorm_more", "batchnorm_mlp_gradient",
    ),
}  # fmt: skip

RUBRIC = Assignment(
    "cmu_hw1p1",
    title="CMU 11-785 homework 1 part 1: a multilayer perceptron from NumPy alone",
    files=("hw1.py",),
    defines={
        "hw1.py": (
            "Sigmoid", "Tanh", "ReLU", "SoftmaxCrossEntropy", "BatchNorm", "MLP",
            "random_normal_weight_init", "zeros_bias_init", "get_training_stats",
        )
    },
    total=100,
    stand_ins=STAND_INS,
    items=(
        RubricItem(
            "softmax", "SoftmaxCrossEntropy: forward and derivative", SOFTMAX,
            section="README.md, SoftmaxCrossEntropy",
        ),
        activation("Sigmoid", "1 / (1 + exp(-x))", "s * (1 - s), s being the state", extreme("Sigmoid")),
        activation("Tanh", "tanh(x)", "1 - t**2, t being the state", extreme("Tanh")),
        activation(
            "ReLU", "max(x, 0)", "1 where x > 0, else 0",
            Matches(
                "relu_zero", "ReLU gives 0 for x = 0, and so does its derivative",
                points=0.5, probe="relu", cases=four("zero"), outputs=("returned", "derivative"),
            ),
        ),
        RubricItem(
            "linear", "Linear classifier: forward, backward, step",
            building_on(("SoftmaxCrossEntropy",), LINEAR[:-2])
            + building_on(STEPPED, LINEAR[-2:-1])
            + building_on(("SoftmaxCrossEntropy", "MLP.backward"), LINEAR[-1:]),
            section="README.md, MLP",
        ),
        RubricItem(
            "hidden", "One hidden layer of 32: forward and backward", building_on(NETWORK, ONE_HIDDEN),
            section="README.md, MLP",
        ),
        mystery("first", "Hidden layers [64, 32]: forward and backward", *gradients("first", 3, 2)),
        mystery("second", "Five hidden layers of 32: forward and backward", *gradients("second", 3, 2)),
        mystery(
            "third", "Hidden layers [24, 16, 20] with ReLU and Tanh: forward and backward",
            *gradients("third", 2, 1.5), DEEP_GRADIENT,
        ),
        RubricItem(
            "batchnorm", "Batch normalisation: training",
            BATCHNORM[:5]
            + building_on((*NETWORK, "BatchNorm"), BATCHNORM[5:-1])
            + building_on(STEPPED, BATCHNORM[-1:]),
            section="README.md, BatchNorm",
        ),
        RubricItem(
            "inference", "Batch normalisation: inference",
            INFERENCE[:1] + building_on((*ACTIVATIONS, "BatchNorm"), INFERENCE[1:]),
            section="README.md, BatchNorm",
        ),
        RubricItem("momentum", "Momentum", building_on(STEPPED, MOMENTUM), section="README.md, MLP"),
        RubricItem(
            "training", "Training statistics", building_on((*TRAINED, *FORWARD, "linear_step"), TRAINING),
            plots=CURVES, override=True,
            section="README.md, hw1.py",
        ),
        RubricItem("rules", "Rules", (NO_AUTODIFF,)),
    ),
)  # fmt: skip
