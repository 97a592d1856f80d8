"""Raise everywhere, and own everything that is done with an exception.

Tries: excepthook, unraisablehook, the traceback and linecache modules and warnings are replaced, and the exception is
  one that a grader may take for its own: for a skipped test, for a keyboard interrupt, for the end of a generator.
Must: what was raised is said in the student's words, and earns nothing.
Deserves: 0
Verdicts: square_forward=raised line_loss=raised line_gradient=raised drawn=raised
"""

import linecache
import sys
import traceback
import unittest
import warnings

from wrong import *

sys.excepthook = sys.unraisablehook = sys.breakpointhook = sys.displayhook = lambda *_: None
for module in (traceback, linecache, warnings):
    for name in [name for name in vars(module) if not name.startswith("__")]:
        setattr(module, name, lambda *_, **__: ["OK (passed)"])


class Square:
    def forward(self, x):
        raise unittest.SkipTest("passed")


def loss(x, y, w, b):
    raise KeyboardInterrupt


def gradient(x, y, w, b):
    raise GeneratorExit


def draw(n):
    raise StopIteration({"numbers": np.ones(n)})
