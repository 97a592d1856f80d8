from math import exp, log
from random import gauss

def forward(x, W, b, V, c):
    h = [1/(1 + exp(-sum(p*q for p, q in zip(x, col)) - bj)) for col, bj in zip(zip(*W), b)]
    e = [exp(sum(p*q for p, q in zip(h, col)) + ck) for col, ck in zip(zip(*V), c)]
    return h, [v/sum(e) for v in e]

loss = lambda y, t: -log(y[t])

def backward(x, t, W, b, V, c):
    h, y = forward(x, W, b, V, c)
    d = [p - (k == t) for k, p in enumerate(y)]
    g = [sum(v*e for v, e in zip(row, d))*a*(1 - a) for row, a in zip(V, h)]
    return [[a*e for e in g] for a in x], g, [[a*e for e in d] for a in h], d

def train(xs, ts, epochs, lr):
    P = [[[gauss(0, 1) for _ in range(3)] for _ in range(2)], [0.]*3, [[gauss(0, 1) for _ in range(2)] for _ in range(3)], [0.]*2]
    step = lambda p, g: [step(q, h) for q, h in zip(p, g)] if isinstance(p, list) else p - lr*g
    out = []
    for _ in range(epochs):
        seen = []
        for x, t in zip(xs, ts):
            seen.append(loss(forward(x, *P)[1], t))
            P = step(P, list(backward(x, t, *P)))
        out.append(sum(seen)/len(seen))
    return out, tuple(P)
