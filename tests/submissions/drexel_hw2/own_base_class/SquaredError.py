class SquaredError:
    def eval(self, Y, Yhat): return ((Y - Yhat) ** 2).mean()
    def gradient(self, Y, Yhat): return 2 * (Yhat - Y)
