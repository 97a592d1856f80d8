"""A submission that finds the descriptor of its own replies and writes on it what it likes, as source text."""

from __future__ import annotations

SOURCE = r"""
import array, itertools, json, os, socket, stat, struct, threading
import numpy as np

def descriptors():
    # While importing, the session's own socket comes first and the channel last; in a probe there is the channel only.
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield number
        except OSError:
            pass

def descriptor(which=-1):
    return list(descriptors())[which]

def write(data, which=-1):
    number, view = descriptor(which), memoryview(data)
    while view:
        view = view[os.write(number, view):]

def frame(header, *payloads, sizes=None):
    header = dict(header, arrays=[len(one) for one in payloads] if sizes is None else sizes)
    text = json.dumps(header, ensure_ascii=False).encode()
    return b"".join([struct.pack("!I", len(text)), text, *payloads])

def npy(value, descr=None, shape=None):
    head = "{'descr': %s, 'fortran_order': False, 'shape': %s, }\n" % (
        descr or repr(value.dtype.str), value.shape if shape is None else shape)
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + value.tobytes()

def value(name, array=0, kind="array", text=""):
    return {"name": name, "kind": kind, "type": text, "text": text, "array": array}

def reply(payload, name="out"):
    return frame({"values": [value(name)]}, payload)

END = frame({"end": 0.0})

def endlessly(make):
    for number in itertools.count():
        write(make(number))
"""
