"""Send half a frame and fall silent.

Tries: the header promises a payload of eight bytes, seven of them come, one every now and then, each time just before
  anyone who waits for the next byte would give up.
Must: the time of a call counts from its beginning, however much came meanwhile.
Deserves: 5
Verdicts: square_forward=timed_out line_loss=passed line_gradient=passed
Limits: probe_seconds=0.6
"""

import os
import socket
import struct
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
        sock, header = channel(), b'{"values": [], "arrays": [1000]}'
        for part in (struct.pack("!I", len(header)), header[:20], header[20:]):
            sock.sendall(part)
        while True:
            sock.sendall(b"\0")
            time.sleep(0.25)
