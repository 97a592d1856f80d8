import numpy as np

def forward_batch(X, W, b, V, c):
    H = 1/(1 + np.exp(-(X @ W + b)))
    E = np.exp(H @ V + c)
    return H, E/E.sum(-1, keepdims=True)

forward = forward_batch
loss = lambda y, t: -np.log(y[t])
loss_batch = lambda Y, T: -np.log(Y[range(len(T)), T]).mean()

def backward_batch(X, T, W, b, V, c):
    H, Y = forward_batch(X, W, b, V, c)
    D = (Y - np.eye(len(c))[T])/len(X)
    G = D @ V.T*H*(1 - H)
    return X.T @ G, G.sum(0), H.T @ D, D.sum(0)

def backward(x, t, *P):
    return backward_batch(x[None], [t], *P)

def train(X, T, Xv, Tv, n_hidden=300, epochs=5, lr=.01, batch_size=16):
    n, k = X.shape[1], T.max() + 1
    P = [np.random.randn(n, n_hidden)/n**.5, np.zeros(n_hidden), np.random.randn(n_hidden, k)/n_hidden**.5, np.zeros(k)]
    A, B = [], []
    for _ in range(epochs):
        o, s = np.random.permutation(len(X)), 0
        for i in range(0, len(X), batch_size):
            j = o[i:i + batch_size]
            s += loss_batch(forward_batch(X[j], *P)[1], T[j])*len(j)
            P = [p - lr*g for p, g in zip(P, backward_batch(X[j], T[j], *P))]
        A += [s/len(X)]
        B += [loss_batch(forward_batch(Xv, *P)[1], Tv)]
    return A, B, P
