import numpy as np


def logistic(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


def probabilities(o):
    o = o - np.max(o, axis=-1, keepdims=True)
    return np.exp(o) / np.exp(o).sum(axis=-1, keepdims=True)
