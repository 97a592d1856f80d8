"""Wrong variants of the solution, each with the sentence that a student who made it should read.

They explain wrong results (a submission whose outputs equal those of a variant most likely has its mistake), and
they audit the rubric: each must lose exactly the checks that `loses` names, be it that they are wrong or that
they raise.
"""

from __future__ import annotations

from grader.mistakes import Edit, Mistake


def mistake(name: str, text: str, *edits: tuple[str, str, str], loses: str) -> Mistake:
    """Make a mistake from edits: the file, what stands there, and what stands there instead."""
    return Mistake(name, text, tuple(Edit(*edit) for edit in edits), tuple(loses.split()))


MISTAKES = (
    # --- fully connected layer -------------------------------------------------------------------------------
    mistake(
        "connected_gradient_not_transposed",
        (
            "Your FullyConnectedLayer.gradient returns W: the derivative of x @ W by x has one row for each "
            "output, so it is W transposed."
        ),
        ("FullyConnectedLayer.py", "return self.weights.T", "return self.weights"),
        loses="fully_connected_gradient fully_connected_slope",
    ),
    mistake(
        "connected_gradient_by_weights",
        (
            "Your FullyConnectedLayer.gradient returns the inputs, the derivative by W; here the derivative "
            "by the inputs is asked for, W transposed."
        ),
        ("FullyConnectedLayer.py", "return self.weights.T", "return self.getPrevIn().T"),
        loses="fully_connected_gradient fully_connected_slope",
    ),
    mistake(
        "connected_backward_not_transposed",
        ("Your FullyConnectedLayer.backward multiplies by W where the shapes ask for W transposed: gradIn @ W.T."),
        ("FullyConnectedLayer.py", "return gradIn @ self.weights.T", "return gradIn @ self.weights"),
        loses="fully_connected_backward fully_connected_chain data_connected whole_pass",
    ),
    mistake(
        "connected_backward_by_weights",
        (
            "Your FullyConnectedLayer.backward returns the derivative by the weights, inputs.T @ gradIn; "
            "return the one by the inputs, gradIn @ W.T."
        ),
        ("FullyConnectedLayer.py", "return gradIn @ self.weights.T", "return self.getPrevIn().T @ gradIn"),
        loses="fully_connected_backward fully_connected_chain data_connected whole_pass",
    ),
    mistake(
        "connected_backward_averages",
        (
            "Your FullyConnectedLayer.backward divides by the number of observations; every row is pulled "
            "back by itself, gradIn @ W.T."
        ),
        ("FullyConnectedLayer.py", "return gradIn @ self.weights.T", "return gradIn @ self.weights.T / len(gradIn)"),
        loses="fully_connected_backward fully_connected_chain data_connected whole_pass",
    ),
    mistake(
        "connected_without_biases",
        "Your FullyConnectedLayer.forward leaves out the biases: return dataIn @ W + b.",
        ("FullyConnectedLayer.py", "dataIn @ self.weights + self.biases", "dataIn @ self.weights"),
        loses=(
            "fully_connected_slope fully_connected_chain data_forward data_loss data_objective data_sigmoid "
            "data_connected whole_pass"
        ),
    ),
    mistake(
        "connected_ignores_weights",
        (
            "Your FullyConnectedLayer.setWeights changes nothing: keep the weights that it is given where "
            "forward and backward look."
        ),
        ("FullyConnectedLayer.py", "        self.weights = weights\n", "        self.given = weights\n"),
        loses=(
            "fully_connected_gradient fully_connected_slope fully_connected_backward fully_connected_chain "
            "data_forward data_loss data_objective data_sigmoid data_connected whole_pass"
        ),
    ),
    mistake(
        "connected_starts_from_0_to_1",
        ("Your FullyConnectedLayer starts from numbers between 0 and 1: draw them uniformly from -0.0001 to 0.0001."),
        (
            "FullyConnectedLayer.py",
            "np.random.uniform(-1e-4, 1e-4, (sizeIn, sizeOut))",
            "np.random.uniform(0, 1, (sizeIn, sizeOut))",
        ),
        loses="initialise",
    ),
    mistake(
        "connected_starts_positive",
        "Your FullyConnectedLayer draws from 0 to 0.0001: draw from -0.0001 to 0.0001, of both signs.",
        (
            "FullyConnectedLayer.py",
            "np.random.uniform(-1e-4, 1e-4, (sizeIn, sizeOut))",
            "np.random.uniform(0, 1e-4, (sizeIn, sizeOut))",
        ),
        loses="initialise",
    ),
    mistake(
        "connected_biases_start_from_zero",
        (
            "Your FullyConnectedLayer starts from biases of zero: draw them uniformly from -0.0001 to "
            "0.0001, as the weights."
        ),
        ("FullyConnectedLayer.py", "np.random.uniform(-1e-4, 1e-4, (1, sizeOut))", "np.zeros((1, sizeOut))"),
        loses="initialise",
    ),
    # --- linear layer ----------------------------------------------------------------------------------------
    mistake(
        "linear_gradient_of_input",
        "Your LinearLayer.gradient returns the input; the derivative of the identity is 1 everywhere.",
        ("LinearLayer.py", "np.ones_like(self.getPrevIn())", "self.getPrevIn()"),
        loses="linear_gradient linear_slope linear_backward linear_chain",
    ),
    mistake(
        "linear_gradient_forgets_observations",
        "Your LinearLayer.gradient returns one row for all observations: return one for each, (N, D).",
        ("LinearLayer.py", "np.ones_like(self.getPrevIn())", "np.ones_like(self.getPrevIn())[:1]"),
        loses="linear_gradient linear_slope",
    ),
    mistake(
        "linear_backward_returns_gradient",
        "Your LinearLayer.backward returns its own gradient: multiply gradIn by it.",
        ("LinearLayer.py", "return gradIn * self.gradient()", "return self.gradient()"),
        loses="linear_backward linear_chain",
    ),
    mistake(
        "linear_forward_doubles",
        "Your LinearLayer.forward scales its input: return dataIn as it is.",
        ("LinearLayer.py", "self.setPrevOut(dataIn)", "self.setPrevOut(2 * dataIn)"),
        loses="linear_slope linear_chain",
    ),
    # --- ReLU ------------------------------------------------------------------------------------------------
    mistake(
        "relu_gradient_is_output",
        "Your ReLULayer.gradient returns the output: return 1 where the input was positive, else 0.",
        ("ReLULayer.py", "np.where(self.getPrevIn() > 0, 1.0, 0.0)", "self.getPrevOut()"),
        loses="relu_gradient relu_slope relu_backward relu_chain",
    ),
    mistake(
        "relu_gradient_leaks",
        "Your ReLULayer.gradient is 0.01 for negative inputs, that of a leaky ReLU: it must be 0 there.",
        ("ReLULayer.py", "np.where(self.getPrevIn() > 0, 1.0, 0.0)", "np.where(self.getPrevIn() > 0, 1.0, 0.01)"),
        loses="relu_gradient relu_slope relu_backward relu_chain",
    ),
    mistake(
        "relu_gradient_upside_down",
        ("Your ReLULayer.gradient is 1 where the input was negative: it is 1 where the input was positive, else 0."),
        ("ReLULayer.py", "self.getPrevIn() > 0", "self.getPrevIn() < 0"),
        loses="relu_gradient relu_slope relu_backward relu_chain",
    ),
    mistake(
        "relu_backward_by_sign_of_gradient",
        (
            "Your ReLULayer.backward cuts gradIn off where gradIn is negative: what counts is where the "
            "input was negative."
        ),
        ("ReLULayer.py", "return gradIn * self.gradient()", "return np.maximum(gradIn, 0.0)"),
        loses="relu_backward relu_chain",
    ),
    mistake(
        "relu_forward_absolute",
        "Your ReLULayer.forward returns |dataIn|: negative inputs give 0.",
        ("ReLULayer.py", "np.maximum(dataIn, 0.0)", "np.abs(dataIn)"),
        loses="relu_slope relu_chain",
    ),
    # --- logistic sigmoid ------------------------------------------------------------------------------------
    mistake(
        "sigmoid_gradient_of_input",
        "Your LogisticSigmoidLayer.gradient puts the input into s (1 - s): s is the output of forward.",
        (
            "LogisticSigmoidLayer.py",
            "self.getPrevOut() * (1 - self.getPrevOut())",
            "self.getPrevIn() * (1 - self.getPrevIn())",
        ),
        loses=("sigmoid_gradient sigmoid_slope sigmoid_backward sigmoid_chain data_sigmoid data_connected whole_pass"),
    ),
    mistake(
        "sigmoid_gradient_of_sigmoid_again",
        (
            "Your LogisticSigmoidLayer.gradient takes the sigmoid of the output once more: the output is s "
            "already, return s (1 - s)."
        ),
        (
            "LogisticSigmoidLayer.py",
            "return self.getPrevOut() * (1 - self.getPrevOut())",
            "s = 1 / (1 + np.exp(-self.getPrevOut()))\n        return s * (1 - s)",
        ),
        loses=("sigmoid_gradient sigmoid_slope sigmoid_backward sigmoid_chain data_sigmoid data_connected whole_pass"),
    ),
    mistake(
        "sigmoid_gradient_without_output",
        "Your LogisticSigmoidLayer.gradient returns 1 - s; the factor s is missing.",
        ("LogisticSigmoidLayer.py", "self.getPrevOut() * (1 - self.getPrevOut())", "1 - self.getPrevOut()"),
        loses=("sigmoid_gradient sigmoid_slope sigmoid_backward sigmoid_chain data_sigmoid data_connected whole_pass"),
    ),
    mistake(
        "sigmoid_backward_forgets_gradient",
        "Your LogisticSigmoidLayer.backward returns its own gradient: multiply gradIn by it.",
        ("LogisticSigmoidLayer.py", "return gradIn * self.gradient()", "return self.gradient()"),
        loses="sigmoid_backward sigmoid_chain data_sigmoid data_connected whole_pass",
    ),
    mistake(
        "sigmoid_backward_matrix_product",
        (
            "Your LogisticSigmoidLayer.backward multiplies matrices: gradIn and the diagonals (N, D) are "
            "multiplied entry by entry."
        ),
        ("LogisticSigmoidLayer.py", "return gradIn * self.gradient()", "return gradIn @ self.gradient().T"),
        loses="sigmoid_backward sigmoid_chain data_sigmoid data_connected whole_pass",
    ),
    mistake(
        "sigmoid_exponent_sign",
        "Your LogisticSigmoidLayer.forward falls where it should rise: the exponent is -dataIn.",
        ("LogisticSigmoidLayer.py", "np.exp(-dataIn)", "np.exp(dataIn)"),
        loses=(
            "sigmoid_slope sigmoid_chain data_forward data_loss data_objective data_sigmoid data_connected whole_pass"
        ),
    ),
    mistake(
        "sigmoid_forward_returns_nothing",
        "Your LogisticSigmoidLayer.forward returns nothing: end it with return self.getPrevOut().",
        ("LogisticSigmoidLayer.py", "        return self.getPrevOut()\n", ""),
        loses=(
            "sigmoid_slope sigmoid_chain data_forward data_loss data_objective data_sigmoid data_connected "
            "whole_pass remembered"
        ),
    ),
    # --- softmax ---------------------------------------------------------------------------------------------
    mistake(
        "softmax_gradient_diagonal",
        (
            "Your SoftmaxLayer.gradient gives p (1 - p), the diagonal of the Jacobian alone; every output "
            "depends on every input of its row, so return diag(p) - p p^T for each row."
        ),
        (
            "SoftmaxLayer.py",
            "return p[:, :, None] * np.eye(p.shape[1]) - p[:, :, None] * p[:, None, :]",
            "return p * (1 - p)",
        ),
        ("SoftmaxLayer.py", 'np.einsum("ni,nij->nj", gradIn, self.gradient())', "gradIn * self.gradient()"),
        loses="softmax_gradient softmax_slope softmax_backward softmax_chain",
    ),
    mistake(
        "softmax_jacobian_sign",
        (
            "Your SoftmaxLayer.gradient adds p p^T: it is diag(p) - p p^T, whose entries beside the diagonal "
            "are negative."
        ),
        ("SoftmaxLayer.py", "np.eye(p.shape[1]) - p[", "np.eye(p.shape[1]) + p["),
        loses="softmax_gradient softmax_slope softmax_backward softmax_chain",
    ),
    mistake(
        "softmax_jacobian_of_first_row",
        "Your SoftmaxLayer.gradient uses the first observation for all: form one Jacobian for each row.",
        (
            "SoftmaxLayer.py",
            "p = self.getPrevOut()",
            "p = np.repeat(self.getPrevOut()[:1], len(self.getPrevOut()), axis=0)",
        ),
        loses="softmax_gradient softmax_slope softmax_backward softmax_chain",
    ),
    mistake(
        "softmax_jacobian_of_inputs",
        "Your SoftmaxLayer.gradient is formed from the inputs: p is the output of forward.",
        ("SoftmaxLayer.py", "p = self.getPrevOut()", "p = self.getPrevIn()"),
        loses="softmax_gradient softmax_slope softmax_backward softmax_chain",
    ),
    mistake(
        "softmax_over_observations",
        "Your SoftmaxLayer.forward adds up over the observations: every row must add up to 1, axis=1.",
        ("SoftmaxLayer.py", "np.sum(e, axis=1, keepdims=True)", "np.sum(e, axis=0, keepdims=True)"),
        loses="softmax_gradient softmax_slope softmax_backward softmax_chain",
    ),
    mistake(
        "softmax_over_everything",
        (
            "Your SoftmaxLayer.forward divides by the sum of the whole batch: every row must add up to 1, "
            "np.sum(e, axis=1, keepdims=True)."
        ),
        ("SoftmaxLayer.py", "np.sum(e, axis=1, keepdims=True)", "np.sum(e)"),
        loses="softmax_gradient softmax_slope softmax_backward softmax_chain",
    ),
    mistake(
        "softmax_backward_entry_by_entry",
        (
            "Your SoftmaxLayer.backward multiplies gradIn by the diagonal of the Jacobian alone: multiply "
            "each row by its whole Jacobian."
        ),
        (
            "SoftmaxLayer.py",
            'np.einsum("ni,nij->nj", gradIn, self.gradient())',
            'np.einsum("ni,nii->ni", gradIn, self.gradient())',
        ),
        loses="softmax_backward softmax_chain",
    ),
    mistake(
        "softmax_backward_adds_observations",
        (
            "Your SoftmaxLayer.backward adds up the observations: each row of gradIn is multiplied by the "
            "Jacobian of its own observation, (N, D)."
        ),
        ("SoftmaxLayer.py", '"ni,nij->nj"', '"ni,nij->j"'),
        loses="softmax_backward softmax_chain",
    ),
    # --- hyperbolic tangent ----------------------------------------------------------------------------------
    mistake(
        "tanh_gradient_without_square",
        "Your TanhLayer.gradient returns 1 - t; the square is missing: 1 - t^2.",
        ("TanhLayer.py", "1 - self.getPrevOut() ** 2", "1 - self.getPrevOut()"),
        loses="tanh_gradient tanh_slope tanh_backward tanh_chain",
    ),
    mistake(
        "tanh_gradient_of_input",
        "Your TanhLayer.gradient puts the input into 1 - t^2: t is the output of forward.",
        ("TanhLayer.py", "self.getPrevOut() ** 2", "self.getPrevIn() ** 2"),
        loses="tanh_gradient tanh_slope tanh_backward tanh_chain",
    ),
    mistake(
        "tanh_of_half",
        "Your TanhLayer.forward is tanh(x / 2), (1 - e^-x) / (1 + e^-x): write np.tanh(dataIn).",
        ("TanhLayer.py", "np.tanh(dataIn)", "np.tanh(dataIn / 2)"),
        loses="tanh_gradient tanh_slope tanh_backward tanh_chain",
    ),
    mistake(
        "tanh_backward_adds",
        "Your TanhLayer.backward adds its gradient to gradIn: the chain rule multiplies them.",
        ("TanhLayer.py", "gradIn * self.gradient()", "gradIn + self.gradient()"),
        loses="tanh_backward tanh_chain",
    ),
    # --- objectives ------------------------------------------------------------------------------------------
    mistake(
        "squared_error_summed",
        "Your SquaredError.eval adds up the observations: it is the mean over them.",
        ("SquaredError.py", "np.mean((Y", "np.sum((Y"),
        loses="squared_error_eval",
    ),
    mistake(
        "squared_error_halved",
        "Your SquaredError.eval is half of what is asked for: here there is no factor 1/2.",
        ("SquaredError.py", "np.mean((Y - Yhat) ** 2)", "0.5 * np.mean((Y - Yhat) ** 2)"),
        loses="squared_error_eval squared_error_slope",
    ),
    mistake(
        "squared_error_root",
        "Your SquaredError.eval takes the root of the mean: return the mean of the squares itself.",
        ("SquaredError.py", "np.mean((Y - Yhat) ** 2)", "np.sqrt(np.mean((Y - Yhat) ** 2))"),
        loses="squared_error_eval squared_error_slope",
    ),
    mistake(
        "squared_error_gradient_sign",
        "Your SquaredError.gradient has the wrong sign: it is by Yhat, so -2 (Y - Yhat).",
        ("SquaredError.py", "return -2 *", "return 2 *"),
        loses="squared_error_gradient squared_error_slope",
    ),
    mistake(
        "squared_error_gradient_without_two",
        "Your SquaredError.gradient lacks the factor 2 of the square: -2 (Y - Yhat).",
        ("SquaredError.py", "-2 * (Y - Yhat)", "-(Y - Yhat)"),
        loses="squared_error_gradient squared_error_slope",
    ),
    mistake(
        "squared_error_gradient_averaged",
        ("Your SquaredError.gradient is divided by N: it is that of each observation's own error, -2 (Y - Yhat)."),
        ("SquaredError.py", "-2 * (Y - Yhat)", "-2 * (Y - Yhat) / len(Y)"),
        loses="squared_error_gradient squared_error_slope",
    ),
    mistake(
        "log_loss_summed",
        "Your LogLoss.eval adds up the observations: it is the mean over them.",
        ("LogLoss.py", "np.mean(", "np.sum("),
        loses="log_loss_eval data_loss whole_pass",
    ),
    mistake(
        "log_loss_sign",
        ("Your LogLoss.eval is negative: the loss is minus the logarithm of the probability of what came true."),
        ("LogLoss.py", "np.mean(-Y * np.log(Yhat) -", "np.mean(Y * np.log(Yhat) +"),
        loses="log_loss_eval log_loss_slope data_loss whole_pass",
    ),
    mistake(
        "log_loss_of_yes_only",
        "Your LogLoss.eval leaves out (1 - Y) log(1 - Yhat), the loss where the target is 0.",
        ("LogLoss.py", " - (1 - Y) * np.log(1 - Yhat)", ""),
        loses="log_loss_eval log_loss_slope data_loss whole_pass",
    ),
    mistake(
        "log_loss_gradient_sign",
        ("Your LogLoss.gradient has the wrong sign: where the target is 1, a larger Yhat makes the loss smaller."),
        ("LogLoss.py", "return -(Y", "return (Y"),
        loses="log_loss_gradient log_loss_slope data_objective data_sigmoid data_connected whole_pass",
    ),
    mistake(
        "log_loss_gradient_through_sigmoid",
        (
            "Your LogLoss.gradient is Yhat - Y, that of log loss and sigmoid together; by Yhat alone it is "
            "divided by Yhat (1 - Yhat)."
        ),
        ("LogLoss.py", " / (Yhat * (1 - Yhat))", ""),
        loses="log_loss_gradient log_loss_slope data_objective data_sigmoid data_connected whole_pass",
    ),
    mistake(
        "log_loss_gradient_without_brackets",
        ("Your LogLoss.gradient divides by Yhat and multiplies by 1 - Yhat: put brackets around Yhat * (1 - Yhat)."),
        ("LogLoss.py", "(Yhat * (1 - Yhat))", "Yhat * (1 - Yhat)"),
        loses="log_loss_gradient log_loss_slope data_objective data_sigmoid data_connected whole_pass",
    ),
    mistake(
        "log_loss_gradient_averaged",
        "Your LogLoss.gradient is divided by N: it is that of each observation's own loss.",
        ("LogLoss.py", "(Yhat * (1 - Yhat))", "(Yhat * (1 - Yhat)) / len(Y)"),
        loses="log_loss_gradient log_loss_slope data_objective data_sigmoid data_connected whole_pass",
    ),
    mistake(
        "cross_entropy_over_classes_too",
        (
            "Your CrossEntropy.eval takes the mean over the classes, too: add up each row, then take the "
            "mean over the observations."
        ),
        ("CrossEntropy.py", "-np.sum(Y * np.log(Yhat), axis=1)", "-Y * np.log(Yhat)"),
        loses="cross_entropy_eval cross_entropy_slope",
    ),
    mistake(
        "cross_entropy_summed",
        "Your CrossEntropy.eval adds up the observations: it is the mean over them.",
        ("CrossEntropy.py", "np.mean(", "np.sum("),
        loses="cross_entropy_eval",
    ),
    mistake(
        "cross_entropy_in_bits",
        "Your CrossEntropy.eval uses the logarithm of base 2: use the natural one, np.log.",
        ("CrossEntropy.py", "np.log(", "np.log2("),
        loses="cross_entropy_eval cross_entropy_slope",
    ),
    mistake(
        "cross_entropy_arguments",
        ("Your CrossEntropy takes the estimate first: the target comes first, eval(Y, Yhat) and gradient(Y, Yhat)."),
        ("CrossEntropy.py", "def eval(self, Y: Array, Yhat: Array)", "def eval(self, Yhat: Array, Y: Array)"),
        ("CrossEntropy.py", "def gradient(self, Y: Array, Yhat: Array)", "def gradient(self, Yhat: Array, Y: Array)"),
        loses="cross_entropy_eval cross_entropy_gradient cross_entropy_slope",
    ),
    mistake(
        "cross_entropy_gradient_sign",
        "Your CrossEntropy.gradient has the wrong sign: it is -Y / Yhat.",
        ("CrossEntropy.py", "return -Y / Yhat", "return Y / Yhat"),
        loses="cross_entropy_gradient cross_entropy_slope",
    ),
    mistake(
        "cross_entropy_gradient_through_softmax",
        (
            "Your CrossEntropy.gradient is Yhat - Y, that of cross entropy and softmax together; by Yhat "
            "alone it is -Y / Yhat."
        ),
        ("CrossEntropy.py", "return -Y / Yhat", "return Yhat - Y"),
        loses="cross_entropy_gradient cross_entropy_slope",
    ),
    mistake(
        "cross_entropy_gradient_averaged",
        ("Your CrossEntropy.gradient is divided by N: it is that of each observation's own cross entropy, -Y / Yhat."),
        ("CrossEntropy.py", "return -Y / Yhat", "return -Y / Yhat / len(Y)"),
        loses="cross_entropy_gradient cross_entropy_slope",
    ),
    # --- input layer and what layers remember ----------------------------------------------------------------
    mistake(
        "zscores_population_deviation",
        ("Your InputLayer divides by the deviation of a population: a sample's is asked for, np.std(..., ddof=1)."),
        ("InputLayer.py", "axis=0, ddof=1,", "axis=0,"),
        loses="zscores whole_pass",
    ),
    mistake(
        "zscores_of_the_whole_table",
        ("Your InputLayer takes one mean and one deviation of all entries: each column has its own, axis=0."),
        ("InputLayer.py", "np.mean(dataIn, axis=0, keepdims=True)", "np.mean(dataIn, keepdims=True)"),
        ("InputLayer.py", "np.std(dataIn, axis=0, ddof=1, keepdims=True)", "np.std(dataIn, ddof=1, keepdims=True)"),
        loses="zscores constant_column whole_pass",
    ),
    mistake(
        "zscores_by_variance",
        "Your InputLayer divides by the variance: divide by its root, the standard deviation.",
        ("InputLayer.py", "np.std(", "np.var("),
        loses="zscores whole_pass",
    ),
    mistake(
        "zscores_of_what_is_sent",
        (
            "Your InputLayer.forward takes mean and deviation of the rows that it is sent: use those of the "
            "data that it was made with."
        ),
        (
            "InputLayer.py",
            "(dataIn - self.mean) / self.deviation",
            "(dataIn - dataIn.mean(axis=0)) / (dataIn.std(axis=0, ddof=1) if len(dataIn) > 1 else 1.0)",
        ),
        loses="zscores constant_column whole_pass",
    ),
    mistake(
        "constant_column_divides_by_zero",
        "Your InputLayer divides by zero in a constant column: use 1 where the deviation is 0.",
        ("InputLayer.py", "np.where(deviation == 0, 1.0, deviation)", "deviation"),
        loses="constant_column",
    ),
    mistake(
        "constant_column_left_out",
        ("Your InputLayer leaves a constant column as it is: subtract its mean, so that it becomes zeros."),
        (
            "InputLayer.py",
            "(dataIn - self.mean) / self.deviation",
            "np.where(self.constant, dataIn, (dataIn - self.mean) / self.deviation)",
        ),
        (
            "InputLayer.py",
            "        self.deviation = np.where",
            "        self.constant = deviation == 0\n        self.deviation = np.where",
        ),
        loses="constant_column",
    ),
    mistake(
        "input_not_remembered",
        ("Your InputLayer.forward does not call setPrevIn: every layer remembers what went in and what came out."),
        ("InputLayer.py", "        self.setPrevIn(dataIn)\n", ""),
        loses="remembered",
    ),
    mistake(
        "output_not_remembered",
        (
            "Your FullyConnectedLayer.forward does not call setPrevOut: every layer remembers what went in "
            "and what came out."
        ),
        (
            "FullyConnectedLayer.py",
            "        self.setPrevOut(dataIn @ self.weights + self.biases)\n        return self.getPrevOut()\n",
            "        return dataIn @ self.weights + self.biases\n",
        ),
        loses="remembered",
    ),
    mistake(
        "inputs_kept_from_first_forward",
        ("Your LogisticSigmoidLayer keeps the first inputs that it ever saw: remember those of the last forward."),
        (
            "LogisticSigmoidLayer.py",
            "        self.setPrevIn(dataIn)\n",
            "        if self.getPrevIn() is None:\n            self.setPrevIn(dataIn)\n",
        ),
        loses="remembered",
    ),
    # --- theory ----------------------------------------------------------------------------------------------
    mistake(
        "theory_connected_not_transposed",
        (
            "Your answer for the fully connected layer is W: the derivative by the inputs has one row for "
            "each output, W transposed."
        ),
        ("theory.json", "[[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]", "[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]"),
        loses="theory_fully_connected",
    ),
    mistake(
        "theory_relu_is_output",
        ("Your answer for the ReLU is its output: its derivative is 1 where the input is positive, else 0."),
        ("theory.json", "[[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]", "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]"),
        loses="theory_relu",
    ),
    mistake(
        "theory_sigmoid_is_output",
        "Your answer for the logistic sigmoid is its output s: the derivative is s (1 - s).",
        (
            "theory.json",
            "[[0.19661193, 0.10499359, 0.04517666], [0.017662706, 0.0066480567, 0.0024665093]]",
            "[[0.7311, 0.8808, 0.9526], [0.9820, 0.9933, 0.9975]]",
        ),
        loses="theory_sigmoid",
    ),
    mistake(
        "theory_softmax_diagonal",
        (
            "Your answer for the softmax holds the diagonals p (1 - p) alone: give the Jacobian, diag(p) - p "
            "p^T, for each row of H."
        ),
        (
            "theory.json",
            '"softmax": ',
            '"softmax": [[0.0819, 0.1848, 0.2227], [0.0819, 0.1848, 0.2227]],\n  "jacobians": ',
        ),
        loses="theory_softmax",
    ),
    mistake(
        "theory_tanh_without_square",
        "Your answer for tanh is 1 - t: the derivative is 1 - t^2.",
        (
            "theory.json",
            "[[0.41997434, 0.070650825, 0.0098660372], [0.0013409507, 0.00018158323, 2.4576547e-05]]",
            "[[0.23840584, 0.03597242, 0.00494525], [0.00067070, 0.00009079, 0.00001229]]",
        ),
        loses="theory_tanh",
    ),
    mistake(
        "theory_squared_error_summed",
        "Your squared error is the sum over the observations: give their mean.",
        ("theory.json", "0.265", "0.53"),
        loses="theory_squared_error",
    ),
    mistake(
        "theory_log_loss_summed",
        "Your log loss is the sum over the observations: give their mean.",
        ("theory.json", "0.71355818", "1.4271"),
        loses="theory_log_loss",
    ),
    mistake(
        "theory_cross_entropy_over_classes_too",
        "Your cross entropy is the mean over classes and observations: add up each row first.",
        ("theory.json", "0.98305643", "0.3277"),
        loses="theory_cross_entropy",
    ),
    mistake(
        "theory_squared_error_gradient_sign",
        "Your gradient of the squared error has the wrong sign: it is -2 (Y - Yhat).",
        ("theory.json", "[[0.4], [-1.4]]", "[[-0.4], [1.4]]"),
        loses="theory_squared_error_gradient",
    ),
    mistake(
        "theory_log_loss_gradient_averaged",
        "Your gradient of the log loss is divided by N: give that of each observation's own loss.",
        ("theory.json", "[[1.25], [-3.3333333]]", "[[0.625], [-1.6667]]"),
        loses="theory_log_loss_gradient",
    ),
    mistake(
        "theory_cross_entropy_gradient_averaged",
        ("Your gradient of the cross entropy is divided by N: give that of each observation's own cross entropy."),
        ("theory.json", "[[-5.0, 0.0, 0.0], [0.0, -1.4285714, 0.0]]", "[[-2.5, 0.0, 0.0], [0.0, -0.7143, 0.0]]"),
        loses="theory_cross_entropy_gradient",
    ),
)
