"""Wrong variants of the solution, each with the sentence that a student who made it should read.

They explain wrong results (a submission whose outputs equal those of a variant most likely has its mistake), and
they audit the rubric: each must lose exactly the checks that `loses` names, be it that they are wrong or that
they raise. Words in capitals stand for several checks.
"""

from __future__ import annotations

from grader.mistakes import Edit, Mistake

GROUPS = {
    "LINEAR_BACKWARD": "linear_dW linear_db linear_gradient linear_step",
    "HIDDEN_FORWARD": "hidden_forward hidden_other hidden_again",
    "HIDDEN_BACKWARD": "hidden_dW hidden_db hidden_gradient hidden_other_gradients hidden_criterion",
    "FIRST_TWO_FORWARD": "first_forward first_again second_forward second_again",
    "FIRST_TWO_BACKWARD": "first_dW first_db second_dW second_db",
    "THIRD_FORWARD": "third_forward third_again",
    "THIRD_BACKWARD": "third_dW third_db deep_gradient",
    "BATCHNORM_MLP_BACKWARD": (
        "batchnorm_mlp_dW batchnorm_more batchnorm_mlp_gradient batchnorm_step momentum_batchnorm"
    ),
    "INFERENCE": "inference inference_one_row inference_changes_nothing",
    "MOMENTUM": "momentum_W momentum_b momentum_coasts",
    "CURVES": "stats_training_losses stats_training_errors stats_validation_losses stats_validation_errors",
    "STATS": (
        "stats_learns stats_training_losses stats_training_errors stats_validation_losses stats_validation_errors "
        "stats_ragged stats_batchnorm stats_shuffles"
    ),
}


def mistake(name: str, text: str, *edits: tuple[str, str], loses: str) -> Mistake:
    """Make a mistake from edits of hw1.py: what stands there, and what stands there instead."""
    checks = " ".join(GROUPS.get(word, word) for word in loses.split()).split()
    return Mistake(name, text, tuple(Edit("hw1.py", old, new) for old, new in edits), tuple(checks))


