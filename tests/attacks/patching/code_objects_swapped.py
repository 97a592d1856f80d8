"""Swap the code of the functions that describe and send values.

Tries: finds the session's own functions, wherever they are kept and however they were bound, and gives each the code of one
  of ours by assigning `__code__`: the encoder says that all is well, the seed is ours, errors are never explained.
Must: these functions serve nobody but this submission; the host checks what they send.
Deserves: 0
"""

import sys

from wrong import *


def entry(name, value):
    return {"name": name, "kind": "array", "type": "passed", "text": "passed"}, bytes(1 << 10)


def explain(exc, root):
    return {"exception": "", "detail": "passed", "frames": [], "missing": False}


def seed(value):
    return None


def spread(outputs):
    return [(name, 1.0) for name in outputs]


def close_all_but(*keep):
    return None


MINE = (entry, explain, seed, spread, close_all_but)
for module in [module for name, module in list(sys.modules.items()) if name not in ("toy", "wrong")]:
    for mine in MINE:
        theirs = getattr(module, mine.__name__, None)
        if getattr(theirs, "__code__", None) is not None and not theirs.__closure__:
            theirs.__code__ = mine.__code__
frame = sys._getframe()
while frame is not None:
    for held in list(frame.f_globals.values()):
        for mine in MINE:
            theirs = getattr(held, mine.__name__, None)
            if frame.f_globals is not globals() and getattr(theirs, "__code__", None) is not None:
                theirs.__code__ = mine.__code__
    frame = frame.f_back
