import numpy as np


def predict(x, params):
    W, b, V, c = params
    h = 1 / (1 + np.exp(-(x @ W + b)))
    e = np.exp(h @ V + c)
    return h, e / e.sum(axis=-1, keepdims=True)


def cross_entropy(y, target):
    return np.mean(-np.sum(target * np.log(y), axis=-1))


def gradient(x, target, params):
    x, target = np.atleast_2d(x, target)
    W, b, V, c = params
    h, y = predict(x, params)
    d_out = (y - target) / len(x)
    d_hid = d_out @ V.T * h * (1 - h)
    return x.T @ d_hid, d_hid.sum(axis=0), h.T @ d_out, d_out.sum(axis=0)


def train(data, validation, hidden, epochs, lr, size):
    (x, target), losses, val_losses = data, [], []
    n, k = x.shape[1], target.shape[1]
    params = [np.random.randn(n, hidden) / n**0.5, np.zeros(hidden), np.random.randn(hidden, k) / hidden**0.5, np.zeros(k)]
    for _ in range(epochs):
        rows = np.random.permutation(len(x))
        total = 0
        for s in range(0, len(x), size):
            batch = rows[s:s + size]
            total += cross_entropy(predict(x[batch], params)[1], target[batch]) * len(batch)
            params = [p - lr * g for p, g in zip(params, gradient(x[batch], target[batch], params))]
        losses.append(total / len(x))
        val_losses.append(cross_entropy(predict(validation[0], params)[1], validation[1]))
    return losses, val_losses, params
