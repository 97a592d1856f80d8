# gradients are added up, one sample and one unit after the other; J is a Python float
import math

import torch


class MLP:
    def __init__(self, linear_1_in_features, linear_1_out_features, f_function,
                 linear_2_in_features, linear_2_out_features, g_function):
        self.f_function = f_function
        self.g_function = g_function
        self.parameters = dict(
            W1=torch.randn(linear_1_out_features, linear_1_in_features),
            b1=torch.randn(linear_1_out_features),
            W2=torch.randn(linear_2_out_features, linear_2_in_features),
            b2=torch.randn(linear_2_out_features),
        )
        self.grads = dict(
            dJdW1=torch.zeros(linear_1_out_features, linear_1_in_features),
            dJdb1=torch.zeros(linear_1_out_features),
            dJdW2=torch.zeros(linear_2_out_features, linear_2_in_features),
            dJdb2=torch.zeros(linear_2_out_features),
        )
        self.cache = dict()

    def clear_grad_and_cache(self):
        for grad in self.grads:
            self.grads[grad].zero_()
        self.cache = dict()

    def activate(self, name, z):
        out = torch.zeros(z.shape)
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                value = z[i][j].item()
                if name == 'relu':
                    if value >= 0:
                        out[i][j] = value
                    else:
                        out[i][j] = 0
                elif name == 'sigmoid':
                    out[i][j] = 1 / (1 + math.exp(-value))
                else:
                    out[i][j] = value
        return out

    def derivative(self, name, z):
        if name == 'relu':
            return torch.where(z >= 0, torch.tensor(1.0), torch.tensor(0.0))
        if name == 'sigmoid':
            s = self.activate('sigmoid', z)
            return s * (1 - s)
        return torch.ones(z.shape)

    def forward(self, x):
        rows = []
        for i in range(x.shape[0]):
            rows.append(torch.mv(self.parameters['W1'], x[i]) + self.parameters['b1'])
        z1 = torch.stack(rows)
        z2 = self.activate(self.f_function, z1)
        rows = []
        for i in range(x.shape[0]):
            rows.append(torch.mv(self.parameters['W2'], z2[i]) + self.parameters['b2'])
        z3 = torch.stack(rows)
        self.cache['x'] = x
        self.cache['z1'] = z1
        self.cache['z2'] = z2
        self.cache['z3'] = z3
        return self.activate(self.g_function, z3)

    def backward(self, dJdy_hat):
        dg = self.derivative(self.g_function, self.cache['z3'])
        df = self.derivative(self.f_function, self.cache['z1'])
        for i in range(dJdy_hat.shape[0]):
            delta2 = dJdy_hat[i] * dg[i]
            delta1 = torch.mv(self.parameters['W2'].t(), delta2) * df[i]
            self.grads['dJdW2'] += torch.outer(delta2, self.cache['z2'][i])
            self.grads['dJdb2'] += delta2
            self.grads['dJdW1'] += torch.outer(delta1, self.cache['x'][i])
            self.grads['dJdb1'] += delta1


def mse_loss(y, y_hat):
    total = 0.0
    grad = torch.zeros(y.shape)
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            total += (y_hat[i][j].item() - y[i][j].item()) ** 2
            grad[i][j] = 2 * (y_hat[i][j] - y[i][j])
    count = y.shape[0] * y.shape[1]
    return total / count, grad / count


def bce_loss(y, y_hat):
    total = 0.0
    grad = torch.zeros(y.shape)
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            p, t = y_hat[i][j].item(), y[i][j].item()
            total -= t * math.log(p) + (1 - t) * math.log(1 - p)
            grad[i][j] = -t / p + (1 - t) / (1 - p)
    count = y.shape[0] * y.shape[1]
    return total / count, grad / count
