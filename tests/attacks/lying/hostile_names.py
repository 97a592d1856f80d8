"""Give types names that break what writes them.

Tries: a class whose name holds lone surrogates, one with an escape sequence that clears the terminal and rewrites the
  marks, one of ten megabytes, one with HTML, and one whose metaclass raises when it is asked for its name.
Must: names are cut, made printable and kept out of every decision; the report can be written.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong
"""

from wrong import *

NAMES = ("\ud800\udfff", "\x1b[2J\x1b[1;32m12/12\x07\x1b]0;passed\x07", "n" * 10**7, "</td><script>alert(1)</script>")


class Named(type):
    def __getattribute__(cls, asked):
        name = type.__getattribute__(cls, "name")
        return name if asked in ("__name__", "__qualname__", "__module__") else type.__getattribute__(cls, asked)


def named(name):
    return Named("Named", (), {"name": name, "__repr__": lambda self: name * 2})()


class Nameless(type):
    def __getattribute__(cls, asked):
        raise SystemExit("\ud800")


class Unnamed(metaclass=Nameless):
    __repr__ = None


class Square:
    def forward(self, x):
        return named(NAMES[len(x) % 4])

    def derivative(self):
        return Unnamed()


def loss(x, y, w, b):
    return named(NAMES[0])


def gradient(x, y, w, b):
    return named(NAMES[1]), named(NAMES[2])


def draw(n):
    return [named(NAMES[3])] * n
