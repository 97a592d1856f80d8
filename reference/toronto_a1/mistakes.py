"""Wrong variants of the solution, each with the sentence that a student who made it should read.

They explain wrong results (a submission whose outputs equal those of a variant most likely has its mistake), and
they audit the rubric: each must lose exactly the checks that `loses` names, be it that they are wrong or that
they raise. Words in capitals stand for several checks. The solution of the later parts calls softsign_prime, so a
mistake in it shows there, too.
"""

from __future__ import annotations

from grader.mistakes import Edit, Mistake

GROUPS = {
    "PRIME": "softsign_prime softsign_prime_zero softsign_prime_far softsign_gradient",
    "LOSS": "loss_derivatives loss_far loss_again loss_gradient",
    "THROUGH_PRIME": "cost_W1 cost_b1 cost_gradient cost_whole",
    "COST": "cost_W1 cost_b1 cost_w2 cost_b2 cost_gradient cost_whole",
    "TRAINED": "large_init_shown noise_shown",
}
PRIME = "1 / (1 + np.abs(z)) ** 2"
LOSS = "dLdy * 0.5 * softsign_prime(z)"
DLDY = "(1 - t) / (1 - y) - t / y"
TARGET = "dLdy = (1 - t) / (1 - y) - t / y"
Y = "y = 0.5 * (softsign(z) + 1)\n        dLdy"


def mistake(name: str, text: str, old: str, new: str, *, loses: str) -> Mistake:
    """Make a mistake from an edit of models.py: what stands there, and what stands there instead."""
    checks = " ".join(GROUPS.get(word, word) for word in loses.split()).split()
    return Mistake(name, text, (Edit("models.py", old, new),), tuple(checks))


