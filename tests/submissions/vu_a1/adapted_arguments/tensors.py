import numpy as np


def forward_single(W1, b1, W2, b2, x):
    k = x @ W1 + b1
    h = 1 / (1 + np.exp(-k))
    o = h @ W2 + b2
    y = np.exp(o - o.max()) / np.exp(o - o.max()).sum()
    return k, h, o, y


def backward_single(W1, b1, W2, b2, x, k, h, o, y, target):
    do = y.copy()
    do[target] -= 1
    dk = (W2 @ do) * h * (1 - h)
    return {"W1": np.outer(x, dk), "b1": dk, "W2": np.outer(h, do), "b2": do}


def forward_many(W1, b1, W2, b2, X):
    K = X @ W1 + b1
    H = 1 / (1 + np.exp(-K))
    O = H @ W2 + b2
    E = np.exp(O - O.max(axis=1, keepdims=True))
    return K, H, O, E / E.sum(axis=1, keepdims=True)


def backward_many(W1, b1, W2, b2, X, K, H, O, Y, targets):
    N = X.shape[0]
    dO = Y.copy()
    dO[np.arange(N), targets] -= 1
    dK = (dO @ W2.T) * H * (1 - H)
    return {"W1": X.T @ dK / N, "b1": dK.sum(0) / N, "W2": H.T @ dO / N, "b2": dO.sum(0) / N}


def negative_log_likelihood(targets, Y):
    return -np.log(Y[np.arange(len(targets)), targets]).mean()


def run(X, targets, X_val, targets_val, lr, epochs, batch, hidden):
    W1 = np.random.normal(0, 1 / np.sqrt(X.shape[1]), (X.shape[1], hidden))
    W2 = np.random.normal(0, 1 / np.sqrt(hidden), (hidden, 10))
    b1, b2 = np.zeros(hidden), np.zeros(10)
    curve, curve_val = [], []
    for epoch in range(epochs):
        p = np.random.permutation(len(X))
        losses = 0
        for i in range(0, len(X), batch):
            x, t = X[p[i:i + batch]], targets[p[i:i + batch]]
            K, H, O, Y = forward_many(W1, b1, W2, b2, x)
            losses += negative_log_likelihood(t, Y) * len(x)
            g = backward_many(W1, b1, W2, b2, x, K, H, O, Y, t)
            W1, b1 = W1 - lr * g["W1"], b1 - lr * g["b1"]
            W2, b2 = W2 - lr * g["W2"], b2 - lr * g["b2"]
        curve.append(losses / len(X))
        curve_val.append(negative_log_likelihood(targets_val, forward_many(W1, b1, W2, b2, X_val)[-1]))
    return {"train": curve, "validation": curve_val, "weights": (W1, b1, W2, b2)}
