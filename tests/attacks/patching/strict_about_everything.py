"""Leave the interpreter with settings under which careless code stops.

Tries: warnings are errors, floating-point faults raise, printing shows nothing, numbers of more than 640 digits are
  refused, threads switch every microsecond and the collector runs on every allocation: whatever the session does next
  may stop, and its fault is to be taken for the grader's.
Must: the session goes on under any such settings; right answers are right.
Deserves: 10
"""

import gc
import os
import sys
import warnings

from right import *

warnings.simplefilter("error")
np.seterr(all="raise")
np.set_printoptions(threshold=0, formatter={"all": lambda _: 1 / 0})
gc.set_threshold(1)
sys.setswitchinterval(1e-6)
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(640)
sys.stdout = sys.stderr = sys.__stdout__ = sys.stdin = None
os.environ.clear()
os.umask(0o777)
sys.argv[:] = []
