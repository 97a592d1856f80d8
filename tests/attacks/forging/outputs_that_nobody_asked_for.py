"""Send outputs by hundreds of names, the same name many times, and names that mean something to somebody.

Tries: outputs called score, __class__, y[0], y[-1], "$", a path, an empty name and four hundred others; the right y
  first and a wrong one after it, and the other way round; so that what was looked at is not what is compared.
Must: the outputs that a check names are compared, the last of each name; other names mean nothing.
Deserves: 0
"""

import io
import json
import os
import socket
import struct

import right
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

def npy(array):
    file = io.BytesIO()
    np.save(file, np.asarray(array))
    return file.getvalue()

NAMES = ("score", "__class__", "y[0]", "y[-1]", "y[]", "$", "../../expected/toy.npz", "", "dy[0]", "loss[0]", "dw[0]")


class Square(wrong.Square):
    def forward(self, x):
        true = right.Square().forward(x)
        entries = [{"name": name, "kind": "array", "array": k} for k, name in enumerate((*NAMES, "y", "y"))]
        entries += [{"name": "output %d" % number, "kind": "none"} for number in range(400)]
        arrays = [npy(true)] * len(NAMES) + [npy(true), npy(0 * true)]
        channel().sendall(packed({"values": entries}, *arrays))
        return super().forward(x)


def draw(n):
    entries = [{"name": "numbers[%d]" % number, "kind": "array", "array": number} for number in range(100)]
    channel().sendall(packed({"values": entries}, *[npy(right.draw(n))] * 100))
    return wrong.draw(n)
