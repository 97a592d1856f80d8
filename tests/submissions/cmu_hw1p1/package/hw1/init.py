import numpy as np


def random_normal_weight_init(d0, d1):
    W = np.zeros((d0, d1))
    for i in range(d0):
        for j in range(d1):
            W[i][j] = np.random.randn()
    return W


def zeros_bias_init(d):
    return np.zeros((1, d))
