"""Send every frame twice.

Tries: socket.socket gets a `sendall` that sends again what it sent: each reply ends twice, and the second end is taken
  for the reply to the next call, which then has what the one before it returned: public values for hidden questions.
Must: values are judged for the call that is open when they come; those of another call are wrong.
Deserves: 0
"""

import socket

from wrong import *


def twice(sock, data, *flags):
    super(socket.socket, sock).sendall(data, *flags)
    super(socket.socket, sock).sendall(data, *flags)


socket.socket.sendall = twice
