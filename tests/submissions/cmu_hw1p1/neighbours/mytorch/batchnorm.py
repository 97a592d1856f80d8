import numpy as np


class BatchNorm(object):

    def __init__(self, fan_in, alpha=0.9):
        self.alpha = alpha
        self.eps = 1e-8
        self.x = None
        self.norm = None
        self.out = None

        self.var = np.ones((1, fan_in))
        self.mean = np.zeros((1, fan_in))

        self.gamma = np.ones((1, fan_in))
        self.dgamma = np.zeros((1, fan_in))
        self.beta = np.zeros((1, fan_in))
        self.dbeta = np.zeros((1, fan_in))

        self.running_mean = np.zeros((1, fan_in))
        self.running_var = np.ones((1, fan_in))

    def __call__(self, x, eval=False):
        return self.forward(x, eval)

    def forward(self, x, eval=False):
        if eval == True:
            normalized = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
            return self.gamma * normalized + self.beta

        self.x = x
        n = x.shape[0]
        self.mean = np.zeros((1, x.shape[1]))
        for i in range(n):
            self.mean = self.mean + x[i:i + 1]
        self.mean = self.mean / n
        self.var = np.zeros((1, x.shape[1]))
        for i in range(n):
            self.var = self.var + (x[i:i + 1] - self.mean) ** 2
        self.var = self.var / n

        self.norm = (self.x - self.mean) / np.sqrt(self.var + self.eps)
        self.out = self.gamma * self.norm + self.beta

        self.running_mean = self.alpha * self.running_mean + (1 - self.alpha) * self.mean
        self.running_var = self.alpha * self.running_var + (1 - self.alpha) * self.var

        return self.out

    def backward(self, delta):
        # step by step as in the paper
        n = delta.shape[0]
        self.dbeta = np.zeros(self.beta.shape)
        self.dgamma = np.zeros(self.gamma.shape)
        for i in range(n):
            self.dbeta = self.dbeta + delta[i:i + 1]
            self.dgamma = self.dgamma + delta[i:i + 1] * self.norm[i:i + 1]

        d_norm = delta * self.gamma
        centered = self.x - self.mean
        std = np.sqrt(self.var + self.eps)

        d_var = np.zeros(self.var.shape)
        for i in range(n):
            d_var = d_var - 0.5 * d_norm[i:i + 1] * centered[i:i + 1] / std ** 3
        d_mean = np.zeros(self.mean.shape)
        for i in range(n):
            d_mean = d_mean - d_norm[i:i + 1] / std - 2.0 / n * d_var * centered[i:i + 1]

        dx = np.zeros(delta.shape)
        for i in range(n):
            dx[i:i + 1] = d_norm[i:i + 1] / std + d_var * 2.0 / n * centered[i:i + 1] + d_mean / n
        return dx
