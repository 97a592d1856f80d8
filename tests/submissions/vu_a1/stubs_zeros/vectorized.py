import numpy as np


def forward(x, W, b, V, c):
    return np.zeros(W.shape[1]), np.zeros(V.shape[1])


def loss(y, t):
    return 0.0


def backward(x, t, W, b, V, c):
    return np.zeros_like(W), np.zeros_like(b), np.zeros_like(V), np.zeros_like(c)


def forward_batch(X, W, b, V, c):
    return np.zeros((len(X), W.shape[1])), np.zeros((len(X), V.shape[1]))


def loss_batch(Y, T):
    return 0.0


backward_batch = backward


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    return np.zeros(epochs), np.zeros(epochs), (0, 0, 0, 0)
