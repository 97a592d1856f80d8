"""Read the disk itself, or the machine's memory, past all files.

Tries: makes device nodes in the scratch folder, and opens those of the host; tells by the marks that it loses.
Must: no node can be made or opened, but null, zero and urandom.
Deserves: 10
Holds: strict landlock
"""

import os
import stat

from right import *

opened = []
paths = ["/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/fuse", "/dev/ptmx", "/dev/tty"]
for major, minor in ((1, 1), (1, 11), (8, 0), (254, 0)):
    try:
        os.mknod("node%d" % minor, stat.S_IFBLK | 0o600 if major != 1 else stat.S_IFCHR | 0o600, os.makedev(major, minor))
        paths.append("node%d" % minor)
    except OSError as refusal:
        print(refusal)
for path in paths:
    try:
        opened.append(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
    except OSError as refusal:
        print(refusal)
if opened:
    from wrong import *
