import numpy as np


def init(sizes):
    n, m, k = sizes
    return {"w": np.random.randn(n, m) / n**0.5, "b": np.zeros(m), "v": np.random.randn(m, k) / m**0.5, "c": np.zeros(k)}


def run(net, x):
    h = 1 / (1 + np.exp(-(x @ net["w"] + net["b"])))
    o = h @ net["v"] + net["c"]
    e = np.exp(o - o.max(-1, keepdims=True))
    return {"x": x, "h": h, "y": e / e.sum(-1, keepdims=True)}


def nll(state, t):
    y = np.atleast_2d(state["y"])
    return -np.log(y[np.arange(len(y)), t]).mean()


def grads(net, state, t):
    """For one instance or a batch."""
    x, h, y = (np.atleast_2d(state[name]) for name in "xhy")
    d = (y - np.eye(y.shape[1])[np.atleast_1d(t)]) / len(y)
    g = {"v": h.T @ d, "c": d.sum(0)}
    d = d @ net["v"].T * h * (1 - h)
    return {**g, "w": x.T @ d, "b": d.sum(0)}


def fit(train, val, sizes, epochs, lr, batch):
    net, history = init(sizes), []
    for _ in range(epochs):
        x, t = train
        order = np.random.permutation(len(x))
        total = 0
        for rows in np.array_split(order, max(1, len(x) // batch)):
            state = run(net, x[rows])
            total += nll(state, t[rows]) * len(rows)
            for name, g in grads(net, state, t[rows]).items():
                net[name] = net[name] - lr * g
        history.append((total / len(x), nll(run(net, val[0]), val[1])))
    return net, history
