"""Fill the disk with files that are each small enough.

Tries: forty files of 16 MiB in the scratch folder, each allocated for real; tells by the marks that it loses whether
  more than 256 MiB were taken. Only a scratch folder of its own file system can be limited as a whole.
Must: it is, at the level that promises it, and everywhere the files are gone afterwards.
Deserves: 10
Limits: probe_seconds=3
Holds: strict
"""

import os

import right
from right import *


def draw(n):
    taken = 0
    try:
        for number in range(40):
            with open("full%d" % number, "wb") as file:
                os.posix_fallocate(file.fileno(), 0, 16 << 20)
                taken += 16
    except OSError as refusal:
        print(refusal)
    return right.draw(n) if taken <= 256 else [0.0] * n
