"""Wrong variants of the solution, each with the sentence that a student who made it should read.

They explain wrong results (a submission whose outputs equal those of a variant most likely has its mistake), and
they audit the rubric: each must lose exactly the checks that `loses` names, be it that they are wrong or that
they raise. Words in capitals stand for several checks.
"""

from __future__ import annotations

from grader.mistakes import Edit, Mistake

GROUPS = {
    "FORWARD": (
        "linear_forward f_relu_forward f_sigmoid_forward g_relu_forward g_sigmoid_forward "
        "both_forward one_output_forward forward_again"
    ),
    "MIXED_FORWARD": "both_forward one_output_forward forward_again",
    "BACKWARD": (
        "linear_second_layer linear_first_layer f_relu_backward f_sigmoid_backward g_relu_backward "
        "g_sigmoid_backward both_backward one_output_backward backward_gradient backward_again"
    ),
    "F_BACKWARD": "f_relu_backward f_sigmoid_backward",
    "G_BACKWARD": "g_relu_backward g_sigmoid_backward",
    "MIXED_BACKWARD": "both_backward one_output_backward backward_gradient backward_again",
    "MSE_SLOPE": "mse_slope mse_gradient mse_whole",
    "BCE_VALUE": "bce_value bce_gradient bce_soft losses_keep bce_whole",
    "BCE_SLOPE": "bce_slope bce_gradient bce_soft bce_whole",
    "WHOLE": "mse_whole bce_whole",
}


def mistake(name: str, text: str, *edits: tuple[str, str], loses: str) -> Mistake:
    """Make a mistake from edits of mlp.py: what stands there, and what stands there instead."""
    checks = " ".join(GROUPS.get(word, word) for word in loses.split()).split()
    return Mistake(name, text, tuple(Edit("mlp.py", old, new) for old, new in edits), tuple(checks))


