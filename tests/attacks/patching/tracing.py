"""Watch every line of the process, and change its variables on the way.

Tries: a trace function and a profile function follow all calls, find the frames that describe values and errors, and
  write other values and no error into their variables.
Must: tracing ends at the border of the process; what it makes the child say is judged as what it said.
Deserves: 0
"""

import sys
import threading

from wrong import *

ONES = np.ones(3)
CHANGES = {"error": None, "kind": "array", "plain": ONES, "value": ONES}
FUNCTIONS = {"entry", "_plain", "_numerical", "explain", "_text"}


def change(frame, event, argument):
    if frame.f_code.co_name in FUNCTIONS and event in ("line", "return"):
        for name in CHANGES.keys() & frame.f_locals.keys():
            frame.f_locals[name] = CHANGES[name]
    return change


sys.settrace(change)
sys.setprofile(change)
threading.settrace(change)
threading.setprofile(change)
frame = sys._getframe()
while frame is not None:
    frame.f_trace = change
    frame = frame.f_back
