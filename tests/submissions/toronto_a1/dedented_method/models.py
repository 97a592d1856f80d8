"""CSC421 A1, the three functions and what they need."""
import numpy as np

logistic = lambda z: np.exp(-np.logaddexp(0.0, -z))
softsign = lambda z: z / (1.0 + np.abs(z))
softsign_prime = lambda z: (1.0 + np.abs(z)) ** -2.0


class LogisticSquaredError:
    value = staticmethod(lambda z, t: (logistic(z) - t) ** 2 / 2)
    derivatives = staticmethod(lambda z, t: (logistic(z) - t) * logistic(z) * logistic(-z))


class LogisticCrossEntropy:
    value = staticmethod(lambda z, t: np.logaddexp(0, z) - t * z)
    derivatives = staticmethod(lambda z, t: logistic(z) - t)


class SoftsignCrossEntropy:
    value = staticmethod(lambda z, t: -np.log(np.where(t == 1, 1 + softsign(z), 1 - softsign(z)) / 2))
    derivatives = staticmethod(
        lambda z, t: np.where(t == 1, -1.0, 1.0) * softsign_prime(z) / (1 + np.where(t == 1, 1, -1) * softsign(z))
    )


class MultilayerPerceptron:
    def __init__(self, W1, b1, w2, b2):
        self.W1, self.b1, self.w2, self.b2 = W1, b1, w2, b2

    def compute_activations(self, X):
        R = X @ self.W1.T + self.b1
        return dict(R=R, H=softsign(R), z=softsign(R) @ self.w2 + self.b2)

def cost_derivatives(self, X, act, dLdz):
        d = dLdz / len(X)
        dR = np.einsum("m,n,mn->mn", d, self.w2, softsign_prime(act["R"]))
        return dict(W1=np.einsum("mn,md->nd", dR, X), b1=dR.sum(0), w2=d @ act["H"], b2=d.sum())
