import numpy as np


class Activation:
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


class Criterion:
    def __init__(self):
        self.logits = self.labels = self.loss = self.sm = None

    def __call__(self, x, y):
        return self.forward(x, y)


class Sigmoid(Activation):
    def forward(self, x):
        self.state = None
        return self.state

    def derivative(self):
        return None


class Tanh(Activation):
    def forward(self, x):
        self.state = None
        return self.state

    def derivative(self):
        return None


class ReLU(Activation):
    def forward(self, x):
        self.state = None
        return self.state

    def derivative(self):
        return None


class SoftmaxCrossEntropy(Criterion):
    def forward(self, x, y):
        self.logits, self.labels = x, y
        self.sm = None
        self.loss = None
        return self.loss

    def derivative(self):
        x = self.logits
        return None


class BatchNorm:
    def __init__(self, fan_in, alpha=0.9):
        self.alpha, self.eps = alpha, 1e-8
        self.mean = self.beta = self.dgamma = self.dbeta = self.running_mean = None
        self.var = self.gamma = self.running_var = None

    def __call__(self, x, eval=False):
        return self.forward(x, eval)

    def forward(self, x, eval=False):
        return None

    def backward(self, delta):
        return None


def random_normal_weight_init(d0, d1):
    return None


def zeros_bias_init(d):
    return None


class MLP:
    def __init__(self, input_size, output_size, hiddens, activations, weight_init_fn, bias_init_fn, criterion, lr,
                 momentum=0.0, num_bn_layers=0):
        self.train_mode = True
        self.output_size = output_size
        self.criterion = criterion
        sizes = [input_size, *hiddens, output_size]
        self.W = None
        self.b = None
        self.dW = None
        self.db = None
        self.bn_layers = [BatchNorm(d) for d in sizes[1:num_bn_layers + 1]]

    def __call__(self, x):
        return self.forward(x)

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False

    def forward(self, x):
        return None

    def zero_grads(self):
        pass

    def backward(self, labels):
        pass

    def step(self):
        pass


def get_training_stats(mlp, dset, nepochs, batch_size):
    return None
