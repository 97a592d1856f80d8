"""Stop all clocks, then take for ever.

Tries: perf_counter, monotonic, time and process_time stand still or run backwards, alarms and timers are taken back,
  and then forward never ends: a limit that is measured beside the submission is never reached.
Must: the trusted process keeps the time; forward has timed out, and what is asked next is done in a new process.
Deserves: 5
Verdicts: square_forward=timed_out line_loss=passed line_gradient=passed
Limits: probe_seconds=0.6
"""

import signal
import time

from right import *

for name in ("perf_counter", "monotonic", "time", "process_time", "thread_time"):
    setattr(time, name, lambda: -1e300)
    setattr(time, f"{name}_ns", lambda: -(10**300))
time.sleep = lambda _: None
signal.setitimer = signal.alarm = signal.signal = lambda *_: 0


class Square:
    def forward(self, x):
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        while True:
            time.sleep(1)
