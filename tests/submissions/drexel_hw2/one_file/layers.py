"""All modules of homework 2 in one file."""
import numpy as np
import abc


class Layer(abc.ABC):
    def __init__(self):
        self.prev_in, self.prev_out = None, None
    def setPrevIn(self, dataIn): self.prev_in = dataIn
    def setPrevOut(self, out): self.prev_out = out
    def getPrevIn(self): return self.prev_in
    def getPrevOut(self): return self.prev_out
    @abc.abstractmethod
    def forward(self, dataIn): ...
    @abc.abstractmethod
    def gradient(self): ...
    @abc.abstractmethod
    def backward(self, gradIn): ...


class InputLayer(Layer):
    def __init__(self, dataIn):
        Layer.__init__(self)
        self.mu = dataIn.mean(axis=0, keepdims=True)
        self.sigma = dataIn.std(axis=0, keepdims=True, ddof=1)
        self.sigma[self.sigma == 0] = 1
    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        out = (dataIn - self.mu) / self.sigma
        self.setPrevOut(out)
        return out
    def gradient(self): return None
    def backward(self, gradIn): return None


class FullyConnectedLayer(Layer):
    def __init__(self, sizeIn, sizeOut):
        Layer.__init__(self)
        self.W = (np.random.random((sizeIn, sizeOut)) * 2 - 1) * 10 ** -4
        self.b = (np.random.random((1, sizeOut)) * 2 - 1) * 10 ** -4
    def getWeights(self): return self.W
    def setWeights(self, W): self.W = W
    def getBiases(self): return self.b
    def setBiases(self, b): self.b = b
    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        out = np.matmul(dataIn, self.W) + self.b
        self.setPrevOut(out)
        return out
    def gradient(self): return self.W.transpose()
    def backward(self, gradIn): return np.matmul(gradIn, self.gradient())


class _Elementwise(Layer):
    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        out = self.function(dataIn)
        self.setPrevOut(out)
        return out
    def backward(self, gradIn): return np.multiply(gradIn, self.gradient())


class LinearLayer(_Elementwise):
    def function(self, x): return x
    def gradient(self): return np.ones_like(self.getPrevOut())


class ReLULayer(_Elementwise):
    def function(self, x): return np.clip(x, 0, None)
    def gradient(self): return self.getPrevIn() > 0


class LogisticSigmoidLayer(_Elementwise):
    def function(self, x): return np.exp(x) / (1 + np.exp(x))
    def gradient(self):
        e = np.exp(-self.getPrevIn())
        return e / (1 + e) ** 2


class TanhLayer(_Elementwise):
    def function(self, x): return 2 / (1 + np.exp(-2 * x)) - 1
    def gradient(self): return (1 - self.getPrevOut()) * (1 + self.getPrevOut())


class SoftmaxLayer(Layer):
    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        out = np.exp(dataIn) / np.exp(dataIn).sum(axis=1)[:, np.newaxis]
        self.setPrevOut(out)
        return out
    def gradient(self):
        s = self.getPrevOut()
        n, d = s.shape
        return s[:, :, np.newaxis] * (np.eye(d)[np.newaxis] - s[:, np.newaxis, :])
    def backward(self, gradIn):
        return (gradIn[:, np.newaxis, :] @ self.gradient()).squeeze(axis=1)


class SquaredError():
    def eval(self, Y, Yhat): return np.mean((Y - Yhat) * (Y - Yhat))
    def gradient(self, Y, Yhat): return -2 * (Y - Yhat)


class LogLoss():
    def eval(self, Y, Yhat): return np.mean(-(Y * np.log(Yhat) + (1 - Y) * np.log(1 - Yhat)))
    def gradient(self, Y, Yhat): return -((Y - Yhat) / (Yhat * (1 - Yhat)))


class CrossEntropy():
    def eval(self, Y, Yhat): return -np.sum(Y * np.log(Yhat)) / Y.shape[0]
    def gradient(self, Y, Yhat): return -(Y / Yhat)
