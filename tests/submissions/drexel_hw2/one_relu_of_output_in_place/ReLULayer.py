from Layer import Layer
class ReLULayer(Layer):
    def forward(self, x):
        x[x < 0] = 0
        return self.keep(x, x)
    def gradient(self): return (self.getPrevIn() >= 0) * 1.
