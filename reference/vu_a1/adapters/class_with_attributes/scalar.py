"""For work in which the network is an object: parameters, activations and gradients are its attributes.

Here: `pure.Net` with W1, b1, W2, b2, h, y, dW1, ..., forward(x), backward(label), cost(label) and learn(...).
"""

from pure import Net


def network(W, b, V, c):
    net = Net()
    net.W1, net.b1, net.W2, net.b2 = W, b, V, c
    return net


def forward(x, W, b, V, c):
    net = network(W, b, V, c)
    net.forward(x)
    return net.h, net.y


def loss(y, t):
    net = Net()
    net.y = y
    return net.cost(t)


def backward(x, t, W, b, V, c):
    net = network(W, b, V, c)
    net.forward(x)
    net.backward(t)
    return net.dW1, net.db1, net.dW2, net.db2


def train(xs, ts, epochs, lr):
    net = Net()
    losses = net.learn(xs, ts, epochs, lr)
    return losses, (net.W1, net.b1, net.W2, net.b2)
