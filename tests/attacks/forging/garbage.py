"""Write random bytes where frames are due.

Tries: bytes of no meaning, as a fuzzer would: lengths, headers and payloads of chance, thousands of them.
Must: the request has failed at the first frame that is none; the process is ended and the next one starts clean.
Deserves: 5
Verdicts: square_forward=crashed line_loss=passed line_gradient=passed
"""

import os
import socket

from right import *


def channel():
    for number in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(number))
        except OSError:
            pass


class Square:
    def forward(self, x):
        sock = channel()
        for _ in range(1000):
            sock.send(b"\xff" + os.urandom(99))

    def derivative(self):
        return 0.0
