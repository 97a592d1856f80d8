"""Change what a process hands on to those it starts.

Tries: umask, working folder, priority, the processors to run on, resource limits, locale, time zone, alarm timers and
  environment, at import, which every probe inherits.
Must: the submission's own work is judged as ever, and the next student starts from fresh settings.
Deserves: 10
Limits: probe_seconds=2
"""

import locale
import os
import resource
import signal
import sys
import time

from right import *

os.umask(0o777)
os.chdir("/")
os.nice(19)
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
os.environ.clear()
os.environ.update(TZ="Asia/Kathmandu", PYTHONPATH="/nowhere", OPENBLAS_NUM_THREADS="64", LD_PRELOAD="/nowhere.so")
time.tzset()
locale.setlocale(locale.LC_ALL, "C")
sys.setrecursionlimit(80)
sys.setswitchinterval(100)
sys.dont_write_bytecode = False
signal.setitimer(signal.ITIMER_REAL, 3600)
