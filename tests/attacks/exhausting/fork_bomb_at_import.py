"""Fork as many processes as the system gives, when the file is imported.

Tries: forks 200 sleepers, in groups of their own; tells by the marks that it loses whether all were given. Those that
  were given are ended again, so that only the number counts.
Must: the number is limited for the submission alone, which needs a user id or a namespace of its own.
Deserves: 10
Holds: strict
"""

import os
import signal
import time

from right import *

children = []
try:
    while len(children) < 200:
        child = os.fork()
        if child == 0:
            try:
                os.setpgid(0, 0)
            finally:
                time.sleep(30)
                os._exit(0)
        children.append(child)
except OSError as refusal:
    print(refusal)
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
if len(children) == 200:
    from wrong import *
