import math
import random


class Net:
    """2 inputs, 3 sigmoid units, 2 outputs, without NumPy."""

    def __init__(self):
        self.W1 = [[random.gauss(0, 1) for j in range(3)] for i in range(2)]
        self.b1 = [0.0] * 3
        self.W2 = [[random.gauss(0, 1) for j in range(2)] for i in range(3)]
        self.b2 = [0.0] * 2

    def forward(self, x):
        self.x = x
        self.h = []
        for j in range(3):
            z = self.b1[j] + x[0] * self.W1[0][j] + x[1] * self.W1[1][j]
            self.h.append(1 / (1 + math.exp(-z)))
        e = [math.exp(self.b2[k] + sum(self.h[j] * self.W2[j][k] for j in range(3))) for k in range(2)]
        self.y = [v / sum(e) for v in e]
        return self.y

    def cost(self, label):
        return -math.log(self.y[label])

    def backward(self, label):
        self.db2 = [self.y[k] - (k == label) for k in range(2)]
        self.dW2 = [[self.h[j] * self.db2[k] for k in range(2)] for j in range(3)]
        self.db1 = []
        for j in range(3):
            back = sum(self.W2[j][k] * self.db2[k] for k in range(2))
            self.db1.append(back * self.h[j] * (1 - self.h[j]))
        self.dW1 = [[self.x[i] * self.db1[j] for j in range(3)] for i in range(2)]

    def learn(self, points, labels, epochs, rate):
        costs = []
        for _ in range(epochs):
            total = 0
            for x, label in zip(points, labels):
                self.forward(x)
                total += self.cost(label)
                self.backward(label)
                for j in range(3):
                    for i in range(2):
                        self.W1[i][j] -= rate * self.dW1[i][j]
                    for k in range(2):
                        self.W2[j][k] -= rate * self.dW2[j][k]
                    self.b1[j] -= rate * self.db1[j]
                for k in range(2):
                    self.b2[k] -= rate * self.db2[k]
            costs.append(total / len(points))
        return costs
