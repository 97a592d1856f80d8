import math
import random


def init():
    return {
        "w": [[random.gauss(0, 1) for _ in range(3)] for _ in range(2)], "b": [0.0] * 3,
        "v": [[random.gauss(0, 1) for _ in range(2)] for _ in range(3)], "c": [0.0] * 2,
    }


def run(net, x, t):
    """Forward; what came about, with the loss, is kept in the dictionary that is returned."""
    state = {"x": x, "t": t}
    state["h"] = []
    for j in range(3):
        z = sum(x[i] * net["w"][i][j] for i in range(2)) + net["b"][j]
        state["h"].append(1 / (1 + math.exp(-z)))
    e = [math.exp(sum(state["h"][j] * net["v"][j][k] for j in range(3)) + net["c"][k]) for k in range(2)]
    state["y"] = [e[0] / sum(e), e[1] / sum(e)]
    state["loss"] = nll(state)
    return state


def nll(state):
    return -math.log(state["y"][state["t"]])


def grads(net, state):
    g = {"c": [state["y"][k] - (1.0 if state["t"] == k else 0.0) for k in range(2)]}
    g["v"] = [[hj * gk for gk in g["c"]] for hj in state["h"]]
    g["b"] = [sum(net["v"][j][k] * g["c"][k] for k in range(2)) * hj * (1 - hj) for j, hj in enumerate(state["h"])]
    g["w"] = [[xi * gj for gj in g["b"]] for xi in state["x"]]
    return g


def update(net, g, lr):
    for name in "bc":
        net[name] = [p - lr * d for p, d in zip(net[name], g[name])]
    for name in "wv":
        net[name] = [[p - lr * d for p, d in zip(r, s)] for r, s in zip(net[name], g[name])]


def fit(points, epochs, lr):
    net, history = init(), []
    for _ in range(epochs):
        losses = []
        for x, t in points:
            state = run(net, x, t)
            losses.append(state["loss"])
            update(net, grads(net, state), lr)
        history.append(sum(losses) / len(losses))
    return net, history
