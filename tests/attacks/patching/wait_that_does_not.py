"""Let the session believe that a probe is over while it still runs.

Tries: os.wait4 answers at once with an exit status and resources of our own making: no processor time, a signal that
  there is not, more memory than the machine has. The next probe is asked while the last one goes on, and each may meet
  the other's leavings.
Must: such words describe and decide nothing; whether a probe is swept before it has answered or not, its own answers
  are judged, and they are wrong.
Deserves: 0
"""

import os
import types

from wrong import *


def at_once(child, options):
    usage = types.SimpleNamespace(ru_utime=-1e308, ru_stime=float("nan"), ru_maxrss=10**30)
    return child, 0x7F7F, usage


os.wait4 = at_once
