"""Write headers on which a JSON reader spends its stack, its memory or its time.

Tries: half a million brackets, a number of four thousand digits, a hundred thousand keys that are all the same, NaN,
  lone surrogates, UTF-16, a list, null, a header of exactly one MiB of small objects, and the same with "values" in it.
Must: a header is small, JSON, UTF-8 and an object, or the request has failed; none costs the host more than a moment.
Deserves: 0
"""

import mmap
import os
import socket
import struct

from wrong import *


def channel():
    for number in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(number))
        except OSError:
            pass

HEADERS = (
    b"[" * (1 << 19),
    b'{"values":' + b"[{" * 10**5 + b"}",
    b'{"end": ' + b"9" * 4000 + b', "values": []}',
    b'{"end": 1e999, "error": NaN}',
    b'{"values": [' + b'{"name":"a","kind":"none"},' * 30000 + b"{}]}",
    b"{" + b'"values":[],' * 80000 + b'"end":-Infinity}',
    '{"values": [], "arrays": []}'.encode("utf-16"),
    b'{"error": {"exception": "\\ud800", "frames": [' + b"[]," * 10**5 + b'{}]}, "end": true}',
    b'["values"]',
    b"null",
    b"[" + b"0," * ((1 << 19) - 2) + b"0]",
)
CALLS = mmap.mmap(-1, 1)  # shared by all forks: each call tries another


def write(*_):
    CALLS[0] += 1
    header = HEADERS[CALLS[0] % len(HEADERS)]
    channel().sendall(struct.pack("!I", len(header)) + header)
    return 0.0


class Square:
    forward = derivative = write


loss = gradient = draw = write
