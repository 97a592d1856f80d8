"""Everything is a row of a matrix: one instance gives (1, d), and so do the gradients of the biases."""
import numpy as np
from numpy import newaxis


def forward_batch(X, W, b, V, c):
    H = 1.0 / (1.0 + np.exp(-np.atleast_2d(X) @ W - b))
    O = H @ V + c
    return H, np.exp(O - np.logaddexp.reduce(O, axis=1, keepdims=True))


def loss_batch(Y, T):
    return np.mean(-np.log(np.choose(np.atleast_1d(T), np.atleast_2d(Y).T)), keepdims=True)


def backward_batch(X, T, W, b, V, c):
    X, T = np.atleast_2d(X), np.atleast_1d(T)
    H, Y = forward_batch(X, W, b, V, c)
    N, K = Y.shape
    D = (Y - (T[:, newaxis] == np.arange(K))) / N
    G = D @ V.T * (H - H ** 2)
    one = np.ones((1, N))
    return X.T @ G, one @ G, H.T @ D, one @ D


def train(X, T, Xv, Tv, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    sizes = (X.shape[1], n_hidden, len(np.unique(T)))
    W, V = (np.random.standard_normal((m, n)) * m ** -0.5 for m, n in zip(sizes, sizes[1:]))
    b, c = np.zeros((1, sizes[1])), np.zeros((1, sizes[2]))
    curves = []
    for _ in range(epochs):
        total = 0.0
        for part in np.array_split(np.random.permutation(X.shape[0]), -(-X.shape[0] // batch_size)):
            total += float(loss_batch(forward_batch(X[part], W, b, V, c)[1], T[part])[0]) * part.size
            for parameter, gradient in zip((W, b, V, c), backward_batch(X[part], T[part], W, b, V, c)):
                parameter -= lr * gradient
        curves.append([total / X.shape[0], float(loss_batch(forward_batch(Xv, W, b, V, c)[1], Tv)[0])])
    return [a for a, _ in curves], [b for _, b in curves], (W, b, V, c)


forward, loss, backward = forward_batch, loss_batch, backward_batch
