"""Shut the channel down, then go on using it.

Tries: the host reads the end of the stream in the middle of a call, takes the request for over, and is then to meet
  values of the old one in the new; the process goes on and prints meanwhile.
Must: a channel that ended is over, and its process is ended before the next call.
Deserves: 5
Verdicts: square_forward=crashed line_loss=passed line_gradient=passed
Limits: probe_seconds=0.5
"""

import os
import socket
import time

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
        sock.shutdown(socket.SHUT_WR)
        for _ in range(20):
            try:
                sock.send(b"\0" * 100)
            except OSError:
                time.sleep(0.01)
                print("still here", flush=True)
