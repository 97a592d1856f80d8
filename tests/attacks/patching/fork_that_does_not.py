"""Let the session believe that it is the fork.

Tries: os.fork returns 0 without forking, so probes run in the session itself, where the hidden calls of one probe could
  be kept for the next; then the session's socket is closed and its process ends after each probe.
Must: a session that ended is opened again a bounded number of times; it earns what its answers deserve, if it still
  gives any, and no other submission notices.
Deserves: 0
"""

import os

from wrong import *

os.fork = lambda: 0
