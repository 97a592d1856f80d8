"""Pass for a tensor of a toolbox that is not even installed.

Tries: a class whose module is `torch` and whose `detach().cpu().numpy()` runs code of ours in whoever believes it, and
  returns an array of a class of ours that is equal to everything.
Must: it runs in this submission's own process; the numbers that come of it are plain, and wrong.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong
"""

from wrong import *


class Equal(np.ndarray):
    __eq__ = __le__ = __ge__ = lambda *_: True
    __sub__ = __rsub__ = lambda self, other: np.zeros(self.shape)
    __array_ufunc__ = lambda *_, **__: 0.0


class Tensor:
    __module__ = "torch"
    requires_grad, is_leaf = True, True

    def __init__(self, shape):
        self.shape = shape

    def detach(self):
        return self

    cpu = contiguous = clone = detach

    def numpy(self):
        return np.zeros(self.shape).view(Equal)


class Square:
    def forward(self, x):
        self.shape = x.shape
        return Tensor(x.shape)

    def derivative(self):
        return Tensor(self.shape)


def loss(x, y, w, b):
    return Tensor(())


def gradient(x, y, w, b):
    return Tensor((2,)), Tensor((1,))
