"""A tar with devices, a pipe and a type that nobody knows

Tries: has the grader make /dev/mem for it, or read from a pipe that nobody writes to.
Must: none of them is made or opened.
Deserves: 10
"""

import tarfile

from tests.attacks.packing import RIGHT, special, tarred


def build(folder):
    members = [
        special("mem", tarfile.CHRTYPE, device=(1, 1)),
        special("disk", tarfile.BLKTYPE, device=(8, 0)),
        special("pipe.py", tarfile.FIFOTYPE),
        special("cont.py", tarfile.CONTTYPE),
        special("odd.py", b"Z"),
    ]
    return tarred(folder / "devices.tar", [*members, ("toy.py", RIGHT)], "w")
