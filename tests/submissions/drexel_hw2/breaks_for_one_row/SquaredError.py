class SquaredError():
    def eval(self, Y, Yhat):
        total = 0
        for n in range(len(Y)):
            total += (Y[n][0] - Yhat[n][0]) ** 2
        return total / len(Y)

    def gradient(self, Y, Yhat):
        return -2 * (Y - Yhat)
