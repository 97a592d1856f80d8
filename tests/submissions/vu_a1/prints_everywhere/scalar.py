import math
import random


def sigmoid(number):
    print("sigmoid of", number)
    result = 1.0 / (1.0 + math.exp(-number))
    return result


def forward(x, W, b, V, c):
    # hidden layer
    k = [0.0, 0.0, 0.0]
    for j in range(3):
        for i in range(2):
            k[j] += W[i][j] * x[i]
        k[j] += b[j]
    h = [0.0, 0.0, 0.0]
    for j in range(3):
        h[j] = sigmoid(k[j])
    # output layer
    o = [0.0, 0.0]
    for j in range(2):
        for i in range(3):
            o[j] += V[i][j] * h[i]
        o[j] += c[j]
    # softmax
    total = 0.0
    for j in range(2):
        total += math.exp(o[j])
    y = [0.0, 0.0]
    for j in range(2):
        y[j] = math.exp(o[j]) / total
    return h, y


def loss(y, t):
    if t == 0:
        return -math.log(y[0])
    else:
        return -math.log(y[1])


def backward(x, t, W, b, V, c):
    h, y = forward(x, W, b, V, c)

    # derivative by y
    dy = [0.0, 0.0]
    dy[t] = -1.0 / y[t]

    # derivative by o, through the whole jacobian of the softmax
    do = [0.0, 0.0]
    for i in range(2):
        for j in range(2):
            if i == j:
                do[i] += dy[j] * y[i] * (1 - y[i])
            else:
                do[i] += dy[j] * (-y[i] * y[j])

    dV = [[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
    dc = [0.0, 0.0]
    dh = [0.0, 0.0, 0.0]
    for i in range(2):
        dc[i] = do[i]
        for j in range(3):
            dV[j][i] = do[i] * h[j]
            dh[j] += do[i] * V[j][i]

    dk = [0.0, 0.0, 0.0]
    for i in range(3):
        dk[i] = dh[i] * h[i] * (1 - h[i])

    dW = [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    db = [0.0, 0.0, 0.0]
    for j in range(3):
        for i in range(2):
            dW[i][j] = dk[j] * x[i]
        db[j] = dk[j]
    return [dW, db, dV, dc]


def train(xs, ts, epochs, lr):
    W = []
    for i in range(2):
        row = []
        for j in range(3):
            row.append(random.gauss(0, 1))
        W.append(row)
    V = []
    for i in range(3):
        row = []
        for j in range(2):
            row.append(random.gauss(0, 1))
        V.append(row)
    b = [0, 0, 0]
    c = [0, 0]
    losses = []
    for epoch in range(epochs):
        sum_of_losses = 0
        for n in range(len(xs)):
            h, y = forward(xs[n], W, b, V, c)
            sum_of_losses = sum_of_losses + loss(y, ts[n])
            dW, db, dV, dc = backward(xs[n], ts[n], W, b, V, c)
            for i in range(2):
                for j in range(3):
                    W[i][j] -= lr * dW[i][j]
            for j in range(3):
                b[j] -= lr * db[j]
            for i in range(3):
                for j in range(2):
                    V[i][j] -= lr * dV[i][j]
            for j in range(2):
                c[j] -= lr * dc[j]
        losses.append(sum_of_losses / len(xs))
    return [losses, [W, b, V, c]]


if __name__ == "__main__":
    W = [[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]]
    V = [[1.0, 1.0], [-1.0, -1.0], [-1.0, -1.0]]
    print(backward([1.0, -1.0], 0, W, [0.0, 0.0, 0.0], V, [0.0, 0.0]))
