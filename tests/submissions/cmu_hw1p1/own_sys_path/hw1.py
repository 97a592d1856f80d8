"""hw1p1, the short way."""
import sys, os
sys.path.append('mytorch')
sys.path.append(r'C:\Users\student\Documents\11785\hw1p1')
sys.path.insert(0, os.path.join(os.getcwd(), 'handout', 'hw1'))
import numpy as np
from functools import reduce


class Activation(object):
    def __init__(self):
        self.state = None

    def __call__(self, x):
        return self.forward(x)


class Identity(Activation):
    def forward(self, x):
        self.state = x
        return x

    def derivative(self):
        return 1.0


class Sigmoid(Activation):
    def forward(self, x):
        self.state = .5 * (1 + np.tanh(x / 2))
        return self.state

    derivative = lambda self: self.state * (1 - self.state)


class Tanh(Activation):
    def forward(self, x):
        self.state = np.tanh(x)
        return self.state

    derivative = lambda self: 1 - np.square(self.state)


class ReLU(Activation):
    def forward(self, x):
        self.state = x * (x > 0)
        return self.state

    derivative = lambda self: 1. * (self.state > 0)


class Criterion(object):
    def __init__(self):
        self.logits = self.labels = self.loss = None

    def __call__(self, x, y):
        return self.forward(x, y)


class SoftmaxCrossEntropy(Criterion):
    def forward(self, x, y):
        self.logits, self.labels = x, y
        m = x.max(1, keepdims=True)
        lse = m + np.log(np.exp(x - m).sum(1, keepdims=True))
        self.sm = np.exp(x - lse)
        self.loss = np.einsum('nk,nk->n', y, lse - x)
        return self.loss

    derivative = lambda self: self.sm - self.labels


class BatchNorm(object):
    def __init__(self, fan_in, alpha=0.9):
        self.alpha, self.eps = alpha, 1e-8
        self.x = self.norm = self.out = None
        z, o = (lambda: np.zeros((1, fan_in))), (lambda: np.ones((1, fan_in)))
        self.mean, self.beta, self.dgamma, self.dbeta, self.running_mean = z(), z(), z(), z(), z()
        self.var, self.gamma, self.running_var = o(), o(), o()

    def __call__(self, x, eval=False):
        return self.forward(x, eval)

    def forward(self, x, eval=False):
        ema = lambda old, new: self.alpha * old + (1 - self.alpha) * new
        if not eval:
            self.x, self.mean, self.var = x, x.mean(0, keepdims=True), x.var(0, keepdims=True)
            self.running_mean, self.running_var = ema(self.running_mean, self.mean), ema(self.running_var, self.var)
            self.norm = (x - self.mean) * (self.var + self.eps) ** -.5
            self.out = self.norm * self.gamma + self.beta
            return self.out
        return (x - self.running_mean) * (self.running_var + self.eps) ** -.5 * self.gamma + self.beta

    def backward(self, d):
        n = len(d)
        self.dbeta, self.dgamma = d.sum(0, keepdims=True), (d * self.norm).sum(0, keepdims=True)
        return self.gamma * (self.var + self.eps) ** -.5 / n * (n * d - self.dbeta - self.norm * self.dgamma)


random_normal_weight_init = lambda d0, d1: np.random.normal(0, 1, (d0, d1))
zeros_bias_init = lambda d: np.zeros((1, d))


class MLP(object):
    def __init__(self, input_size, output_size, hiddens, activations, weight_init_fn, bias_init_fn, criterion, lr,
                 momentum=0.0, num_bn_layers=0):
        self.train_mode, self.num_bn_layers = True, num_bn_layers
        self.activations, self.criterion, self.lr, self.momentum = activations, criterion, lr, momentum
        s = [input_size] + list(hiddens) + [output_size]
        self.W, self.b = list(map(weight_init_fn, s, s[1:])), list(map(bias_init_fn, s[1:]))
        self.vW, self.vb = [0 * w for w in self.W], [0 * b for b in self.b]
        self.bn_layers = [BatchNorm(d) for d in s[1:num_bn_layers + 1]]
        self.zero_grads()

    def layer(self, x, i):
        self.xs.append(x)
        z = x @ self.W[i] + self.b[i]
        return self.activations[i](self.bn_layers[i](z, not self.train_mode) if i < self.num_bn_layers else z)

    def forward(self, x):
        self.xs = []
        self.y = reduce(self.layer, range(len(self.W)), x)
        return self.y

    __call__ = forward

    def zero_grads(self):
        self.dW, self.db = [0 * w for w in self.W], [0 * b for b in self.b]

    def backward(self, labels):
        self.criterion(self.y, labels)
        d, n = self.criterion.derivative(), len(labels)
        for i in range(len(self.W))[::-1]:
            d = d * self.activations[i].derivative()
            d = self.bn_layers[i].backward(d) if i < self.num_bn_layers else d
            self.dW[i], self.db[i] = self.xs[i].T @ d / n, d.mean(0)
            d = d @ self.W[i].T

    def step(self):
        for p, v, g in ((self.W, self.vW, self.dW), (self.b, self.vb, self.db)):
            for i in range(len(p)):
                v[i] = self.momentum * v[i] - self.lr * g[i]
                p[i] = p[i] + v[i]
        for bn in self.bn_layers:
            bn.gamma, bn.beta = bn.gamma - self.lr * bn.dgamma, bn.beta - self.lr * bn.dbeta

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False


def get_training_stats(mlp, dset, nepochs, batch_size):
    (x, y), (xv, yv), _ = dset
    wrong = lambda a, b: (a.argmax(1) != b.argmax(1)).sum()

    def batch(idx):
        mlp.zero_grads()
        out = mlp(x[idx])
        mlp.backward(y[idx])
        mlp.step()
        return mlp.criterion.loss.sum(), wrong(out, y[idx])

    def epoch(_):
        mlp.train()
        p = np.random.permutation(len(x))
        t = np.sum([batch(p[k:k + batch_size]) for k in range(0, len(p), batch_size)], axis=0) / len(x)
        mlp.eval()
        out = mlp(xv)
        return (*t, mlp.criterion(out, yv).mean(), wrong(out, yv) / len(xv))

    return tuple(np.array([epoch(e) for e in range(nepochs)]).T)
