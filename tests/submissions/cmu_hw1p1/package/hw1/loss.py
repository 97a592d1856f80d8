import math

import numpy as np


class Criterion(object):

    def __init__(self):
        self.logits = None
        self.labels = None
        self.loss = None

    def __call__(self, x, y):
        return self.forward(x, y)

    def forward(self, x, y):
        raise NotImplemented

    def derivative(self):
        raise NotImplemented


class SoftmaxCrossEntropy(Criterion):

    def __init__(self):
        super(SoftmaxCrossEntropy, self).__init__()
        self.sm = None

    def forward(self, x, y):
        self.logits = x
        self.labels = y
        n = x.shape[0]
        k = x.shape[1]
        self.sm = np.zeros((n, k))
        self.loss = np.zeros(n)
        for i in range(n):
            a = max(x[i])
            total = 0.0
            for j in range(k):
                total = total + math.exp(x[i][j] - a)
            logsumexp = a + math.log(total)
            for j in range(k):
                self.sm[i][j] = math.exp(x[i][j] - logsumexp)
                self.loss[i] = self.loss[i] - y[i][j] * (x[i][j] - logsumexp)
        return self.loss

    def derivative(self):
        return self.sm - self.labels
