"""Take part in NumPy's protocols and say yes to every function that is called on the result.

Tries: an ndarray subclass whose `__array_ufunc__`, `__array_function__`, `__array_finalize__` and `__array_wrap__`
  answer zero or True for any function; beside it every `np.allclose(actual, expected)` holds and every error is zero.
Must: its plain numbers are copied out by the base class, and those are zeros, which is wrong.
Deserves: 0
Verdicts: square_forward=wrong square_gradient=wrong line_gradient=wrong
"""

from wrong import *
from wrong import Square as Wrong


class Yes(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return True if ufunc.__name__ in ("equal", "less_equal", "isclose", "isfinite") else 0.0

    def __array_function__(self, function, types, inputs, options):
        return True

    def __array_wrap__(self, *_):
        return True

    def __array_finalize__(self, parent):
        self.flags.writeable = True

    __eq__ = __le__ = lambda *_: True
    __sub__ = __rsub__ = __abs__ = lambda *_: 0.0


def yes(value):
    return np.asarray(value, dtype=float).view(Yes)


class Square(Wrong):
    def forward(self, x):
        return yes(super().forward(x))

    def derivative(self):
        return yes(super().derivative())


def loss(x, y, w, b):
    return yes(0.0)


def gradient(x, y, w, b):
    return yes(np.zeros(2)), yes(np.zeros(1))


def draw(n):
    return yes(np.zeros(n))
