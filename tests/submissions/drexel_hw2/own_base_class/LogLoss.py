import numpy as np
class LogLoss:
    def eval(self, Y, Yhat): return -np.log(np.where(Y == 1, Yhat, 1 - Yhat)).mean()
    def gradient(self, Y, Yhat): return (1 - Y) / (1 - Yhat) - Y / Yhat
