"""Search the folders that all processes of a machine share.

Tries: looks through /tmp, /var/tmp, /dev/shm and /run, where other submissions' folders and the course may lie.
Must: none of them can be listed or opened.
Deserves: 10
Holds: strict landlock
Limits: import_seconds=5
"""

import os
import time

from right import *

until = time.monotonic() + 2
for top in (os.path.dirname("@COURSE@"), "/tmp", "/var/tmp", "/dev/shm", "/run", "/home", "/root"):
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            try:
                if time.monotonic() < until and os.path.isfile(path) and os.path.getsize(path) < 1000 and "secret" in path:
                    with open(path, "rb") as file:
                        print(path, file.read())
            except OSError:
                pass
