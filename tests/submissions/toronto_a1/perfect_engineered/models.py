"""Models and losses, put together from this package's parts."""

from activation import Logistic, Softsign
from criteria import LogisticCrossEntropy, LogisticSquaredError, SoftsignCrossEntropy
from layers import Dense

__all__ = ["LogisticCrossEntropy", "LogisticSquaredError", "MultilayerPerceptron", "SoftsignCrossEntropy"]

logistic = Logistic.forward
softsign = Softsign.forward
softsign_prime = Softsign.slope


class MultilayerPerceptron:
    """Two dense layers with softsign between them."""

    def __init__(self, W1, b1, w2, b2):
        self.W1, self.b1, self.w2, self.b2 = W1, b1, w2, b2

    @property
    def first(self):
        return Dense(self.W1, self.b1)

    @property
    def second(self):
        return Dense(self.w2[None, :], self.b2)

    def compute_activations(self, X):
        R = self.first.forward(X)
        H = Softsign.forward(R)
        return {"R": R, "H": H, "z": self.second.forward(H)[:, 0]}

    def cost_derivatives(self, X, activations, dLdz):
        delta = dLdz[:, None] / X.shape[0]
        dw2, db2 = self.second.gradients(activations["H"], delta)
        delta = self.second.backward(delta) * Softsign.slope(activations["R"])
        dW1, db1 = self.first.gradients(X, delta)
        return {"W1": dW1, "b1": db1, "w2": dw2[0], "b2": db2[0]}
