import numpy as np


class MLP:
    """One sigmoid layer and a softmax. forward keeps what backward needs, backward fills the gradients."""

    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = np.random.randn(n_in, n_hidden) / np.sqrt(n_in)
        self.b1 = np.zeros(n_hidden)
        self.W2 = np.random.randn(n_hidden, n_out) / np.sqrt(n_hidden)
        self.b2 = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        self.hidden = 1 / (1 + np.exp(-(X @ self.W1 + self.b1)))
        logits = self.hidden @ self.W2 + self.b2
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.probs = e / e.sum(axis=1, keepdims=True)

    def cost(self, labels):
        return -np.log(self.probs[np.arange(len(labels)), labels]).mean()

    def backward(self, labels):
        d = self.probs.copy()
        d[np.arange(len(labels)), labels] -= 1
        d /= len(labels)
        self.dW2, self.db2 = self.hidden.T @ d, d.sum(axis=0)
        d = d @ self.W2.T * self.hidden * (1 - self.hidden)
        self.dW1, self.db1 = self.X.T @ d, d.sum(axis=0)

    def fit(self, X, labels, X_val, labels_val, epochs, lr, batch):
        self.history = {"train": [], "val": []}
        for _ in range(epochs):
            order, costs = np.random.permutation(len(X)), []
            for start in range(0, len(X), batch):
                rows = order[start : start + batch]
                self.forward(X[rows])
                costs += [self.cost(labels[rows])] * len(rows)
                self.backward(labels[rows])
                for name in ("W1", "b1", "W2", "b2"):
                    setattr(self, name, getattr(self, name) - lr * getattr(self, "d" + name))
            self.history["train"].append(np.mean(costs))
            self.forward(X_val)
            self.history["val"].append(self.cost(labels_val))
