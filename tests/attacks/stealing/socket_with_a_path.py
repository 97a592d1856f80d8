"""Send a datagram to a socket that has a path, as the system's log or its service manager has.

Tries: a pair of datagram sockets, which need no `socket` call and no `connect`; each may be given another address with
  every message, by sendto and by sendmsg. No right to the file system is asked for when a socket is found by its path.
Must: nothing outside can be spoken to.
Deserves: 10
Holds: strict landlock
"""

import socket

from right import *

for address in ("@LETTERBOX@", b"@LETTERBOX@"):
    for send in (lambda ours: ours.sendto(b"from a submission", address), lambda ours: ours.sendmsg([b"x"], [], 0, address)):
        try:
            send(socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0])
        except OSError as refusal:
            print(refusal)
