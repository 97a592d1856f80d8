"""Look for descriptors that the grader forgot to close.

Tries: asks every number up to 4096 for its kind, reads from it without waiting, receives descriptors that may be on
  their way over it, and opens the secret relative to it when it is a folder.
Must: nothing is open but standard streams, its own output and calls, and sockets that hold nothing secret; reading them
  costs the submission nothing, since nothing is in them yet.
Deserves: 10
"""

import os
import socket
import stat

from right import *

for number in range(3, 4096):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    try:
        if stat.S_ISDIR(mode):
            print(os.read(os.open("@COURSE@/reference/toy/secret.txt", os.O_RDONLY, dir_fd=number), 500))
        elif stat.S_ISSOCK(mode):
            print(socket.socket(fileno=os.dup(number)).recvmsg(4096, 4096, socket.MSG_DONTWAIT))
        else:
            os.set_blocking(number, False)
            print(os.read(number, 4096))
    except OSError as refusal:
        print(number, refusal)
