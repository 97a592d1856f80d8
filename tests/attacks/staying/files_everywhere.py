"""Leave files where the next one would find them.

Tries: a shared folder, /tmp, /var/tmp, /dev/shm, the home folder, the submission's own folder, a fifo and a socket.
Must: nothing can be made outside of the scratch folder, and that is gone with the submission.
Deserves: 10
Holds: strict landlock
"""

import os

from right import *

for folder in ("@DROP@", "/tmp", "/var/tmp", "/dev/shm", "/run", "@HOME@", "@COURSE@", os.path.dirname(__file__), "."):
    for make in (lambda path: open(path, "w").close(), os.mkdir, os.mkfifo, lambda path: os.symlink("/", path)):
        try:
            make(os.path.join(folder, "backgrade-attack-%d" % id(make)))
        except OSError as refusal:
            print(refusal)
