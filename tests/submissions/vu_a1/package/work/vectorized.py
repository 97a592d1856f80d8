import numpy as np

from nn.ops import logistic, probabilities


def forward(x, W, b, V, c):
    h = logistic(np.einsum("i,ij->j", x, W) + b)
    return h, probabilities(np.einsum("j,jk->k", h, V) + c)


def loss(y, t):
    return np.array(-np.log(y[t]))


def backward(x, t, W, b, V, c):
    h, y = forward(x, W, b, V, c)
    delta = y - (np.arange(len(y)) == t)
    hidden = np.einsum("jk,k->j", V, delta) * h * (1 - h)
    return np.einsum("i,j->ij", x, hidden), hidden, np.einsum("j,k->jk", h, delta), delta


def forward_batch(X, W, b, V, c):
    H = logistic(np.einsum("ni,ij->nj", X, W) + b)
    return H, probabilities(np.einsum("nj,jk->nk", H, V) + c)


def loss_batch(Y, T):
    return -np.log(np.take_along_axis(Y, np.asarray(T)[:, None], axis=1)).mean()


def backward_batch(X, T, W, b, V, c):
    H, Y = forward_batch(X, W, b, V, c)
    delta = Y - (np.arange(Y.shape[1]) == np.asarray(T)[:, None])
    hidden = np.einsum("jk,nk->nj", V, delta) * H * (1 - H)
    n = len(X)
    return (
        np.einsum("ni,nj->ij", X, hidden) / n, hidden.mean(axis=0),
        np.einsum("nj,nk->jk", H, delta) / n, delta.mean(axis=0),
    )


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    rng = np.random.default_rng()
    sizes = X.shape[1], n_hidden, T.max() + 1
    theta = [
        rng.normal(0, sizes[0] ** -0.5, sizes[:2]), np.zeros(sizes[1]),
        rng.normal(0, sizes[1] ** -0.5, sizes[1:]), np.zeros(sizes[2]),
    ]
    curves = np.zeros((2, epochs))
    for epoch in range(epochs):
        for rows in np.array_split(rng.permutation(len(X)), len(X) // batch_size):
            curves[0, epoch] += loss_batch(forward_batch(X[rows], *theta)[1], T[rows]) * len(rows) / len(X)
            for p, g in zip(theta, backward_batch(X[rows], T[rows], *theta)):
                p -= lr * g
        curves[1, epoch] = loss_batch(forward_batch(X_val, *theta)[1], T_val)
    return curves[0], curves[1], tuple(theta)
