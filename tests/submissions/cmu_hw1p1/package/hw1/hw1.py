import numpy as np

from .activation import *
from .loss import Criterion, SoftmaxCrossEntropy
from .batchnorm import BatchNorm
from . import init

random_normal_weight_init = init.random_normal_weight_init
zeros_bias_init = init.zeros_bias_init


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

    def __call__(self, x):
        return self.forward(x)

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False


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
