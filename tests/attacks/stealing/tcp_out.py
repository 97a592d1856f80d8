"""Connect to a port of the host and hand over whatever was found.

Tries: TCP to 127.0.0.1, by name and by number, from the import and from a probe.
Must: the network cannot be reached, not even this machine's own.
Deserves: 10
Holds: strict landlock
"""

import socket

import right
from right import *


def call():
    """Try to be heard."""
    for host in ("127.0.0.1", "localhost", "::1"):
        try:
            with socket.create_connection((host, int("@PORT@")), timeout=0.3) as sock:
                sock.sendall(b"from a submission")
        except OSError as refusal:
            print(refusal)


def loss(x, y, w, b):
    call()
    return right.loss(x, y, w, b)


call()
