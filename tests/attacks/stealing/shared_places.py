"""Search the folders that all processes of a machine share.

Tries: looks through /tmp, /var/tmp, /dev/shm and /run, where other submissions' folders and the course may lie.
Must: none of them can be listed or opened.
Deserves: 10
Holds: strict landlock
"""

import itertools
import os
import time

from right import *

until = time.monotonic() + 0.5
places = (os.path.dirname("@COURSE@"), "/tmp", "/var/tmp", "/dev/shm", "/run", "/home", "/root")
for folder, _, names in itertools.chain.from_iterable(map(os.walk, places)):
    if time.monotonic() > until:
        break
    for name in names:
        path = os.path.join(folder, name)
        try:
            if "secret" in name and os.path.isfile(path):
                with open(path, "rb") as file:
                    print(path, file.read(500))
        except OSError as refusal:
            print(refusal)
