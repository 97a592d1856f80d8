"""Announce payloads of two gigabytes, of less than nothing, of True, and a hundred thousand of them.

Tries: room is to be made for what is announced before it comes; or a size that is no size is to be added to others.
Must: sizes are small whole numbers, and no room is made for what has not come.
Deserves: 0
"""

import json
import mmap
import os
import socket
import struct

from wrong import *


def channel():
    for number in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(number))
        except OSError:
            pass

SIZES = (
    [2**31], [2**63], [-1, 1], [True], [0.5], [1e308], ["8"], [None], [[8]], {"0": 8}, 8, "8", [0] * 10**5, [10**400],
    [64 << 20], [(64 << 20) // 10**4] * 10**4,
)  # fmt: skip
CALLS = mmap.mmap(-1, 1)  # shared by all forks: each call tries another


def announce(*_):
    CALLS[0] += 1
    header = json.dumps({"values": [], "arrays": SIZES[CALLS[0] % len(SIZES)]}).encode()
    sock = channel()
    sock.sendall(struct.pack("!I", len(header)) + header)
    if CALLS[0] % 2:
        sock.sendall(struct.pack("!I", 2**31 + 8))
    sock.sendall(bytes(1000))
    sock.shutdown(socket.SHUT_WR)
    return 0.0


class Square:
    forward = derivative = announce


loss = gradient = draw = announce
