import numpy as np
import pandas as pd
import matplotlib.pyplot as plt

from InputLayer import InputLayer
from FullyConnectedLayer import FullyConnectedLayer
from LogisticSigmoidLayer import LogisticSigmoidLayer
from LogLoss import LogLoss

data = pd.read_csv("KidCreative.csv")
X = data.iloc[:, 2:].to_numpy()
Y = data.iloc[:, 1].to_numpy().reshape(-1, 1)
L1 = InputLayer(X)
L2 = FullyConnectedLayer(X.shape[1], 1)
L3 = LogisticSigmoidLayer()
L4 = LogLoss()
h = L3.forward(L2.forward(L1.forward(X)))
grad = L4.gradient(Y, h)
print(np.mean(grad, axis=0))
grad = L3.backward(grad)
print(np.mean(grad, axis=0))
print(np.mean(L2.backward(grad), axis=0))
