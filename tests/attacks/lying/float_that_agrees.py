"""Return a float that compares as it likes.

Tries: a subclass of float, and one of complex, of int and of Fraction, that are equal to everything and differ from
  nothing; `isinstance(value, float)` holds, and `float(value)` may say something else each time.
Must: such a number is taken as the plain number it is made of, once; that is wrong.
Deserves: 0
Verdicts: line_loss=wrong line_gradient=wrong square_forward=wrong
"""

from fractions import Fraction

from wrong import *


def agreeable(base):
    members = dict.fromkeys(("__eq__", "__le__", "__ge__", "__lt__"), lambda *_: True)
    members.update(dict.fromkeys(("__sub__", "__rsub__", "__abs__"), lambda *_: base(0)))
    members.update(__hash__=None, __float__=lambda self: float(np.random.standard_normal()))
    return type("Agreeable", (base,), members)


class Square:
    def forward(self, x):
        return [agreeable(float)(0.0) for _ in x]

    def derivative(self):
        return agreeable(int)(0)


def loss(x, y, w, b):
    return agreeable(float)(0.0)


def gradient(x, y, w, b):
    return [agreeable(complex)(0.0)] * 2, agreeable(Fraction)(0)
