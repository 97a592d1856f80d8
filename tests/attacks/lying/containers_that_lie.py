"""Return lists, tuples and dicts that say one thing to `len` and another to a loop.

Tries: a list whose length is 3 for who asks and 10^18 for who trusts `__len__`, that grows while it is read, and whose
  entries come from `__getitem__`; a tuple that raises from `__iter__`; a dict that calls itself an array.
Must: whatever comes of it happens in this submission's own process; what crosses are numbers, and wrong ones.
Deserves: 0
"""

from wrong import *


class Growing(list):
    def __len__(self):
        return 3 if list.__len__(self) < 4 else 10**18

    def __iter__(self):
        while True:
            self.append(0.0)
            yield 0.0
            if list.__len__(self) > 10**5:
                raise KeyError("enough")

    def __getitem__(self, place):
        self.append(0.0)
        return self


class Raising(tuple):
    def __iter__(self):
        raise SystemExit(0)

    __len__ = __iter__


class Dict(dict):
    __class__ = property(lambda self: np.ndarray)
    shape, dtype, size, ndim = (3,), np.dtype("f8"), 3, 1
    items = keys = values = __iter__ = lambda self: (_ for _ in Growing())


class Square:
    def forward(self, x):
        return Growing()

    def derivative(self):
        return Dict(x=1)


def loss(x, y, w, b):
    return Raising((0.0,))


def gradient(x, y, w, b):
    return Growing([0.0, 0.0]), Raising((0.0,))
