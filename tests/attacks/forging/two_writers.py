"""Write two replies into one channel at the same time.

Tries: a thread writes small frames as fast as it can while the driver's frames are written: the bytes of both are
  mixed, so that a payload of the one may be read as the header of the other.
Must: what comes out is a frame or is none; mixed numbers are wrong ones.
Deserves: 0
"""

import json
import os
import socket
import struct
import threading

import wrong
from wrong import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def channel():
    for number in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(number))
        except OSError:
            pass

WRITING = []


def write(sock):
    frame = packed({"values": [{"name": "y", "kind": "none", "type": "", "text": ""}]})
    for _ in range(2000):
        sock.send(frame[:7])
        sock.send(frame[7:])


def both(value):
    if not WRITING:
        WRITING.append(threading.Thread(target=write, args=(channel(),), daemon=True))
        WRITING[0].start()
    return value


class Square(wrong.Square):
    def forward(self, x):
        return both(super().forward(np.zeros((1000, 100))))


def loss(x, y, w, b):
    return both(np.zeros((1000, 100)))


def gradient(x, y, w, b):
    return both(np.zeros(2)), both(np.zeros(1))


def draw(n):
    return both(np.zeros(n))
