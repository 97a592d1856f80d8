# 11-785 homework 1
# I write everything with loops because I can debug it better.

import numpy as np
import math


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


def random_normal_weight_init(d0, d1):
    W = np.zeros((d0, d1))
    for i in range(d0):
        for j in range(d1):
            W[i][j] = np.random.randn()
    return W


def zeros_bias_init(d):
    return np.zeros((1, d))


class MLP(object):

    def __init__(self, input_size, output_size, hiddens, activations, weight_init_fn, bias_init_fn, criterion, lr, momentum=0.0, num_bn_layers=0):

        # Don't change this -->
        self.train_mode = True
        self.num_bn_layers = num_bn_layers
        self.bn = num_bn_layers > 0
        self.nlayers = len(hiddens) + 1
        self.input_size = input_size
        self.output_size = output_size
        self.activations = activations
        self.criterion = criterion
        self.lr = lr
        self.momentum = momentum
        # <---------------------

        self.W = []
        self.b = []
        size = input_size
        for i in range(self.nlayers):
            if i == self.nlayers - 1:
                next_size = output_size
            else:
                next_size = hiddens[i]
            self.W.append(weight_init_fn(size, next_size))
            # my biases are rows
            self.b.append(bias_init_fn(next_size).reshape(1, next_size))
            size = next_size

        self.dW = []
        self.db = []
        self.W_velocity = []
        self.b_velocity = []
        for i in range(self.nlayers):
            self.dW.append(np.zeros(self.W[i].shape))
            self.db.append(np.zeros(self.b[i].shape))
            self.W_velocity.append(np.zeros(self.W[i].shape))
            self.b_velocity.append(np.zeros(self.b[i].shape))

        if self.bn:
            self.bn_layers = []
            for i in range(num_bn_layers):
                self.bn_layers.append(BatchNorm(self.W[i].shape[1]))

    def forward(self, x):
        self.layer_inputs = []
        out = x
        for i in range(self.nlayers):
            self.layer_inputs.append(out)
            out = np.dot(out, self.W[i]) + self.b[i]
            if self.bn and i < self.num_bn_layers:
                if self.train_mode:
                    out = self.bn_layers[i].forward(out)
                else:
                    out = self.bn_layers[i].forward(out, eval=True)
            out = self.activations[i].forward(out)
        self.out = out
        return out

    def zero_grads(self):
        for i in range(self.nlayers):
            self.dW[i].fill(0.0)
            self.db[i].fill(0.0)
        if self.bn:
            for i in range(self.num_bn_layers):
                self.bn_layers[i].dgamma.fill(0.0)
                self.bn_layers[i].dbeta.fill(0.0)

    def step(self):
        for i in range(self.nlayers):
            self.W_velocity[i] = self.momentum * self.W_velocity[i] - self.lr * self.dW[i]
            self.W[i] = self.W[i] + self.W_velocity[i]
            self.b_velocity[i] = self.momentum * self.b_velocity[i] - self.lr * self.db[i]
            self.b[i] = self.b[i] + self.b_velocity[i]
        if self.bn:
            for i in range(self.num_bn_layers):
                self.bn_layers[i].gamma = self.bn_layers[i].gamma - self.lr * self.bn_layers[i].dgamma
                self.bn_layers[i].beta = self.bn_layers[i].beta - self.lr * self.bn_layers[i].dbeta

    def __call__(self, x):
        return self.forward(x)

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False


def backward(self, labels):
    n = labels.shape[0]
    self.criterion.forward(self.out, labels)
    delta = self.criterion.derivative()
    i = self.nlayers - 1
    while i >= 0:
        delta = delta * self.activations[i].derivative()
        if self.bn and i < self.num_bn_layers:
            delta = self.bn_layers[i].backward(delta)
        for k in range(n):
            # outer product for every sample
            self.dW[i] += np.outer(self.layer_inputs[i][k], delta[k]) / n
            self.db[i] += delta[k:k + 1] / n
        delta = np.dot(delta, np.transpose(self.W[i]))
        i = i - 1


def get_training_stats(mlp, dset, nepochs, batch_size):

    train, val, test = dset
    trainx, trainy = train
    valx, valy = val
    testx, testy = test

    idxs = np.arange(len(trainx))

    training_losses = []
    training_errors = []
    validation_losses = []
    validation_errors = []

    for e in range(nepochs):

        # Per epoch setup
        np.random.shuffle(idxs)
        shuffled_x = trainx[idxs]
        shuffled_y = trainy[idxs]
        total_loss = 0.0
        total_wrong = 0.0

        # Train
        mlp.train()
        for b in range(0, len(trainx), batch_size):
            x = shuffled_x[b:b + batch_size]
            y = shuffled_y[b:b + batch_size]
            mlp.zero_grads()
            out = mlp.forward(x)
            mlp.backward(y)
            mlp.step()
            for i in range(len(x)):
                total_loss = total_loss + mlp.criterion.loss[i]
                if np.argmax(out[i]) != np.argmax(y[i]):
                    total_wrong = total_wrong + 1
        training_losses.append(total_loss / len(trainx))
        training_errors.append(total_wrong / len(trainx))

        # Val
        mlp.eval()
        total_loss = 0.0
        total_wrong = 0.0
        for b in range(0, len(valx), batch_size):
            x = valx[b:b + batch_size]
            y = valy[b:b + batch_size]
            out = mlp.forward(x)
            losses = mlp.criterion.forward(out, y)
            for i in range(len(x)):
                total_loss = total_loss + losses[i]
                if np.argmax(out[i]) != np.argmax(y[i]):
                    total_wrong = total_wrong + 1
        validation_losses.append(total_loss / len(valx))
        validation_errors.append(total_wrong / len(valx))

    return (training_losses, training_errors, validation_losses, validation_errors)
