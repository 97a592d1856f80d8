"""Open the sockets that firewalls forget: netlink, raw, packet, vsock, and those of io_uring.

Tries: one socket of each kind; netlink lists the host's interfaces. Tells by the marks that it loses.
Must: none can be made.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import socket

from right import *

opened = []
for family, kind in ((16, socket.SOCK_RAW), (socket.AF_INET, socket.SOCK_RAW), (17, socket.SOCK_RAW), (40, 1), (38, 5), (1, 1)):
    try:
        opened.append(socket.socket(family, kind, 0))
    except OSError as refusal:
        print(refusal)
ring = ctypes.create_string_buffer(120)
if ctypes.CDLL(None).syscall(ctypes.c_long(425), 8, ring) >= 0:
    opened.append("io_uring")
if opened:
    print(opened)
    from wrong import *
