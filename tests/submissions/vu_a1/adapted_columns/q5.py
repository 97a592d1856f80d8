import numpy as np

# samples are columns: X (n, m), W1 (h, n), b1 (h, 1), W2 (k, h), b2 (k, 1), A2 (k, m)


def fprop(X, W1, b1, W2, b2):
    A1 = 1 / (1 + np.exp(-(W1 @ X + b1)))
    Z2 = W2 @ A1 + b2
    E = np.exp(Z2 - Z2.max(axis=0))
    return A1, E / E.sum(axis=0)


def J(A2, labels):
    return -np.log(A2[labels, np.arange(A2.shape[1])]).mean()


def bprop(X, A1, A2, labels, W2):
    m = X.shape[1]
    D2 = A2.copy()
    D2[labels, np.arange(m)] -= 1
    D1 = W2.T @ D2 * A1 * (1 - A1)
    return D1 @ X.T / m, D1.mean(axis=1, keepdims=True), D2 @ A1.T / m, D2.mean(axis=1, keepdims=True)


def descend(X, labels, Xv, labels_v, h, eta, epochs, m):
    n = X.shape[0]
    theta = [np.random.randn(h, n) / n**0.5, np.zeros((h, 1)), np.random.randn(10, h) / h**0.5, np.zeros((10, 1))]
    Jt, Jv = [], []
    for _ in range(epochs):
        order = np.random.permutation(X.shape[1])
        J_epoch = 0
        for start in range(0, len(order), m):
            cols = order[start:start + m]
            A1, A2 = fprop(X[:, cols], *theta)
            J_epoch += J(A2, labels[cols]) * len(cols) / len(order)
            theta = [p - eta * g for p, g in zip(theta, bprop(X[:, cols], A1, A2, labels[cols], theta[2]))]
        Jt.append(J_epoch)
        Jv.append(J(fprop(Xv, *theta)[1], labels_v))
    return Jt, Jv, theta
