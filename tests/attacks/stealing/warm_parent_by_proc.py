"""Reach the host's files through the root and working folders of processes nearer by.

Tries: follows /proc/PID/root and /proc/PID/cwd of the warm parent, of the own parent and of the first process, all of
  which may stand outside of the new root.
Must: none of these links can be followed.
Deserves: 10
Holds: strict landlock
"""

import os

from right import *

for pid in (int("@WARM@"), os.getppid(), 1, os.getpid()):
    for way in ("root", "cwd", "cwd/..", "task/%d/root" % pid):
        try:
            with open("/proc/%d/%s@COURSE@/reference/toy/secret.txt" % (pid, way)) as file:
                print(file.read())
        except OSError as refusal:
            print(refusal)
