"""Climb out of the working folder, out of the submission and through /proc/self by relative paths.

Tries: as many `..` as there are folders, then down again to the secret, from the working folder, from the folder of
  this file and from descriptors of both, in case only absolute paths are refused.
Must: every way ends at the same refusal, since it is the file that is out of reach and not its name.
Deserves: 10
Holds: strict landlock
"""

import os

from right import *

DOWN = "../" * 30 + "@COURSE@/reference/toy/secret.txt".lstrip("/")
for start in (".", os.path.dirname(__file__), "/proc/self/cwd", "/proc/self/root"):
    try:
        with open(os.path.join(start, DOWN)) as file:
            print(file.read())
    except OSError as refusal:
        print(refusal)
    try:
        print(os.read(os.open(DOWN, os.O_RDONLY, dir_fd=os.open(start, os.O_PATH)), 500))
    except OSError as refusal:
        print(refusal)
