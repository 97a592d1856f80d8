import math
import numpy as np


class Activation(object):

    def __init__(self):
        self.state = None

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        raise NotImplemented

    def derivative(self):
        raise NotImplemented


class Identity(Activation):

    def __init__(self):
        super(Identity, self).__init__()

    def forward(self, x):
        self.state = x
        return x

    def derivative(self):
        return 1.0


class Sigmoid(Activation):

    def __init__(self):
        super(Sigmoid, self).__init__()

    def forward(self, x):
        result = np.zeros(x.shape)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                # two cases so that exp never gets a big number
                if x[i][j] >= 0:
                    result[i][j] = 1.0 / (1.0 + math.exp(-x[i][j]))
                else:
                    result[i][j] = math.exp(x[i][j]) / (1.0 + math.exp(x[i][j]))
        self.state = result
        return self.state

    def derivative(self):
        result = np.zeros(self.state.shape)
        for i in range(self.state.shape[0]):
            for j in range(self.state.shape[1]):
                result[i][j] = self.state[i][j] * (1 - self.state[i][j])
        return result


class Tanh(Activation):

    def __init__(self):
        super(Tanh, self).__init__()

    def forward(self, x):
        result = np.zeros(x.shape)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                result[i][j] = math.tanh(x[i][j])
        self.state = result
        return self.state

    def derivative(self):
        result = np.zeros(self.state.shape)
        for i in range(self.state.shape[0]):
            for j in range(self.state.shape[1]):
                result[i][j] = 1 - self.state[i][j] * self.state[i][j]
        return result


class ReLU(Activation):

    def __init__(self):
        super(ReLU, self).__init__()

    def forward(self, x):
        result = np.zeros(x.shape)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                if x[i][j] > 0:
                    result[i][j] = x[i][j]
        self.state = result
        return self.state

    def derivative(self):
        result = np.zeros(self.state.shape)
        for i in range(self.state.shape[0]):
            for j in range(self.state.shape[1]):
                if self.state[i][j] > 0:
                    result[i][j] = 1
        return result
