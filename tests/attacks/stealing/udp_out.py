"""Send a datagram, which needs no connection.

Tries: UDP to 127.0.0.1, a name look-up, and the same over a socket that is made by socketpair.
Must: no socket that reaches out of the child can be made.
Deserves: 10
Holds: strict landlock
"""

import socket

from right import *

for family, address in ((socket.AF_INET, ("127.0.0.1", int("@UDP@"))), (socket.AF_INET6, ("::1", int("@UDP@")))):
    try:
        socket.socket(family, socket.SOCK_DGRAM).sendto(b"from a submission", address)
    except OSError as refusal:
        print(refusal)
try:
    ours, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.sendto(b"from a submission", "\0@ABSTRACT@")
except OSError as refusal:
    print(refusal)
try:
    print(socket.gethostbyname("backgrade.invalid"))
except OSError as refusal:
    print(refusal)
