"""Rewrite replies on their way out.

Tries: a `sendall` that removes errors from headers, calls every value an array of full marks, and turns all numbers of
  the payloads into other ones; a `pread` that rewrites the calls so that no input is ever large.
Must: a rewritten reply is a reply like any other: what it holds is wrong.
Deserves: 0
"""

import os
import re
import socket

from wrong import *


def rewritten(sock, data, *flags):
    data = re.sub(rb'"error"', b'"right"', bytes(data))
    data = re.sub(rb'"kind": "\w+"', lambda found: b'"kind": "array"'.ljust(len(found[0])), data)
    super(socket.socket, sock).sendall(data.replace(b"\0" * 8, b"\0\0\0\0\0\0\xf0\x3f"), *flags)


def easier(*arguments, read=os.pread):
    return read(*arguments).replace(b"\x3f", b"\0")


socket.socket.sendall = rewritten
os.pread = easier
socket.socket.settimeout = lambda *_: None