MISTAKES = (
    # --- forward ---------------------------------------------------------------------------------------------
    mistake(
        "first_bias_missing",
        "Your forward leaves b1 out: the first layer is x @ W1.T + b1.",
        ("z1 = x @ W1.T + b1\n", "z1 = x @ W1.T\n"),
        loses="FORWARD linear_second_layer F_BACKWARD G_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "second_bias_missing",
        "Your forward leaves b2 out: the second layer is z2 @ W2.T + b2.",
        ("z2 @ W2.T + b2)", "z2 @ W2.T)"),
        loses="FORWARD G_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "not_transposed",
        "Your forward multiplies by W1, which is (out, in): x @ W1.T has the shapes that fit.",
        ("z1 = x @ W1.T + b1\n", "z1 = x @ W1 + b1\n"),
        loses="FORWARD BACKWARD WHOLE",
    ),
    mistake(
        "f_left_out",
        "Your forward never applies f: z2 is f(z1), whatever the second layer does with it.",
        ("z2 = apply(self.f_function, z1)", "z2 = z1"),
        loses="f_relu_forward f_sigmoid_forward MIXED_FORWARD f_sigmoid_backward MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "g_left_out",
        "Your forward returns z3, the output of the second layer: y_hat is g(z3).",
        ("y_hat = apply(self.g_function, z2 @ W2.T + b2)", "y_hat = z2 @ W2.T + b2"),
        loses="g_relu_forward g_sigmoid_forward MIXED_FORWARD g_sigmoid_backward MIXED_BACKWARD bce_whole",
    ),
    mistake(
        "f_for_g",
        "Your forward applies f in both places: the second layer is followed by g, self.g_function.",
        ("y_hat = apply(self.g_function,", "y_hat = apply(self.f_function,"),
        loses=(
            "f_relu_forward f_sigmoid_forward g_relu_forward g_sigmoid_forward MIXED_FORWARD g_sigmoid_backward "
            "MIXED_BACKWARD WHOLE"
        ),
    ),
    mistake(
        "relu_is_abs",
        "Your relu gives |z| where z is negative: it is max(z, 0), so zero there.",
        ("torch.clamp(z, min=0.0)", "torch.abs(z)"),
        loses="f_relu_forward g_relu_forward MIXED_FORWARD f_relu_backward g_relu_backward MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "sigmoid_sign",
        "Your sigmoid falls where it should rise: the exponent is -z, so write 1 / (1 + exp(-z)).",
        ("torch.exp(-z)", "torch.exp(z)"),
        loses="f_sigmoid_forward g_sigmoid_forward MIXED_FORWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "output_squeezed",
        "Your y_hat loses an axis when there is one output or one sample: leave out squeeze(), it is (N, K) always.",
        ("        return y_hat\n", "        return y_hat.squeeze()\n"),
        loses="one_output_forward backward_gradient WHOLE",
    ),
    mistake(
        "transposes_in_place",
        "Your forward turns W1 itself around, so that the next forward meets another matrix: .t_() "
        "changes a tensor, .T does not.",
        ("z1 = x @ W1.T + b1\n", "z1 = x @ W1.t_() + b1\n"),
        loses="forward_again backward_again",
    ),
    mistake(
        "first_batch_kept",
        "Your forward answers with an earlier result: compute y_hat anew from the x that it is given, "
        "whatever self keeps.",
        ("        z1 = x @ W1.T + b1\n", '        self.x = x = getattr(self, "x", x)\n        z1 = x @ W1.T + b1\n'),
        loses="forward_again backward_again",
    ),
    # --- backward --------------------------------------------------------------------------------------------
    mistake(
        "mean_over_batch",
        "Your backward divides by N: the mean over the batch is in dJdy_hat already, so the gradients are plain sums.",
        ("slope(self.g_function, y_hat)\n", "slope(self.g_function, y_hat) / len(x)\n"),
        loses="BACKWARD WHOLE",
    ),
    mistake(
        "compensating_pair",
        "Your losses leave out 1 / N in dJdy_hat and your backward divides by N: the two make up for each "
        "other, but each is wrong alone.",
        ("slope(self.g_function, y_hat)\n", "slope(self.g_function, y_hat) / len(x)\n"),
        ("return J, 2 * error / y.numel()", "return J, 2 * error / y.shape[1]"),
        ("(y_hat * (1 - y_hat)) / y.numel()", "(y_hat * (1 - y_hat)) / y.shape[1]"),
        loses="BACKWARD mse_slope mse_gradient bce_slope bce_gradient bce_soft",
    ),
    mistake(
        "biases_by_mean",
        "Your dJdb1 and dJdb2 are means over the batch: they are sums, dJdz.sum(dim=0).",
        ("dJdz3.sum(dim=0)", "dJdz3.mean(dim=0)"),
        ("dJdz1.sum(dim=0)", "dJdz1.mean(dim=0)"),
        loses="BACKWARD WHOLE",
    ),
    mistake(
        "second_bias_not_summed",
        "Your dJdb2 has a row for every sample: sum over the batch, dJdz3.sum(dim=0), to get the shape of b2.",
        ("dJdz3.sum(dim=0)", "dJdz3"),
        loses="linear_second_layer G_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "second_transposed",
        "Your dJdW2 is transposed: it has the shape of W2, (out, in), so it is dJdz3.T @ z2.",
        ("dJdz3.T @ z2", "z2.T @ dJdz3"),
        loses="linear_second_layer G_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "first_transposed",
        "Your dJdW1 is transposed: it has the shape of W1, (out, in), so it is dJdz1.T @ x.",
        ("dJdz1.T @ x", "x.T @ dJdz1"),
        loses="linear_first_layer F_BACKWARD G_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "f_slope_missing",
        "Your backward does not go through f: dJdz1 is dJdz2 times the derivative of f.",
        ("dJdz2 * slope(self.f_function, z2)", "dJdz2"),
        loses="F_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "g_slope_missing",
        "Your backward does not go through g: dJdz3 is dJdy_hat times the derivative of g.",
        ("dJdy_hat * slope(self.g_function, y_hat)", "dJdy_hat"),
        loses="G_BACKWARD MIXED_BACKWARD bce_whole",
    ),
    mistake(
        "slopes_swapped",
        "Your backward takes the derivative of g for f: dJdz1 needs that of self.f_function.",
        ("slope(self.f_function, z2)", "slope(self.g_function, z2)"),
        loses="F_BACKWARD G_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "sigmoid_slope_of_input",
        "Your derivative of the sigmoid is taken of z1: y (1 - y) is meant for y = sigmoid(z1).",
        ('"z2": z2, "y_hat"', '"z1": z1, "z2": z2, "y_hat"'),
        ("slope(self.f_function, z2)", 'slope(self.f_function, self.cache["z1"])'),
        loses="f_sigmoid_backward MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "sigmoid_slope_sign",
        "Your derivative of the sigmoid is y (y - 1), which is negative: it is y (1 - y).",
        ("return y * (1 - y)\n", "return y * (y - 1)\n"),
        loses="f_sigmoid_backward g_sigmoid_backward MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "relu_slope_is_value",
        "Your derivative of the relu is its value: it is 1 where that is positive, 0 elsewhere.",
        ("(y > 0).to(y.dtype)", "y"),
        loses="f_relu_backward g_relu_backward MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "relu_slope_one",
        "Your derivative of the relu is 1 everywhere: it is 0 where the input was negative.",
        ("(y > 0).to(y.dtype)", "torch.ones_like(y)"),
        loses="f_relu_backward g_relu_backward MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "before_f_for_second",
        "Your dJdW2 is made with z1: the second layer was given z2 = f(z1).",
        ('"z2": z2, "y_hat"', '"z1": z1, "z2": z2, "y_hat"'),
        ("dJdz3.T @ z2", 'dJdz3.T @ self.cache["z1"]'),
        loses="MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "first_bias_skips_f",
        "Your dJdb1 does not go through f: it is the sum of dJdz1, not of dJdz2.",
        ("dJdz1.sum(dim=0)", "dJdz2.sum(dim=0)"),
        loses="F_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    mistake(
        "dJdy_hat_overwritten",
        "Your backward changes the dJdy_hat that it was given: multiply into a new tensor, * instead of mul_ or *=.",
        ("dJdz3 = dJdy_hat * slope(self.g_function, y_hat)", "dJdz3 = dJdy_hat.mul_(slope(self.g_function, y_hat))"),
        loses="backward_again",
    ),
    mistake(
        "never_cleared",
        "Your gradients of a second batch hold those of the first: add up in self.grads, which "
        "clear_grad_and_cache() empties, or overwrite.",
        ("        dJdz3 = dJdy_hat *", '        before = getattr(self, "total", 0.0)\n        dJdz3 = dJdy_hat *'),
        ('self.grads["dJdb2"] = dJdz3.sum(dim=0)', 'self.grads["dJdb2"] = self.total = before + dJdz3.sum(dim=0)'),
        loses="backward_again",
    ),
    mistake(
        "weights_for_second_missing",
        "Your dJdz2 leaves W2 out: what reaches the first layer is dJdz3 @ W2.",
        ('dJdz2 = dJdz3 @ self.parameters["W2"]', "dJdz2 = dJdz3.sum(dim=1, keepdim=True).expand(z2.shape)"),
        loses="linear_first_layer F_BACKWARD G_BACKWARD MIXED_BACKWARD WHOLE",
    ),
    # --- losses ----------------------------------------------------------------------------------------------
    mistake(
        "mse_value_summed",
        "Your mse_loss returns a sum: J is the mean over all N * K entries, as dJdy_hat has it.",
        ("J = (error**2).mean()", "J = (error**2).sum()"),
        loses="mse_value mse_gradient losses_keep mse_whole",
    ),
    mistake(
        "mse_over_samples",
        "Your mse_loss divides by N alone: J and dJdy_hat are of the mean over all N * K entries.",
        ("J = (error**2).mean()", "J = (error**2).sum() / len(y)"),
        ("return J, 2 * error / y.numel()", "return J, 2 * error / len(y)"),
        loses="mse_value MSE_SLOPE losses_keep",
    ),
    mistake(
        "mse_half",
        "Your mse_loss has a factor of 1/2: J is the mean of (y_hat - y)^2, so dJdy_hat keeps its 2.",
        ("J = (error**2).mean()", "J = (error**2).mean() / 2"),
        ("return J, 2 * error / y.numel()", "return J, error / y.numel()"),
        loses="mse_value MSE_SLOPE losses_keep",
    ),
    mistake(
        "mse_slope_without_two",
        "Your dJdy_hat of mse_loss lacks the factor 2 that comes from the square.",
        ("return J, 2 * error / y.numel()", "return J, error / y.numel()"),
        loses="MSE_SLOPE",
    ),
    mistake(
        "mse_slope_not_divided",
        "Your dJdy_hat of mse_loss is that of a sum: J is a mean, so divide by N * K.",
        ("return J, 2 * error / y.numel()", "return J, 2 * error"),
        loses="MSE_SLOPE",
    ),
    mistake(
        "mse_arguments_swapped",
        "Your mse_loss takes the prediction first: the target y is the first argument, so dJdy_hat comes "
        "out with the wrong sign.",
        ("error = y_hat - y\n", "error = y - y_hat\n"),
        loses="MSE_SLOPE",
    ),
    mistake(
        "mse_in_place",
        "Your mse_loss changes the y_hat that it was given: subtract into a new tensor, y_hat - y.",
        ("error = y_hat - y\n", "error = y_hat.sub_(y)\n"),
        loses="losses_keep",
    ),
    mistake(
        "bce_misprint",
        "Your J of bce_loss follows the misprint of the handout: the first term is y log y_hat, with the "
        "target in front.",
        ("-(y * torch.log(y_hat) +", "-(y_hat * torch.log(y_hat) +"),
        loses="BCE_VALUE",
    ),
    mistake(
        "bce_one_term",
        "Your J of bce_loss counts the ones only: the zeros add -(1 - y) log(1 - y_hat).",
        ("-(y * torch.log(y_hat) + (1 - y) * torch.log(1 - y_hat))", "-(y * torch.log(y_hat))"),
        loses="BCE_VALUE",
    ),
    mistake(
        "bce_arguments_swapped",
        "Your bce_loss takes the prediction first: the target y is the first argument.",
        ("def bce_loss(y: torch.Tensor, y_hat: torch.Tensor)", "def bce_loss(y_hat: torch.Tensor, y: torch.Tensor)"),
        loses="BCE_VALUE bce_slope",
    ),
    mistake(
        "bce_summed",
        "Your bce_loss returns a sum: J is the mean over all N * K entries, as dJdy_hat has it.",
        ("J = losses.mean()", "J = losses.sum()"),
        loses="BCE_VALUE",
    ),
    mistake(
        "bce_slope_of_logits",
        "Your dJdy_hat of bce_loss is that by z3, with the sigmoid in it: by y_hat it is (y_hat - y) / "
        "(y_hat (1 - y_hat)) / (N K).",
        ("(y_hat - y) / (y_hat * (1 - y_hat)) / y.numel()", "(y_hat - y) / y.numel()"),
        loses="BCE_SLOPE",
    ),
    mistake(
        "bce_slope_not_divided",
        "Your dJdy_hat of bce_loss is that of a sum: J is a mean, so divide by N * K.",
        ("(y_hat * (1 - y_hat)) / y.numel()", "(y_hat * (1 - y_hat))"),
        loses="BCE_SLOPE",
    ),
    mistake(
        "bce_slope_sign",
        "Your dJdy_hat of bce_loss has the wrong sign: a y_hat above y has a positive one.",
        ("(y_hat - y) / (y_hat", "(y - y_hat) / (y_hat"),
        loses="BCE_SLOPE",
    ),
    mistake(
        "bce_rounds_targets",
        "Your bce_loss takes targets for 0 or 1: the formula weighs both terms, by y and by 1 - y.",
        ("    losses = -(y *", "    y = y.round()\n    losses = -(y *"),
        loses="bce_soft",
    ),
    # --- rules -----------------------------------------------------------------------------------------------
    mistake(
        "left_to_autograd",
        "Your backward leaves the work to autograd: write down the gradients by hand.",
        (
            'self.grads["dJdW2"] = dJdz3.T @ z2\n',
            (
                "with torch.enable_grad():\n"
                '            W2 = self.parameters["W2"].clone().requires_grad_()\n'
                '            tracked = apply(self.g_function, z2 @ W2.T + self.parameters["b2"])\n'
                '            self.grads["dJdW2"] = torch.autograd.grad((tracked * dJdy_hat).sum(), W2)[0]\n'
            ),
        ),
        loses="no_autograd",
    ),
    mistake(
        "tensor_backward",
        "Your backward calls that of a tensor: gradient tracking is off, so write down the gradients by hand.",
        ("        dJdz3 = dJdy_hat *", "        (y_hat * dJdy_hat).sum().backward()\n        dJdz3 = dJdy_hat *"),
        loses="BACKWARD WHOLE no_autograd",
    ),
)
