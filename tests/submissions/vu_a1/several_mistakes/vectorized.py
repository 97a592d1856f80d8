import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def softmax(a):
    exponents = np.exp(a)
    return exponents / np.sum(exponents)


def forward(x, W, b, V, c):
    k = np.dot(x, W) + b
    h = sigmoid(k)
    o = np.dot(h, V) + c
    y = softmax(o)
    return h, y


def loss(y, t):
    return -np.log2(y[t])


def backward(x, t, W, b, V, c):
    h, y = forward(x, W, b, V, c)
    target = np.zeros(len(y))
    target[t] = 1
    do = y - target
    dV = h.reshape(-1, 1) * do.reshape(1, -1)
    dh = np.dot(V, do)
    dk = dh * h * (1 - h)
    dW = x.reshape(-1, 1) * dk.reshape(1, -1)
    return dW, dk, dV, do


def forward_batch(X, W, b, V, c):
    H = []
    Y = []
    for x in X:
        h, y = forward(x, W, b, V, c)
        H.append(h)
        Y.append(y)
    return np.array(H), np.array(Y)


def loss_batch(Y, T):
    losses = []
    for y, t in zip(Y, T):
        losses.append(loss(y, t))
    return sum(losses) / len(losses)


def backward_batch(X, T, W, b, V, c):
    dW = np.zeros_like(W)
    db = np.zeros_like(b)
    dV = np.zeros_like(V)
    dc = np.zeros_like(c)
    for x, t in zip(X, T):
        gW, gb, gV, gc = backward(x, t, W, b, V, c)
        dW += gW
        db += gb
        dc += gc
    n = len(X)
    return dW / n, db / n, dV / n, dc / n


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    W = np.random.normal(0, 1 / np.sqrt(X.shape[1]), (X.shape[1], n_hidden))
    b = np.zeros(n_hidden)
    V = np.random.normal(0, 1 / np.sqrt(n_hidden), (n_hidden, 10))
    c = np.zeros(10)
    training_losses = []
    validation_losses = []
    for epoch in range(epochs):
        indices = np.arange(len(X))
        np.random.shuffle(indices)
        total = 0
        start = 0
        while start < len(X):
            batch = indices[start:start + batch_size]
            H, Y = forward_batch(X[batch], W, b, V, c)
            total += loss_batch(Y, T[batch]) * len(batch)
            dW, db, dV, dc = backward_batch(X[batch], T[batch], W, b, V, c)
            W -= lr * dW
            b -= lr * db
            V -= lr * dV
            c -= lr * dc
            start += batch_size
        training_losses.append(total / len(X))
        validation_losses.append(loss_batch(forward_batch(X_val, W, b, V, c)[1], T_val))
    return training_losses, validation_losses, (W, b, V, c)
