"""Use up descriptors, and kernel memory through them.

Tries: opens pipes, socket pairs and eventfds until refused, makes every pipe as large as it may be and fills it; sends
  descriptors over sockets and closes them, so that they are open without counting.
Must: their number is limited; all is given back when the probe ends.
Deserves: 10
Limits: probe_seconds=3
"""

import array
import fcntl
import os
import socket

import right
from right import *


def fill():
    """Open and fill until it is refused."""
    ends = []
    while True:
        ours, theirs = os.pipe()
        ends += [ours, theirs]
        try:
            fcntl.fcntl(theirs, 1031, 1 << 20)  # F_SETPIPE_SZ
        except OSError as refusal:
            print(refusal)
        os.set_blocking(theirs, False)
        try:
            while True:
                os.write(theirs, bytes(65536))
        except BlockingIOError:
            pass


def in_flight():
    """Send descriptors that nobody receives."""
    for _ in range(1000):
        ours, theirs = socket.socketpair()
        ours.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [ours.fileno(), theirs.fileno()] * 100))])
        ours.close()
        theirs.close()


def draw(n):
    for act in (in_flight, fill):
        try:
            act()
        except OSError as refusal:
            print(refusal)
    return right.draw(n)