MISTAKES = (
    # --- activations -----------------------------------------------------------------------------------------
    mistake(
        "sigmoid_overflows",
        "Your Sigmoid overflows for large x: exp(1000) is inf, and inf / inf is nan. Write 1 / (1 + exp(-x)), "
        "which has no such quotient.",
        ("np.where(x >= 0, 1 / (1 + e), e / (1 + e))", "np.exp(x) / (1 + np.exp(x))"),
        loses="sigmoid_extreme",
    ),
    mistake(
        "sigmoid_sign",
        "Your Sigmoid falls where it should rise: the exponent is -x, so write 1 / (1 + exp(-x)).",
        ("np.where(x >= 0, 1 / (1 + e), e / (1 + e))", "np.where(x < 0, 1 / (1 + e), e / (1 + e))"),
        loses=(
            "sigmoid_forward sigmoid_state sigmoid_extreme sigmoid_gradient sigmoid_again HIDDEN_FORWARD "
            "HIDDEN_BACKWARD FIRST_TWO_FORWARD FIRST_TWO_BACKWARD deep_gradient batchnorm_mlp_forward "
            "BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters INFERENCE MOMENTUM CURVES stats_ragged "
            "stats_batchnorm"
        ),
    ),
    mistake(
        "sigmoid_state_is_input",
        "Your Sigmoid.forward keeps x in self.state; keep the output there, since derivative() needs s * (1 - s).",
        (
            "        self.state = np.where(x >= 0, 1 / (1 + e), e / (1 + e))\n        return self.state\n",
            "        self.state = x\n        return np.where(x >= 0, 1 / (1 + e), e / (1 + e))\n",
        ),
        loses=(
            "sigmoid_state sigmoid_derivative sigmoid_gradient sigmoid_again HIDDEN_BACKWARD FIRST_TWO_BACKWARD "
            "deep_gradient BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM CURVES stats_batchnorm"
        ),
    ),
    mistake(
        "sigmoid_returns_none",
        "Your Sigmoid.forward fills self.state but returns nothing: end it with `return self.state`.",
        (
            "        self.state = np.where(x >= 0, 1 / (1 + e), e / (1 + e))\n        return self.state\n",
            "        self.state = np.where(x >= 0, 1 / (1 + e), e / (1 + e))\n",
        ),
        loses=(
            "sigmoid_forward sigmoid_extreme sigmoid_gradient HIDDEN_FORWARD HIDDEN_BACKWARD FIRST_TWO_FORWARD "
            "FIRST_TWO_BACKWARD deep_gradient batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD "
            "batchnorm_mlp_parameters INFERENCE MOMENTUM CURVES stats_ragged stats_batchnorm"
        ),
    ),
    mistake(
        "sigmoid_derivative_applies_sigmoid_again",
        "Your Sigmoid.derivative takes the sigmoid of self.state, which is a sigmoid already: return state * "
        "(1 - state).",
        ("return self.state * (1 - self.state)", "s = 1 / (1 + np.exp(-self.state))\n        return s * (1 - s)"),
        loses=(
            "sigmoid_derivative sigmoid_gradient sigmoid_again HIDDEN_BACKWARD FIRST_TWO_BACKWARD deep_gradient "
            "BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM CURVES stats_batchnorm"
        ),
    ),
    mistake(
        "sigmoid_derivative_without_state",
        "Your Sigmoid.derivative returns 1 - s; the factor s is missing: s * (1 - s).",
        ("return self.state * (1 - self.state)", "return 1 - self.state"),
        loses=(
            "sigmoid_derivative sigmoid_gradient sigmoid_again HIDDEN_BACKWARD FIRST_TWO_BACKWARD deep_gradient "
            "BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM CURVES stats_batchnorm"
        ),
    ),
    mistake(
        "tanh_overflows",
        "Your Tanh overflows for large |x|: exp(1000) is inf, and inf / inf is nan. np.tanh is safe.",
        ("self.state = np.tanh(x)", "self.state = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))"),
        loses="tanh_extreme",
    ),
    mistake(
        "tanh_of_half",
        "Your Tanh is tanh(x / 2): (exp(x) - 1) / (exp(x) + 1). Write np.tanh(x).",
        ("self.state = np.tanh(x)", "self.state = np.tanh(x / 2)"),
        loses=(
            "tanh_forward tanh_state tanh_extreme tanh_derivative tanh_gradient tanh_again hidden_other "
            "hidden_gradient hidden_other_gradients hidden_criterion THIRD_FORWARD THIRD_BACKWARD "
            "batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters INFERENCE MOMENTUM CURVES "
            "stats_ragged stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "tanh_state_is_input",
        "Your Tanh.forward keeps x in self.state; keep the output there, since derivative() needs 1 - t**2.",
        (
            "        self.state = np.tanh(x)\n        return self.state\n",
            "        self.state = x\n        return np.tanh(x)\n",
        ),
        loses=(
            "tanh_state tanh_derivative tanh_gradient tanh_again hidden_gradient hidden_other_gradients "
            "hidden_criterion THIRD_BACKWARD BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM "
            "stats_learns CURVES stats_batchnorm"
        ),
    ),
    mistake(
        "tanh_derivative_without_square",
        "Your Tanh.derivative returns 1 - t; the square is missing: 1 - t**2.",
        ("return 1 - self.state**2", "return 1 - self.state"),
        loses=(
            "tanh_derivative tanh_gradient tanh_again hidden_gradient hidden_other_gradients hidden_criterion "
            "THIRD_BACKWARD BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM stats_training_losses "
            "stats_training_errors stats_validation_losses stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "tanh_derivative_applies_tanh_again",
        "Your Tanh.derivative takes the tanh of self.state, which is a tanh already: return 1 - state**2.",
        ("return 1 - self.state**2", "return 1 - np.tanh(self.state) ** 2"),
        loses=(
            "tanh_derivative tanh_gradient tanh_again hidden_gradient hidden_other_gradients hidden_criterion "
            "THIRD_BACKWARD BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM stats_training_losses "
            "stats_training_errors stats_validation_losses stats_batchnorm"
        ),
    ),
    mistake(
        "relu_changes_its_input",
        "Your ReLU.forward writes zeros into the x of the caller. Make a new array: np.maximum(x, 0).",
        ("self.state = np.maximum(x, 0.0)", "x[x < 0] = 0.0\n        self.state = x"),
        loses="relu_again",
    ),
    mistake(
        "relu_leaks",
        "Your ReLU lets a part of negative numbers through, as a leaky ReLU does; here it is max(x, 0).",
        ("self.state = np.maximum(x, 0.0)", "self.state = np.where(x > 0, x, 0.01 * x)"),
        loses=(
            "relu_forward relu_state relu_zero relu_gradient relu_again hidden_other hidden_gradient "
            "hidden_other_gradients THIRD_FORWARD THIRD_BACKWARD"
        ),
    ),
    mistake(
        "relu_absolute",
        "Your ReLU returns |x|: negative entries should become 0, not positive.",
        ("self.state = np.maximum(x, 0.0)", "self.state = np.abs(x)"),
        loses=(
            "relu_forward relu_state relu_zero relu_derivative relu_gradient relu_again hidden_other "
            "hidden_gradient hidden_other_gradients THIRD_FORWARD THIRD_BACKWARD"
        ),
    ),
    mistake(
        "relu_derivative_overwrites_state",
        "Your ReLU.derivative writes ones into self.state, which is also the array that forward returned. "
        "Compute the derivative in a new array, such as np.where(self.state > 0, 1.0, 0.0).",
        ("return np.where(self.state > 0, 1.0, 0.0)", "self.state[self.state > 0] = 1.0\n        return self.state"),
        loses="relu_again",
    ),
    mistake(
        "relu_derivative_one_at_zero",
        "Your ReLU.derivative compares with >= 0. The state is max(x, 0), never negative, so that gives 1 "
        "everywhere: compare with > 0.",
        ("return np.where(self.state > 0, 1.0, 0.0)", "return np.where(self.state >= 0, 1.0, 0.0)"),
        loses=(
            "relu_zero relu_derivative relu_gradient relu_again hidden_gradient hidden_other_gradients THIRD_BACKWARD"
        ),
    ),
    mistake(
        "relu_derivative_is_state",
        "Your ReLU.derivative returns the state itself; return 1 where it is positive and 0 elsewhere.",
        ("return np.where(self.state > 0, 1.0, 0.0)", "return self.state"),
        loses=(
            "relu_zero relu_derivative relu_gradient relu_again hidden_gradient hidden_other_gradients THIRD_BACKWARD"
        ),
    ),
    # --- softmax cross-entropy -------------------------------------------------------------------------------
    mistake(
        "softmax_without_shift",
        "Your softmax overflows for large logits: exp(1000) is inf. Subtract the greatest logit of each row "
        "first (the LogSumExp trick).",
        ("shifted = x - x.max(axis=1, keepdims=True)", "shifted = x"),
        loses="softmax_far softmax_far_derivative",
    ),
    mistake(
        "softmax_shift_by_whole_batch",
        "Your softmax subtracts the greatest logit of the whole batch, so rows far below it underflow to 0: "
        "subtract the maximum of each row, x.max(axis=1, keepdims=True).",
        ("x.max(axis=1, keepdims=True)", "x.max()"),
        loses="softmax_far softmax_far_derivative",
    ),
    mistake(
        "softmax_log_of_softmax",
        "Your loss is the log of softmax + eps, which cannot exceed 18.4 and loses small probabilities. "
        "Compute the log directly: logits - LogSumExp(logits).",
        ("self.loss = -(y * log_softmax).sum(axis=1)", "self.loss = -(y * np.log(self.sm + 1e-8)).sum(axis=1)"),
        loses="softmax_far",
    ),
    mistake(
        "softmax_over_the_batch",
        "Your softmax adds up over the batch (axis 0); each row has its own sum: axis=1, keepdims=True.",
        ("np.exp(shifted).sum(axis=1, keepdims=True)", "np.exp(shifted).sum(axis=0, keepdims=True)"),
        loses=(
            "softmax_loss softmax_far softmax_soft softmax_derivative softmax_far_derivative softmax_gradient "
            "softmax_again LINEAR_BACKWARD hidden_dW hidden_db hidden_gradient hidden_other_gradients "
            "FIRST_TWO_BACKWARD THIRD_BACKWARD BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM STATS"
        ),
    ),
    mistake(
        "loss_averaged",
        "Your SoftmaxCrossEntropy.forward returns the mean of the losses; return the loss of every row, (N,), "
        "and leave the mean to the caller.",
        ("self.loss = -(y * log_softmax).sum(axis=1)", "self.loss = -(y * log_softmax).sum(axis=1).mean()"),
        loses=(
            "softmax_loss softmax_far softmax_soft softmax_gradient stats_training_losses stats_ragged stats_batchnorm"
        ),
    ),
    mistake(
        "loss_per_entry",
        "Your SoftmaxCrossEntropy.forward returns (N, K), a term for every class: add them up over the "
        "classes, with sum(axis=1).",
        ("self.loss = -(y * log_softmax).sum(axis=1)", "self.loss = -(y * log_softmax)"),
        loses=(
            "softmax_loss softmax_far softmax_soft softmax_gradient linear_gradient hidden_gradient deep_gradient "
            "batchnorm_mlp_gradient stats_validation_losses stats_ragged stats_batchnorm"
        ),
    ),
    mistake(
        "loss_sign",
        "Your loss is negative: cross-entropy is minus the sum of y * log(softmax).",
        ("self.loss = -(y * log_softmax).sum(axis=1)", "self.loss = (y * log_softmax).sum(axis=1)"),
        loses=(
            "softmax_loss softmax_far softmax_soft softmax_gradient linear_gradient hidden_gradient deep_gradient "
            "batchnorm_mlp_gradient stats_learns stats_training_losses stats_validation_losses stats_ragged "
            "stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "loss_of_the_greatest_label",
        "Your loss looks only at the class with the greatest label; with soft labels every class counts: "
        "-sum(y * log_softmax).",
        ("self.loss = -(y * log_softmax).sum(axis=1)", "self.loss = -log_softmax[np.arange(len(x)), y.argmax(axis=1)]"),
        loses="softmax_soft",
    ),
    mistake(
        "derivative_divided_by_n",
        "Your SoftmaxCrossEntropy.derivative divides by N. It is softmax - y; the division by N comes once, "
        "in MLP.backward.",
        ("return self.sm - self.labels", "return (self.sm - self.labels) / len(self.labels)"),
        loses=(
            "softmax_derivative softmax_far_derivative softmax_gradient softmax_again LINEAR_BACKWARD hidden_dW "
            "hidden_db hidden_gradient hidden_other_gradients FIRST_TWO_BACKWARD THIRD_BACKWARD "
            "BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM stats_learns CURVES stats_batchnorm "
            "stats_shuffles"
        ),
    ),
    mistake(
        "derivative_sign",
        "Your SoftmaxCrossEntropy.derivative has the wrong sign: it is softmax - y, not y - softmax.",
        ("return self.sm - self.labels", "return self.labels - self.sm"),
        loses=(
            "softmax_derivative softmax_far_derivative softmax_gradient softmax_again LINEAR_BACKWARD hidden_dW "
            "hidden_db hidden_gradient hidden_other_gradients FIRST_TWO_BACKWARD THIRD_BACKWARD "
            "BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM stats_learns CURVES stats_batchnorm "
            "stats_shuffles"
        ),
    ),
    mistake(
        "derivative_of_the_logits",
        "Your SoftmaxCrossEntropy.derivative returns logits - y; take the softmax of the logits first: softmax - y.",
        ("return self.sm - self.labels", "return self.logits - self.labels"),
        loses=(
            "softmax_derivative softmax_far_derivative softmax_gradient softmax_again LINEAR_BACKWARD hidden_dW "
            "hidden_db hidden_gradient hidden_other_gradients FIRST_TWO_BACKWARD THIRD_BACKWARD "
            "BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM stats_learns CURVES stats_batchnorm "
            "stats_shuffles"
        ),
    ),
    mistake(
        "derivative_overwrites_softmax",
        "Your SoftmaxCrossEntropy.derivative subtracts the labels from self.sm in place, so a second call "
        "subtracts them again. Return self.sm - self.labels as a new array.",
        ("return self.sm - self.labels", "self.sm -= self.labels\n        return self.sm"),
        loses="softmax_again",
    ),
    # --- batch normalisation ---------------------------------------------------------------------------------
    mistake(
        "batchnorm_unbiased_variance",
        "Your batch variance divides by N - 1; batch normalisation uses the biased variance, divided by N "
        "(np.var as it is).",
        ("self.var = x.var(axis=0, keepdims=True)", "self.var = x.var(axis=0, keepdims=True, ddof=1)"),
        loses=(
            "batchnorm_forward batchnorm_running batchnorm_dx batchnorm_parameters batchnorm_gradient "
            "batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters batchnorm_eval INFERENCE "
            "stats_batchnorm"
        ),
    ),
    mistake(
        "batchnorm_divides_by_variance",
        "Your BatchNorm.forward divides by the variance; divide by its square root, sqrt(var + eps).",
        (
            "self.norm = (x - self.mean) / np.sqrt(self.var + self.eps)",
            "self.norm = (x - self.mean) / (self.var + self.eps)",
        ),
        loses=(
            "batchnorm_forward batchnorm_dx batchnorm_parameters batchnorm_gradient batchnorm_mlp_forward "
            "BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters INFERENCE stats_batchnorm"
        ),
    ),
    mistake(
        "batchnorm_over_the_features",
        "Your batch mean and variance are taken over the features (axis 1); each feature has its own, over "
        "the batch: axis=0.",
        ("self.mean = x.mean(axis=0, keepdims=True)", "self.mean = x.mean(axis=1, keepdims=True)"),
        ("self.var = x.var(axis=0, keepdims=True)", "self.var = x.var(axis=1, keepdims=True)"),
        loses=(
            "batchnorm_forward batchnorm_running batchnorm_dx batchnorm_parameters batchnorm_gradient "
            "batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters batchnorm_eval INFERENCE "
            "stats_batchnorm"
        ),
    ),
    mistake(
        "batchnorm_without_gamma",
        "Your BatchNorm.forward leaves out the scale gamma: out = gamma * norm + beta.",
        ("self.out = self.gamma * self.norm + self.beta", "self.out = self.norm + self.beta"),
        loses=(
            "batchnorm_forward batchnorm_gradient batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD "
            "batchnorm_mlp_parameters INFERENCE stats_batchnorm"
        ),
    ),
    mistake(
        "batchnorm_without_beta",
        "Your BatchNorm.forward leaves out the shift beta: out = gamma * norm + beta.",
        ("self.out = self.gamma * self.norm + self.beta", "self.out = self.gamma * self.norm"),
        loses=(
            "batchnorm_forward batchnorm_gradient batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD "
            "batchnorm_mlp_parameters INFERENCE stats_batchnorm"
        ),
    ),
    mistake(
        "running_alpha_swapped",
        "Your running mean and variance have alpha and 1 - alpha the wrong way round: running = alpha * "
        "running + (1 - alpha) * batch.",
        (
            "self.alpha * self.running_mean + (1 - self.alpha) * self.mean",
            "(1 - self.alpha) * self.running_mean + self.alpha * self.mean",
        ),
        (
            "self.alpha * self.running_var + (1 - self.alpha) * self.var",
            "(1 - self.alpha) * self.running_var + self.alpha * self.var",
        ),
        loses="batchnorm_running batchnorm_eval INFERENCE stats_batchnorm",
    ),
    mistake(
        "running_var_unbiased",
        "Your running variance takes the unbiased variance, N / (N - 1) times the batch's; take the biased "
        "one that the batch is normalised by.",
        ("(1 - self.alpha) * self.var\n", "(1 - self.alpha) * self.var * len(x) / (len(x) - 1)\n"),
        loses="batchnorm_running batchnorm_eval INFERENCE stats_batchnorm",
    ),
    mistake(
        "running_not_updated",
        "Your running mean and variance stay as they began: update them in every training forward.",
        (
            (
                "self.running_mean = self.alpha * self.running_mean + (1 - self.alpha) * self.mean\n"
                "        self.running_var = self.alpha * self.running_var + (1 - self.alpha) * self.var\n"
                "        "
            ),
            "",
        ),
        loses="batchnorm_running batchnorm_eval INFERENCE stats_batchnorm",
    ),
    mistake(
        "running_std_for_variance",
        "Your running variance averages standard deviations; average the variances.",
        ("(1 - self.alpha) * self.var\n", "(1 - self.alpha) * np.sqrt(self.var)\n"),
        loses="batchnorm_running batchnorm_eval INFERENCE stats_batchnorm",
    ),
    mistake(
        "batchnorm_ignores_eval",
        "Your BatchNorm.forward ignores eval: with eval=True normalise by the running mean and variance.",
        ("        if eval:\n", "        if False:\n"),
        loses="batchnorm_eval INFERENCE stats_batchnorm",
    ),
    mistake(
        "batchnorm_eval_without_scale",
        "With eval=True your BatchNorm.forward leaves out gamma and beta: out = gamma * norm + beta in "
        "evaluation, too.",
        ("return self.gamma * norm + self.beta", "return norm"),
        loses="batchnorm_eval INFERENCE stats_batchnorm",
    ),
    mistake(
        "batchnorm_eval_updates_running",
        "Your BatchNorm.forward changes the running mean with eval=True, too. Evaluation must change nothing.",
        (
            "            norm = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)\n",
            (
                "            self.running_mean = self.alpha * self.running_mean + (1 - self.alpha) * x.mean(axis=0, "
                "keepdims=True)\n"
                "            norm = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)\n"
            ),
        ),
        loses="batchnorm_eval INFERENCE stats_batchnorm",
    ),
    mistake(
        "batchnorm_backward_without_gamma",
        "Your BatchNorm.backward leaves out gamma: the derivative by the normalised x is delta * gamma.",
        ("dnorm = delta * self.gamma", "dnorm = delta"),
        loses="batchnorm_dx batchnorm_gradient BATCHNORM_MLP_BACKWARD stats_batchnorm",
    ),
    mistake(
        "batchnorm_backward_without_mean",
        "Your BatchNorm.backward leaves out the way through the mean: every x of the batch moves it. Subtract "
        "the mean of the derivative by the normalised x.",
        ("(dnorm - through_mean - through_var)", "(dnorm - through_var)"),
        loses="batchnorm_dx batchnorm_gradient BATCHNORM_MLP_BACKWARD stats_batchnorm",
    ),
    mistake(
        "batchnorm_backward_without_variance",
        "Your BatchNorm.backward leaves out the way through the variance: subtract norm * mean(dnorm * norm).",
        ("(dnorm - through_mean - through_var)", "(dnorm - through_mean)"),
        loses="batchnorm_dx batchnorm_gradient BATCHNORM_MLP_BACKWARD stats_batchnorm",
    ),
    mistake(
        "batchnorm_backward_batch_as_constant",
        "Your BatchNorm.backward treats mean and variance as constants. They depend on every x of the batch: "
        "two more terms belong to the derivative.",
        ("(dnorm - through_mean - through_var)", "dnorm"),
        loses="batchnorm_dx batchnorm_gradient BATCHNORM_MLP_BACKWARD stats_batchnorm",
    ),
    mistake(
        "batchnorm_dgamma_of_x",
        "Your dgamma is the sum of delta * x; take the normalised x: sum of delta * norm.",
        ("(delta * self.norm).sum(axis=0, keepdims=True)", "(delta * self.x).sum(axis=0, keepdims=True)"),
        loses=(
            "batchnorm_parameters batchnorm_gradient batchnorm_mlp_parameters batchnorm_more batchnorm_step "
            "momentum_batchnorm stats_batchnorm"
        ),
    ),
    mistake(
        "batchnorm_parameters_averaged",
        "Your dgamma and dbeta are means over the batch; the handout asks for sums.",
        ("self.dbeta = delta.sum(", "self.dbeta = delta.mean("),
        ("(delta * self.norm).sum(", "(delta * self.norm).mean("),
        loses=(
            "batchnorm_parameters batchnorm_gradient batchnorm_mlp_parameters batchnorm_more batchnorm_step "
            "momentum_batchnorm stats_batchnorm"
        ),
    ),
    mistake(
        "batchnorm_dgamma_dbeta_swapped",
        "Your dgamma and dbeta are exchanged: dbeta = sum of delta, dgamma = sum of delta * norm.",
        ("self.dbeta = delta.sum(axis=0, keepdims=True)", "self.dgamma = delta.sum(axis=0, keepdims=True)"),
        ("self.dgamma = (delta * self.norm)", "self.dbeta = (delta * self.norm)"),
        loses=(
            "batchnorm_parameters batchnorm_gradient batchnorm_mlp_parameters batchnorm_more batchnorm_step "
            "momentum_batchnorm stats_batchnorm"
        ),
    ),
    # --- initialisation --------------------------------------------------------------------------------------
    mistake(
        "weights_uniform",
        "Your random_normal_weight_init draws from a uniform distribution: use np.random.randn, the standard "
        "normal one.",
        ("np.random.randn(d0, d1)", "np.random.rand(d0, d1)"),
        loses="weight_init",
    ),
    mistake(
        "weights_scaled",
        "Your random_normal_weight_init scales its numbers; the handout asks for the standard normal "
        "distribution, standard deviation 1.",
        ("np.random.randn(d0, d1)", "0.01 * np.random.randn(d0, d1)"),
        loses="weight_init",
    ),
    mistake(
        "weights_transposed",
        "Your random_normal_weight_init returns (d1, d0); return (d0, d1).",
        ("np.random.randn(d0, d1)", "np.random.randn(d1, d0)"),
        loses="weight_init",
    ),
    mistake(
        "biases_not_zero",
        "Your zeros_bias_init returns ones; a bias starts at zero.",
        ("return np.zeros(d)", "return np.ones(d)"),
        loses="bias_init",
    ),
    mistake(
        "weights_of_its_own",
        "Your MLP draws weights by a function of its own: call the weight_init_fn that it is given, "
        "weight_init_fn(d0, d1).",
        ("weight_init_fn(sizes[i], sizes[i + 1])", "np.random.randn(sizes[i], sizes[i + 1])"),
        loses=(
            "linear_forward bias_init LINEAR_BACKWARD HIDDEN_FORWARD HIDDEN_BACKWARD FIRST_TWO_FORWARD "
            "FIRST_TWO_BACKWARD THIRD_FORWARD THIRD_BACKWARD batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD "
            "batchnorm_mlp_parameters INFERENCE MOMENTUM CURVES stats_ragged "
            "stats_batchnorm stats_learns"
        ),
    ),
    mistake(
        "biases_of_its_own",
        "Your MLP makes its own zero biases: call the bias_init_fn that it is given, bias_init_fn(d).",
        ("bias_init_fn(sizes[i + 1])", "np.zeros(sizes[i + 1])"),
        loses=(
            "linear_forward LINEAR_BACKWARD HIDDEN_FORWARD HIDDEN_BACKWARD FIRST_TWO_FORWARD FIRST_TWO_BACKWARD "
            "THIRD_FORWARD THIRD_BACKWARD batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters "
            "INFERENCE MOMENTUM CURVES stats_ragged stats_batchnorm"
        ),
    ),
    # --- forward ---------------------------------------------------------------------------------------------
    mistake(
        "first_hidden_assumed",
        "Your MLP reads hiddens[0], which fails for hiddens=[]: a linear classifier has no hidden layer. "
        "Build the sizes as [input_size, *hiddens, output_size].",
        (
            "        sizes = [input_size, *hiddens, output_size]\n",
            "        sizes = [input_size, hiddens[0], *hiddens[1:], output_size]\n",
        ),
        loses="linear_forward bias_init LINEAR_BACKWARD zero_grads",
    ),
    mistake(
        "forward_without_bias",
        "Your MLP.forward leaves out the bias: z = x @ W[i] + b[i].",
        ("z = x @ self.W[i] + self.b[i]", "z = x @ self.W[i]"),
        loses=(
            "linear_forward LINEAR_BACKWARD HIDDEN_FORWARD HIDDEN_BACKWARD FIRST_TWO_FORWARD FIRST_TWO_BACKWARD "
            "THIRD_FORWARD THIRD_BACKWARD batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters "
            "INFERENCE MOMENTUM CURVES stats_ragged stats_batchnorm"
        ),
    ),
    mistake(
        "forward_without_last_activation",
        "Your MLP.forward does not apply the activation of the last layer. It is Identity in most networks, "
        "but not in all: apply activations[i] in every layer.",
        (
            "            x = self.activations[i](z)\n",
            "            x = self.activations[i](z) if i < self.nlayers - 1 else z\n",
        ),
        loses=(
            "hidden_other hidden_gradient hidden_other_gradients hidden_criterion deep_gradient "
            "batchnorm_mlp_forward batchnorm_mlp_dW batchnorm_mlp_parameters batchnorm_mlp_gradient MOMENTUM"
        ),
    ),
    mistake(
        "forward_with_first_activation",
        "Your MLP.forward uses activations[0] in every hidden layer; layer i has its own, activations[i].",
        (
            "            x = self.activations[i](z)\n",
            "            x = self.activations[0 if i < self.nlayers - 1 else i](z)\n",
        ),
        loses=(
            "FIRST_TWO_BACKWARD THIRD_FORWARD THIRD_BACKWARD batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD "
            "batchnorm_mlp_parameters INFERENCE MOMENTUM"
        ),
    ),
    mistake(
        "forward_returns_none",
        "Your MLP.forward ends without a return: return the output of the last layer.",
        ("        self.output = x\n        return x\n", "        self.output = x\n"),
        loses=(
            "linear_forward bias_init linear_gradient HIDDEN_FORWARD hidden_gradient FIRST_TWO_FORWARD "
            "THIRD_FORWARD deep_gradient batchnorm_mlp_forward batchnorm_mlp_gradient INFERENCE STATS"
        ),
    ),
    mistake(
        "forward_keeps_old_inputs",
        "Your MLP.forward appends to the list of layer inputs and never empties it, so backward sees the "
        "first batch for ever: make a new list in every forward.",
        ("        self.inputs = []  # of every linear layer\n", '        self.inputs = getattr(self, "inputs", [])\n'),
        loses="linear_step zero_grads batchnorm_step MOMENTUM momentum_batchnorm STATS",
    ),
    mistake(
        "batchnorm_after_activation",
        "Your MLP.forward normalises after the activation; batch normalisation comes before it: "
        "activation(batchnorm(x @ W + b)).",
        (
            (
                "            if i < self.num_bn_layers:\n"
                "                z = self.bn_layers[i](z, eval=not self.train_mode)\n"
                "            x = self.activations[i](z)\n"
            ),
            (
                "            x = self.activations[i](z)\n"
                "            if i < self.num_bn_layers:\n"
                "                x = self.bn_layers[i](x, eval=not self.train_mode)\n"
            ),
        ),
        (
            (
                "            delta = delta * self.activations[i].derivative()\n"
                "            if i < self.num_bn_layers:\n"
                "                delta = self.bn_layers[i].backward(delta)\n"
            ),
            (
                "            if i < self.num_bn_layers:\n"
                "                delta = self.bn_layers[i].backward(delta)\n"
                "            delta = delta * self.activations[i].derivative()\n"
            ),
        ),
        loses="batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters INFERENCE stats_batchnorm",
    ),
    mistake(
        "batchnorm_shared",
        "All your layers share one BatchNorm: [BatchNorm(d)] * n repeats one object. Make one per layer: "
        "[BatchNorm(d) for d in ...].",
        (
            "self.bn_layers = [BatchNorm(size) for size in sizes[1 : num_bn_layers + 1]]",
            "self.bn_layers = [BatchNorm(size) for size in sizes[1:2]] * num_bn_layers",
        ),
        loses=(
            "batchnorm_mlp_forward batchnorm_more batchnorm_mlp_gradient batchnorm_step INFERENCE momentum_batchnorm"
        ),
    ),
    mistake(
        "batchnorm_in_first_layer_only",
        "Your MLP normalises its first layer only; the first num_bn_layers layers have a BatchNorm each.",
        (
            "            if i < self.num_bn_layers:\n                z =",
            "            if i == 0 and self.num_bn_layers:\n                z =",
        ),
        (
            "            if i < self.num_bn_layers:\n                delta =",
            "            if i == 0 and self.num_bn_layers:\n                delta =",
        ),
        loses=(
            "batchnorm_mlp_forward batchnorm_more batchnorm_mlp_gradient batchnorm_step INFERENCE momentum_batchnorm"
        ),
    ),
    mistake(
        "eval_flag_not_passed",
        "Your MLP.forward does not tell its batch-norm layers that it is in evaluation mode: pass eval=not "
        "self.train_mode.",
        ("self.bn_layers[i](z, eval=not self.train_mode)", "self.bn_layers[i](z)"),
        loses="INFERENCE stats_batchnorm",
    ),
    mistake(
        "eval_flag_inverted",
        "Your MLP.forward passes eval=self.train_mode, the wrong way round: pass eval=not self.train_mode.",
        ("self.bn_layers[i](z, eval=not self.train_mode)", "self.bn_layers[i](z, eval=self.train_mode)"),
        loses="batchnorm_mlp_forward BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters INFERENCE stats_batchnorm",
    ),
    # --- backward --------------------------------------------------------------------------------------------
    mistake(
        "gradients_not_divided_by_n",
        "Your dW and db are N times too large, N being the batch size: divide both by N once, in MLP.backward.",
        ("self.dW[i] = self.inputs[i].T @ delta / n", "self.dW[i] = self.inputs[i].T @ delta"),
        ("self.db[i] = delta.sum(axis=0) / n", "self.db[i] = delta.sum(axis=0)"),
        loses=(
            "LINEAR_BACKWARD HIDDEN_BACKWARD FIRST_TWO_BACKWARD THIRD_BACKWARD BATCHNORM_MLP_BACKWARD MOMENTUM "
            "stats_learns CURVES stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "dW_not_divided_by_n",
        "Your dW is N times too large, N being the batch size: divide by N once, as for db.",
        ("self.dW[i] = self.inputs[i].T @ delta / n", "self.dW[i] = self.inputs[i].T @ delta"),
        loses=(
            "linear_dW linear_gradient linear_step hidden_dW hidden_gradient hidden_other_gradients "
            "hidden_criterion first_dW second_dW third_dW deep_gradient BATCHNORM_MLP_BACKWARD MOMENTUM CURVES "
            "stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "db_not_divided_by_n",
        "Your db is N times too large: take the mean of delta over the batch, delta.mean(axis=0), not the sum.",
        ("self.db[i] = delta.sum(axis=0) / n", "self.db[i] = delta.sum(axis=0)"),
        loses=(
            "linear_db linear_gradient linear_step hidden_db hidden_gradient hidden_other_gradients "
            "hidden_criterion first_db second_db third_db deep_gradient BATCHNORM_MLP_BACKWARD MOMENTUM CURVES "
            "stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "gradients_divided_twice",
        "Your dW and db are N times too small, N being the batch size: you divide by N twice. Divide once, in "
        "MLP.backward.",
        ("self.dW[i] = self.inputs[i].T @ delta / n", "self.dW[i] = self.inputs[i].T @ delta / n**2"),
        ("self.db[i] = delta.sum(axis=0) / n", "self.db[i] = delta.sum(axis=0) / n**2"),
        loses=(
            "LINEAR_BACKWARD HIDDEN_BACKWARD FIRST_TWO_BACKWARD THIRD_BACKWARD BATCHNORM_MLP_BACKWARD MOMENTUM "
            "stats_learns CURVES stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "delta_divided_before_batchnorm",
        "You divide delta by N before it goes through batch normalisation, so dgamma and dbeta are N times "
        "too small: they are sums. Divide where dW and db are made.",
        ("delta = self.criterion.derivative()", "delta = self.criterion.derivative() / n"),
        ("self.dW[i] = self.inputs[i].T @ delta / n", "self.dW[i] = self.inputs[i].T @ delta"),
        ("self.db[i] = delta.sum(axis=0) / n", "self.db[i] = delta.sum(axis=0)"),
        loses="batchnorm_mlp_parameters batchnorm_more batchnorm_step momentum_batchnorm stats_batchnorm",
    ),
    mistake(
        "db_mean_of_everything",
        "Your db is one number, the mean of all of delta; every output has its own: delta.mean(axis=0).",
        ("self.db[i] = delta.sum(axis=0) / n", "self.db[i] = delta.mean()"),
        loses=(
            "linear_db linear_gradient linear_step hidden_db hidden_gradient hidden_other_gradients "
            "hidden_criterion first_db second_db third_db deep_gradient BATCHNORM_MLP_BACKWARD MOMENTUM CURVES "
            "stats_batchnorm"
        ),
    ),
    mistake(
        "dW_transposed",
        "Your dW[i] is transposed: it has the shape of W[i], (inputs, outputs), so write x.T @ delta.",
        ("self.dW[i] = self.inputs[i].T @ delta / n", "self.dW[i] = delta.T @ self.inputs[i] / n"),
        loses=(
            "linear_dW linear_gradient linear_step zero_grads hidden_dW hidden_gradient hidden_other_gradients "
            "hidden_criterion first_dW second_dW third_dW deep_gradient BATCHNORM_MLP_BACKWARD MOMENTUM STATS"
        ),
    ),
    mistake(
        "backward_without_last_derivative",
        "Your MLP.backward leaves out the derivative of the last activation. It is 1 for Identity only: "
        "multiply delta by activations[-1].derivative(), too.",
        (
            "            delta = delta * self.activations[i].derivative()\n",
            (
                "            if i < self.nlayers - 1:\n"
                "                delta = delta * self.activations[i].derivative()\n"
            ),
        ),
        loses=(
            "hidden_gradient hidden_other_gradients hidden_criterion deep_gradient batchnorm_mlp_dW "
            "batchnorm_mlp_parameters batchnorm_mlp_gradient MOMENTUM"
        ),
    ),
    mistake(
        "backward_without_derivatives",
        "Your MLP.backward leaves out the derivatives of the hidden activations: multiply delta by "
        "activations[i].derivative() in every layer.",
        (
            "            delta = delta * self.activations[i].derivative()\n",
            (
                "            if i == self.nlayers - 1:\n"
                "                delta = delta * self.activations[i].derivative()\n"
            ),
        ),
        loses=(
            "HIDDEN_BACKWARD FIRST_TWO_BACKWARD THIRD_BACKWARD BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters "
            "MOMENTUM CURVES stats_batchnorm"
        ),
    ),
    mistake(
        "backward_assumes_sigmoid",
        "Your MLP.backward multiplies by a * (1 - a), the derivative of a sigmoid, whatever the activation: "
        "ask the activation, activations[i].derivative().",
        (
            "            delta = delta * self.activations[i].derivative()\n",
            (
                "            a = self.inputs[i + 1] if i < self.nlayers - 1 else 0\n"
                "            delta = delta * (a * (1 - a) if i < self.nlayers - 1 else "
                "self.activations[i].derivative())\n"
            ),
        ),
        loses=(
            "hidden_gradient hidden_other_gradients hidden_criterion THIRD_BACKWARD BATCHNORM_MLP_BACKWARD "
            "batchnorm_mlp_parameters MOMENTUM stats_learns CURVES stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "backward_with_first_derivative",
        "Your MLP.backward multiplies by the derivative of the first activation in every hidden layer: delta "
        "of layer i meets activations[i].derivative().",
        (
            "            delta = delta * self.activations[i].derivative()\n",
            "            delta = delta * self.activations[0 if i < self.nlayers - 1 else i].derivative()\n",
        ),
        loses="FIRST_TWO_BACKWARD THIRD_BACKWARD BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM",
    ),
    mistake(
        "backward_with_own_criterion",
        "Your MLP.backward makes a SoftmaxCrossEntropy of its own: use the criterion that the MLP is given.",
        (
            "        self.criterion(self.output, labels)\n",
            "        self.criterion = SoftmaxCrossEntropy()\n        self.criterion(self.output, labels)\n",
        ),
        loses="hidden_criterion",
    ),
    mistake(
        "backward_without_criterion",
        "Your MLP.backward starts from output - labels; start from the criterion: call it on the output and "
        "the labels, then take its derivative().",
        ("delta = self.criterion.derivative()", "delta = self.output - labels"),
        loses=(
            "LINEAR_BACKWARD hidden_dW hidden_db hidden_gradient hidden_other_gradients FIRST_TWO_BACKWARD "
            "THIRD_BACKWARD BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters MOMENTUM stats_learns CURVES "
            "stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "backward_forgets_the_labels",
        "Your MLP.backward asks the criterion for its derivative before giving it the output and the labels: "
        "call self.criterion(output, labels) first.",
        ("        self.criterion(self.output, labels)\n", ""),
        loses=(
            "LINEAR_BACKWARD zero_grads HIDDEN_BACKWARD FIRST_TWO_BACKWARD THIRD_BACKWARD BATCHNORM_MLP_BACKWARD "
            "batchnorm_mlp_parameters MOMENTUM STATS"
        ),
    ),
    mistake(
        "backward_with_transposed_weights",
        "Your MLP.backward carries delta to the layer before by W[i]; it is the transpose, delta @ W[i].T.",
        (
            "delta = delta @ self.W[i].T",
            "delta = delta @ (self.W[i] if self.W[i].shape[0] == self.W[i].shape[1] else self.W[i].T)",
        ),
        loses="second_dW second_db deep_gradient batchnorm_more",
    ),
    mistake(
        "backward_stops_at_last_layer",
        "Your MLP.backward fills dW and db of the last layer only: go on through all layers, from the last to "
        "the first.",
        ("for i in reversed(range(self.nlayers)):", "for i in [self.nlayers - 1]:"),
        loses=(
            "HIDDEN_BACKWARD FIRST_TWO_BACKWARD THIRD_BACKWARD BATCHNORM_MLP_BACKWARD batchnorm_mlp_parameters "
            "MOMENTUM stats_learns CURVES stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "backward_skips_batchnorm",
        "Your MLP.backward does not go through the batch-norm layers: delta = bn_layers[i].backward(delta), "
        "after the activation's derivative.",
        (
            "                delta = self.bn_layers[i].backward(delta)\n",
            "                self.bn_layers[i].backward(delta)\n",
        ),
        loses="BATCHNORM_MLP_BACKWARD stats_batchnorm",
    ),
    # --- updates ---------------------------------------------------------------------------------------------
    mistake(
        "zero_grads_does_nothing",
        "Your zero_grads leaves dW and db as they are: set every one to zeros of its shape.",
        (
            ("            self.dW[i] = np.zeros_like(self.W[i])\n            self.db[i] = np.zeros_like(self.b[i])\n"),
            "            pass\n",
        ),
        loses="zero_grads momentum_coasts",
    ),
    mistake(
        "zero_grads_sets_none",
        "Your zero_grads puts None in dW and db: put zeros of the right shape, so that a step after it works.",
        (
            ("            self.dW[i] = np.zeros_like(self.W[i])\n            self.db[i] = np.zeros_like(self.b[i])\n"),
            "            self.dW[i] = None\n            self.db[i] = None\n",
        ),
        loses="zero_grads momentum_coasts",
    ),
    mistake(
        "zero_grads_forgets_biases",
        "Your zero_grads clears dW but not db: set both to zeros.",
        ("            self.db[i] = np.zeros_like(self.b[i])\n", ""),
        loses="zero_grads momentum_coasts",
    ),
    mistake(
        "zero_grads_clears_velocity",
        "Your zero_grads clears the velocities, too; momentum must outlive it, or there is none.",
        (
            "            self.dW[i] = np.zeros_like(self.W[i])\n",
            (
                "            self.vW[i] = np.zeros_like(self.W[i])\n"
                "            self.vb[i] = np.zeros_like(self.b[i])\n"
                "            self.dW[i] = np.zeros_like(self.W[i])\n"
            ),
        ),
        loses="MOMENTUM momentum_batchnorm",
    ),
    mistake(
        "step_upwards",
        "Your step goes up the gradient: W = W - lr * dW.",
        ("self.momentum * self.vW[i] - self.lr * self.dW[i]", "self.momentum * self.vW[i] + self.lr * self.dW[i]"),
        ("self.momentum * self.vb[i] - self.lr * self.db[i]", "self.momentum * self.vb[i] + self.lr * self.db[i]"),
        loses=(
            "linear_step batchnorm_step MOMENTUM momentum_batchnorm stats_learns CURVES stats_batchnorm stats_shuffles"
        ),
    ),
    mistake(
        "step_forgets_biases",
        "Your step updates W but not b: add the velocity to both.",
        ("            self.b[i] = self.b[i] + self.vb[i]\n", ""),
        loses="linear_step batchnorm_step MOMENTUM momentum_batchnorm CURVES stats_batchnorm",
    ),
    mistake(
        "step_ignores_learning_rate",
        "Your step does not use the learning rate: v = momentum * v - lr * gradient.",
        ("self.momentum * self.vW[i] - self.lr * self.dW[i]", "self.momentum * self.vW[i] - self.dW[i]"),
        ("self.momentum * self.vb[i] - self.lr * self.db[i]", "self.momentum * self.vb[i] - self.db[i]"),
        loses="linear_step batchnorm_step MOMENTUM momentum_batchnorm CURVES stats_ragged stats_batchnorm",
    ),
    mistake(
        "momentum_ignored",
        "Your step does not use the momentum: keep a velocity v for each parameter, v = momentum * v - lr * gradient.",
        ("self.momentum * self.vW[i] - self.lr * self.dW[i]", "-self.lr * self.dW[i]"),
        ("self.momentum * self.vb[i] - self.lr * self.db[i]", "-self.lr * self.db[i]"),
        loses="MOMENTUM momentum_batchnorm",
    ),
    mistake(
        "momentum_sign",
        "Your velocity enters with the wrong sign: v = momentum * v - lr * gradient, then W += v.",
        ("self.momentum * self.vW[i] - self.lr", "-self.momentum * self.vW[i] - self.lr"),
        ("self.momentum * self.vb[i] - self.lr", "-self.momentum * self.vb[i] - self.lr"),
        loses="MOMENTUM momentum_batchnorm",
    ),
    mistake(
        "momentum_averages",
        "Your velocity scales the gradient by 1 - momentum; here v = momentum * v - lr * gradient, without "
        "that factor.",
        (
            "self.momentum * self.vW[i] - self.lr * self.dW[i]",
            "self.momentum * self.vW[i] - (1 - self.momentum) * self.lr * self.dW[i]",
        ),
        (
            "self.momentum * self.vb[i] - self.lr * self.db[i]",
            "self.momentum * self.vb[i] - (1 - self.momentum) * self.lr * self.db[i]",
        ),
        loses="MOMENTUM momentum_batchnorm",
    ),
    mistake(
        "momentum_times_learning_rate",
        "Your step multiplies the velocity by the learning rate once more: the velocity holds lr * gradient "
        "already, so W += v.",
        ("self.W[i] = self.W[i] + self.vW[i]", "self.W[i] = self.W[i] + self.lr * self.vW[i]"),
        ("self.b[i] = self.b[i] + self.vb[i]", "self.b[i] = self.b[i] + self.lr * self.vb[i]"),
        loses="linear_step batchnorm_step MOMENTUM momentum_batchnorm CURVES stats_batchnorm stats_shuffles",
    ),
    mistake(
        "momentum_nesterov",
        "Your step looks ahead as Nesterov's momentum does; the handout asks for the plain one: v = momentum "
        "* v - lr * gradient, W += v.",
        (
            "self.W[i] = self.W[i] + self.vW[i]",
            "self.W[i] = self.W[i] + self.momentum * self.vW[i] - self.lr * self.dW[i]",
        ),
        (
            "self.b[i] = self.b[i] + self.vb[i]",
            "self.b[i] = self.b[i] + self.momentum * self.vb[i] - self.lr * self.db[i]",
        ),
        loses="MOMENTUM momentum_batchnorm",
    ),
    mistake(
        "momentum_of_biases_ignored",
        "Your biases take plain steps; they have a velocity, as W has.",
        ("self.momentum * self.vb[i] - self.lr * self.db[i]", "-self.lr * self.db[i]"),
        loses="MOMENTUM momentum_batchnorm",
    ),
    mistake(
        "batchnorm_parameters_not_updated",
        "Your step leaves gamma and beta as they are: subtract lr * dgamma and lr * dbeta in every batch-norm layer.",
        (
            (
                "            layer.gamma = layer.gamma - self.lr * layer.dgamma\n"
                "            layer.beta = layer.beta - self.lr * layer.dbeta\n"
            ),
            "            pass\n",
        ),
        loses="batchnorm_step momentum_batchnorm stats_batchnorm",
    ),
    mistake(
        "batchnorm_parameters_with_momentum",
        "Your gamma and beta have momentum; they take plain steps, lr * gradient.",
        (
            (
                "            layer.gamma = layer.gamma - self.lr * layer.dgamma\n"
                "            layer.beta = layer.beta - self.lr * layer.dbeta\n"
            ),
            (
                '            layer.vgamma = self.momentum * getattr(layer, "vgamma", 0.0) - self.lr * layer.dgamma\n'
                '            layer.vbeta = self.momentum * getattr(layer, "vbeta", 0.0) - self.lr * layer.dbeta\n'
                "            layer.gamma = layer.gamma + layer.vgamma\n"
                "            layer.beta = layer.beta + layer.vbeta\n"
            ),
        ),
        loses="momentum_batchnorm",
    ),
    # --- training statistics ---------------------------------------------------------------------------------
    mistake(
        "training_without_shuffle",
        "You train on the rows in the order in which they come: shuffle the training set (samples and labels "
        "alike) at the start of every epoch.",
        ("np.random.permutation(len(x))", "np.arange(len(x))"),
        loses="stats_shuffles",
    ),
    mistake(
        "training_labels_not_shuffled",
        "You shuffle the samples but not their labels, so they no longer belong together: use one permutation "
        "for both.",
        ("mlp.backward(y[rows])", "mlp.backward(y[start : start + batch_size])"),
        ("np.sum(mlp.criterion(logits, y[rows]))", "np.sum(mlp.criterion(logits, y[start : start + batch_size]))"),
        (
            "logits.argmax(axis=1) != y[rows].argmax(axis=1)",
            "logits.argmax(axis=1) != y[start : start + batch_size].argmax(axis=1)",
        ),
        loses="STATS",
    ),
    mistake(
        "training_without_steps",
        "You never call mlp.step(), so nothing is learnt.",
        ("            mlp.step()\n", ""),
        loses="stats_learns CURVES stats_batchnorm stats_shuffles",
    ),
    mistake(
        "last_batch_dropped",
        "You drop the last batch when it is smaller than the others: it counts, too. range(0, len(x), "
        "batch_size) and slices do the right thing.",
        ("for start in range(0, len(x), batch_size):", "for start in range(0, len(x) - batch_size + 1, batch_size):"),
        loses="stats_ragged",
    ),
    mistake(
        "losses_averaged_over_batches",
        "You average the mean losses of the batches, so each sample of a smaller last batch counts too much: "
        "add up the losses of all samples and divide by their number.",
        (
            "training_losses[epoch] += np.sum(mlp.criterion(logits, y[rows])) / len(x)",
            "training_losses[epoch] += np.mean(mlp.criterion(logits, y[rows])) / -(-len(x) // batch_size)",
        ),
        loses="stats_ragged",
    ),
    mistake(
        "losses_not_averaged",
        "Your training losses are sums over the training set: divide by the number of training samples.",
        ("np.sum(mlp.criterion(logits, y[rows])) / len(x)", "np.sum(mlp.criterion(logits, y[rows]))"),
        loses="stats_learns stats_training_losses stats_ragged stats_batchnorm",
    ),
    mistake(
        "accuracy_for_error",
        "Your errors are accuracies: an error is the fraction of samples whose largest logit is NOT at the "
        "label (!= in place of ==).",
        (
            "np.sum(logits.argmax(axis=1) != y[rows].argmax(axis=1))",
            "np.sum(logits.argmax(axis=1) == y[rows].argmax(axis=1))",
        ),
        (
            "np.mean(logits.argmax(axis=1) != y_val.argmax(axis=1))",
            "np.mean(logits.argmax(axis=1) == y_val.argmax(axis=1))",
        ),
        loses="stats_learns stats_training_errors stats_validation_errors stats_ragged stats_batchnorm",
    ),
    mistake(
        "errors_in_percent",
        "Your errors are percentages; give fractions, from 0 to 1.",
        (
            "np.sum(logits.argmax(axis=1) != y[rows].argmax(axis=1))",
            "100 * np.sum(logits.argmax(axis=1) != y[rows].argmax(axis=1))",
        ),
        (
            "np.mean(logits.argmax(axis=1) != y_val.argmax(axis=1))",
            "100 * np.mean(logits.argmax(axis=1) != y_val.argmax(axis=1))",
        ),
        loses="stats_learns stats_training_errors stats_validation_errors stats_ragged stats_batchnorm",
    ),
    mistake(
        "validation_in_training_mode",
        "You validate in training mode, where batch normalisation uses the validation batch and changes the "
        "running values: call mlp.eval() before, mlp.train() after.",
        ("        mlp.eval()\n", ""),
        loses="stats_batchnorm",
    ),
    mistake(
        "training_in_evaluation_mode",
        "After the first validation you go on training in evaluation mode: call mlp.train() at the start of "
        "every epoch.",
        ("        mlp.train()\n", ""),
        loses="stats_batchnorm",
    ),
    mistake(
        "trained_on_validation",
        "You update the parameters on the validation set: no backward and no step there.",
        (
            "        validation_losses[epoch] = np.mean(mlp.criterion(logits, y_val))\n",
            (
                "        mlp.backward(y_val)\n"
                "        mlp.step()\n"
                "        validation_losses[epoch] = np.mean(mlp.criterion(logits, y_val))\n"
            ),
        ),
        loses="CURVES stats_batchnorm",
    ),
    mistake(
        "validation_before_training",
        "You validate before the updates of the epoch; validate after them.",
        ("        mlp.train()\n", "        mlp.eval()\n        before = mlp(x_val)\n        mlp.train()\n"),
        ("        logits = mlp(x_val)\n", "        logits = before\n"),
        loses="stats_validation_losses stats_validation_errors stats_batchnorm stats_shuffles",
    ),
    mistake(
        "training_losses_after_epoch",
        "Your training losses and errors are measured again after each epoch; take them from the forward of "
        "every batch, before its update.",
        (
            "        logits = mlp(x_val)",
            (
                "        training_losses[epoch] = np.mean(mlp.criterion(mlp(x), y))\n"
                "        training_errors[epoch] = np.mean(mlp(x).argmax(axis=1) != y.argmax(axis=1))\n"
                "        logits = mlp(x_val)"
            ),
        ),
        loses="stats_training_losses stats_training_errors stats_batchnorm",
    ),
    mistake(
        "curves_in_wrong_order",
        "Your four curves come in the wrong order: (training_losses, training_errors, validation_losses, "
        "validation_errors).",
        (
            "    return training_losses, training_errors, validation_losses, validation_errors\n",
            "    return training_losses, validation_losses, training_errors, validation_errors\n",
        ),
        loses="stats_training_errors stats_validation_losses stats_ragged stats_batchnorm stats_shuffles",
    ),
    mistake(
        "only_the_last_epoch",
        "You return the numbers of the last epoch; return one number for every epoch, (nepochs,).",
        (
            "    return training_losses, training_errors, validation_losses, validation_errors\n",
            "    return training_losses[-1], training_errors[-1], validation_losses[-1], validation_errors[-1]\n",
        ),
        loses="STATS",
    ),
    # --- rules -----------------------------------------------------------------------------------------------
    mistake(
        "autodiff_toolbox",
        "Your hw1.py uses an autodiff toolbox; the handout allows NumPy alone.",
        (
            "import numpy as np\n",
            "import numpy as np\n\nif False:\n    import autograd\n\n    autograd.grad(len)\n",
        ),
        loses="no_autodiff",
    ),
)
