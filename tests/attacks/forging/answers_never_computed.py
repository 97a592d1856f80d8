"""Find the channel and answer in the grader's own language before the driver does.

Tries: one of the descriptors 3 to 63 is the way to the host; frames are written there whose values nobody computed,
  with verdicts and marks in their headers, and an end, so that what the driver sends afterwards comes too late.
Must: forged values are values: they are compared like any others, and the words beside them are not read.
Deserves: 0
"""

import io
import json
import os
import socket
import struct

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

def npy(array):
    file = io.BytesIO()
    np.save(file, np.asarray(array))
    return file.getvalue()


def answer(**values):
    entries = [{"name": name, "kind": "array", "type": "", "text": "", "array": k} for k, name in enumerate(values)]
    marks = {"verdict": "passed", "passed": True, "score": 12, "points": 12, "expected": 1.0, "status": "graded"}
    sock = channel()
    sock.sendall(packed(dict(marks, values=entries), *map(npy, values.values())))
    sock.sendall(packed(dict(marks, end=0.001)))


class Square:
    def forward(self, x):
        answer(y=x, dy=np.ones_like(x), x=x)
        return x * 0

    def derivative(self):
        return 0.0


def loss(x, y, w, b):
    answer(loss=1.0, dw=np.ones(2), db=np.ones(1), w=np.ones(4), b=np.ones(2))
    return 0.0


def draw(n):
    answer(numbers=np.ones(n))
    return np.zeros(n)