MISTAKES = (
    # --- softsign_prime -----------------------------------------------------------------------------------------
    mistake(
        "prime_not_squared",
        "The denominator of softsign_prime lacks its square: the derivative is 1 / (1 + abs(z))**2.",
        PRIME,
        "1 / (1 + np.abs(z))",
        loses="PRIME LOSS THROUGH_PRIME",
    ),
    mistake(
        "prime_square_inside",
        "In softsign_prime the square belongs to the whole of 1 + abs(z), not to z alone.",
        PRIME,
        "1 / (1 + np.abs(z) ** 2)",
        loses="PRIME LOSS THROUGH_PRIME",
    ),
    mistake(
        "prime_without_abs",
        "softsign_prime lacks the absolute value: for negative z, 1 + z is not 1 + abs(z).",
        PRIME,
        "1 / (1 + z) ** 2",
        loses="PRIME LOSS THROUGH_PRIME losses_shown large_r_shown",
    ),
    mistake(
        "prime_of_tanh",
        "softsign_prime is not 1 - softsign(z)**2, which is how tanh is differentiated.",
        PRIME,
        "1 - softsign(z) ** 2",
        loses="PRIME LOSS THROUGH_PRIME",
    ),
    mistake(
        "prime_signed",
        "softsign_prime is never negative: softsign rises everywhere, so no factor sign(z) remains.",
        PRIME,
        "np.sign(z) / (1 + np.abs(z)) ** 2",
        loses="PRIME LOSS THROUGH_PRIME large_r_shown",
    ),
    mistake(
        "prime_quotient_rule",
        "The derivative of abs(z) is sign(z): with 1 in its place the quotient rule is right for positive z only.",
        PRIME,
        "(1 + np.abs(z) - z) / (1 + np.abs(z)) ** 2",
        loses="PRIME LOSS THROUGH_PRIME",
    ),
    mistake(
        "prime_zero_at_zero",
        "softsign_prime(0) is 1: softsign is smooth at zero, though abs is not.",
        PRIME,
        "np.where(z == 0, 0.0, 1 / (1 + np.abs(z)) ** 2)",
        loses="softsign_prime_zero large_r_shown",
    ),
    mistake(
        "prime_of_one_number",
        "softsign_prime gets whole arrays: `if z > 0` fails on them; np.abs works entry by entry.",
        "return 1 / (1 + np.abs(z)) ** 2",
        "return 1 / (1 + z) ** 2 if z > 0 else 1 / (1 - z) ** 2",
        loses="PRIME LOSS COST TRAINED losses_shown large_r_shown",
    ),
    mistake(
        "prime_in_place",
        "softsign_prime overwrites its argument: take np.abs(z) without `out`, for z is needed again.",
        PRIME,
        "1 / (1 + np.abs(z, out=z)) ** 2",
        loses="softsign_prime loss_again cost_whole",
    ),
    mistake(
        "prime_difference",
        "A difference quotient with a step of 0.1 is too coarse for softsign_prime: use 1 / (1 + abs(z))**2.",
        PRIME,
        "(softsign(z + 0.1) - softsign(z)) / 0.1",
        loses="PRIME LOSS THROUGH_PRIME",
    ),
    mistake(
        "prime_floor",
        "A small number added to softsign_prime, perhaps against zero, outweighs it for large z: leave it out.",
        "return 1 / (1 + np.abs(z)) ** 2",
        "return 1 / (1 + np.abs(z)) ** 2 + 1e-8",
        loses="softsign_prime_far loss_far",
    ),
    # --- SoftsignCrossEntropy.derivatives -----------------------------------------------------------------------
    mistake(
        "loss_without_half",
        "SoftsignCrossEntropy.derivatives lacks the factor 1/2: dy/dz is softsign_prime(z) / 2.",
        LOSS,
        "dLdy * softsign_prime(z)",
        loses="LOSS",
    ),
    mistake(
        "loss_by_y",
        "SoftsignCrossEntropy.derivatives returns dL/dy: multiply by dy/dz, which is softsign_prime(z) / 2.",
        LOSS,
        "dLdy",
        loses="LOSS",
    ),
    mistake(
        "loss_of_logistic",
        "y - t is the derivative for a logistic output only; with softsign nothing cancels.",
        LOSS,
        "y - t",
        loses="LOSS",
    ),
    mistake(
        "loss_with_logistic",
        "In SoftsignCrossEntropy the prediction is y = (softsign(z) + 1) / 2, not logistic(z).",
        Y,
        "y = logistic(z)\n        dLdy",
        loses="LOSS large_init_shown",
    ),
    mistake(
        "loss_sign",
        "SoftsignCrossEntropy.derivatives has the wrong sign: with t = 1 the loss falls as z grows.",
        DLDY,
        "t / y - (1 - t) / (1 - y)",
        loses="LOSS",
    ),
    mistake(
        "loss_mean",
        "SoftsignCrossEntropy.derivatives divides by M: leave the mean to cost_derivatives.",
        LOSS,
        "dLdy * 0.5 * softsign_prime(z) / len(z)",
        loses="LOSS",
    ),
    mistake(
        "loss_sum",
        "SoftsignCrossEntropy.derivatives returns one number: it must return one derivative for each example, (M,).",
        LOSS,
        "np.sum(dLdy * 0.5 * softsign_prime(z))",
        loses="LOSS TRAINED",
    ),
    mistake(
        "loss_column",
        "SoftsignCrossEntropy.derivatives returns a column, (M, 1): it must be (M,), as z and t are.",
        LOSS,
        "(dLdy * 0.5 * softsign_prime(z)).reshape(-1, 1)",
        loses="LOSS",
    ),
    mistake(
        "loss_y_not_shifted",
        "In SoftsignCrossEntropy.derivatives y is (softsign(z) + 1) / 2, between 0 and 1, not softsign(z) itself.",
        Y,
        "y = softsign(z)\n        dLdy",
        loses="LOSS losses_shown",
    ),
    mistake(
        "loss_of_nines_only",
        "SoftsignCrossEntropy.derivatives lacks the term for t = 0, (1 - t) / (1 - y).",
        DLDY,
        "-t / y",
        loses="LOSS",
    ),
    mistake(
        "loss_targets_swapped",
        "In SoftsignCrossEntropy.derivatives t and 1 - t have changed places: -t / y belongs to t = 1.",
        DLDY,
        "t / (1 - y) - (1 - t) / y",
        loses="LOSS",
    ),
    mistake(
        "loss_eps",
        "A small number added to y and 1 - y makes the derivative wrong for large z: none is needed with softsign.",
        DLDY,
        "(1 - t) / (1 - y + 1e-8) - t / (y + 1e-8)",
        loses="loss_far",
    ),
    mistake(
        "loss_clipped",
        "Clipping y makes the derivative wrong for large z: softsign never reaches 0 or 1, nothing is to be clipped.",
        "dLdy = (1 - t)",
        "y = np.clip(y, 0.01, 0.99)\n        dLdy = (1 - t)",
        loses="loss_far",
    ),
    mistake(
        "loss_changes_t",
        "SoftsignCrossEntropy.derivatives overwrites t: whoever calls it again gets another result.",
        TARGET,
        "np.subtract(1, t, out=t)\n        dLdy = t / (1 - y) - (1 - t) / y",
        loses="loss_again",
    ),
    # --- cost_derivatives ---------------------------------------------------------------------------------------
    mistake(
        "cost_not_divided",
        "cost_derivatives returns sums over the examples: divide by M, for the cost is the mean of the losses.",
        "M = len(X)",
        "M = 1",
        loses="COST",
    ),
    mistake(
        "cost_divided_by_D",
        "cost_derivatives divides by the number of inputs D: divide by that of examples, M = X.shape[0].",
        "M = len(X)",
        "M = X.shape[1]",
        loses="COST",
    ),
    mistake(
        "cost_divides_in_place",
        "`dLdz /= M` changes the argument that cost_derivatives was given: make a new array.",
        "M = len(X)",
        "dLdz /= len(X)\n        M = 1",
        loses="cost_whole",
    ),
    mistake(
        "cost_W1_not_divided",
        "The gradient of W1 is not divided by M, the number of examples.",
        "dLdR.T @ X / M",
        "dLdR.T @ X",
        loses="cost_W1 cost_gradient cost_whole",
    ),
    mistake(
        "cost_W1_transposed",
        "The gradient of W1 is transposed: it must be (N, D), as W1 is: dLdR.T @ X.",
        "dLdR.T @ X / M",
        "X.T @ dLdR / M",
        loses="TRAINED cost_W1 cost_gradient cost_whole",
    ),
    mistake(
        "cost_W1_decay",
        "Weight decay is not part of cost_derivatives: training adds it by itself.",
        "dLdR.T @ X / M",
        "dLdR.T @ X / M + 0.001 * self.W1",
        loses="cost_W1 cost_gradient cost_whole",
    ),
    mistake(
        "cost_b1_not_divided",
        "The gradient of b1 is not divided by M: it is the mean of dLdR over the examples.",
        "dLdR.sum(axis=0) / M",
        "dLdR.sum(axis=0)",
        loses="cost_b1 cost_gradient cost_whole",
    ),
    mistake(
        "cost_b1_one_number",
        "The gradient of b1 is one number: sum over the examples only, axis 0, to keep an entry for each hidden unit.",
        "dLdR.sum(axis=0) / M",
        "dLdR.sum() / M",
        loses="TRAINED cost_b1 cost_gradient cost_whole",
    ),
    mistake(
        "cost_b1_wrong_axis",
        "The gradient of b1 sums over the hidden units: sum over the examples, axis 0, to get (N,).",
        "dLdR.sum(axis=0) / M",
        "dLdR.sum(axis=1) / M",
        loses="TRAINED cost_b1 cost_gradient cost_whole",
    ),
    mistake(
        "cost_w2_not_divided",
        "The gradient of w2 is not divided by M, the number of examples.",
        'activations["H"].T @ dLdz / M',
        'activations["H"].T @ dLdz',
        loses="cost_w2 cost_gradient cost_whole",
    ),
    mistake(
        "cost_w2_of_R",
        "The gradient of w2 takes H, what the hidden units put out, not R, what goes into them.",
        'activations["H"].T @ dLdz / M',
        'activations["R"].T @ dLdz / M',
        loses="cost_w2 cost_gradient cost_whole",
    ),
    mistake(
        "cost_b2_not_divided",
        "The gradient of b2 is not divided by M: it is the mean of dLdz.",
        "dLdz.sum() / M",
        "dLdz.sum()",
        loses="cost_b2 cost_gradient cost_whole",
    ),
    mistake(
        "cost_b2_not_summed",
        "The gradient of b2 has an entry for each example: b2 is one number, so sum over them.",
        "dLdz.sum() / M",
        "dLdz / M",
        loses="TRAINED cost_b2 cost_gradient cost_whole",
    ),
    mistake(
        "cost_without_slope",
        "The gradients of W1 and b1 lack the factor softsign_prime(R).",
        'np.outer(dLdz, self.w2) * softsign_prime(activations["R"])',
        "np.outer(dLdz, self.w2)",
        loses="THROUGH_PRIME",
    ),
    mistake(
        "cost_slope_at_H",
        "softsign_prime is to be taken at R, what goes into the hidden units, not at H.",
        'softsign_prime(activations["R"])',
        'softsign_prime(activations["H"])',
        loses="THROUGH_PRIME",
    ),
    mistake(
        "cost_without_w2",
        "The gradients of W1 and b1 lack the factor w2: dL/dH is dLdz times w2.",
        "np.outer(dLdz, self.w2)",
        "np.outer(dLdz, np.ones_like(self.w2))",
        loses="THROUGH_PRIME",
    ),
    mistake(
        "cost_key",
        'The gradient of w2 must stand under the key "w2", in lower case.',
        '"w2": activations',
        '"W2": activations',
        loses="TRAINED cost_w2 cost_gradient cost_whole",
    ),
    mistake(
        "cost_more_keys",
        "The dict of cost_derivatives is to hold W1, b1, w2 and b2 and nothing else.",
        '"b2": dLdz.sum() / M,',
        '"b2": dLdz.sum() / M,\n            "dLdR": dLdR,',
        loses="cost_whole",
    ),
    mistake(
        "cost_returns_nothing",
        "cost_derivatives computes the gradients and returns nothing: return the dict.",
        'return {\n            "W1"',
        'found = {\n            "W1"',
        loses="COST TRAINED",
    ),
)
