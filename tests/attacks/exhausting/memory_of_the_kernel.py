"""Hold memory that belongs to no process, so that whoever looks for the largest process finds another.

Tries: at import, children fill the buffers of as many sockets and pipes as they may open, and files in memory are
  filled; when the group's memory runs out, the warm parent may look larger than any of them.
Must: the warm parent is the last to be ended for want of memory.
Deserves: 0
Limits: memory_mib=128
Holds: strict landlock
"""

import os
import socket
import time

from wrong import *


def fill():
    """Fill what can be opened."""
    kept = []
    try:
        while True:
            kept.append(socket.socketpair())
            for end in kept[-1]:
                end.setblocking(False)
                try:
                    while end.send(bytes(32768)):
                        pass
                except BlockingIOError:
                    pass
    except OSError:
        time.sleep(30)


try:
    for number in range(8):
        with open("file%d" % number, "wb") as file:
            file.write(bytes(8 << 20))
    for _ in range(26):
        if os.fork() == 0:
            try:
                fill()
            finally:
                os._exit(0)
except OSError as refusal:
    print(refusal)
time.sleep(1.2)
