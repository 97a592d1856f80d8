"""Write arrays whose headers promise something else than their bytes hold.

Tries: shapes that multiply to zero or overflow, thirty-three axes, an object type that would be unpickled, a byte order
  and a width that there is not, a header that is Python code, bools of value two, and one payload for two values.
Must: a payload is a plain array with all its bytes, or the request has failed; nothing in it is run.
Deserves: 0
"""

import json
import mmap
import os
import pickle
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


class Bomb:
    def __reduce__(self):
        return (os.kill, (@HOST@, 9))


def raw(descr, shape, data, order="False"):
    text = "{'descr': %s, 'fortran_order': %s, 'shape': %s, }" % (descr, order, shape)
    text += " " * (-(len(text) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + data


PAYLOADS = (
    raw("'|O'", "(1,)", pickle.dumps(Bomb())),
    raw("'<f8'", "(0, 999999999999, 999999999999)", b""),
    raw("'<f8'", "(4294967296, 4294967296, 1)", b"\0" * 8),
    raw("'<f8'", "(" + "1, " * 33 + ")", b"\0" * 8),
    raw("'<f8'", "(1,) + exec('import os') or (1,)", b"\0" * 8),
    raw("'>f8'", "(1,)", b"\0" * 8),
    raw("'<f16'", "(1,)", b"\0" * 16),
    raw("'|b1'", "(3,)", b"\2\3\xff", "True"),
    raw("'<f8'", "(-1,)", b"\0" * 8),
    raw("'<f8'", "(3,)", b"\xff" * 24),
    raw("[('y', '<f8')]", "(3,)", b"\0" * 24),
    pickle.dumps(Bomb()),
)
CALLS = mmap.mmap(-1, 1)  # shared by all forks: each call tries another


def write(name, *others):
    CALLS[0] += 1
    payload = PAYLOADS[CALLS[0] % len(PAYLOADS)]
    entries = [{"name": each, "kind": "array", "array": 0} for each in (name, *others)]
    channel().sendall(packed({"values": entries}, payload) + packed({"end": 0.0}))
    return 0.0


class Square:
    forward = lambda self, x: write("y")
    derivative = lambda self: write("dy")


loss = lambda *_: write("loss", "dw", "db")
gradient = lambda *_: (write("dw"), write("db"))
draw = lambda n: write("numbers")
