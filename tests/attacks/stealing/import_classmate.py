"""Run a classmate's file in place of one's own.

Tries: loads `toy.py` from the folder in which a classmate's submission lies, under another name.
Must: other submissions cannot be read, so the stubs are graded.
Deserves: 0
Holds: strict landlock
"""

import importlib.util

from wrong import *

try:
    spec = importlib.util.spec_from_file_location("mate", "@CLASSMATE@/toy.py")
    mate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(mate)
    Square, loss, gradient, draw = mate.Square, mate.loss, mate.gradient, mate.draw
except OSError as refusal:
    print(refusal)
