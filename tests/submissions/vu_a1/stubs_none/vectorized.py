def forward(x, W, b, V, c):
    pass


forward_batch = forward


def loss(y, t):
    pass


loss_batch = loss


def backward(x, t, W, b, V, c):
    pass


backward_batch = backward


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    pass
