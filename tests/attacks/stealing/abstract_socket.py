"""Speak to a program on the same machine over an abstract unix socket, which no file guards.

Tries: connects to a known name, as to a desktop's message bus, and sends what it has.
Must: the socket is in another network namespace, or out of Landlock's scope, or cannot be made at all.
Deserves: 10
Holds: strict landlock
"""

import socket

from right import *

for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
    try:
        with socket.socket(socket.AF_UNIX, kind) as sock:
            sock.connect("\0@ABSTRACT@")
            sock.sendall(b"from a submission")
    except OSError as refusal:
        print(refusal)
