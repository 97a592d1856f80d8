"""Take the requests before the session does.

Tries: a thread stays behind at the import and reads the control socket, together with the calls and the channel that
  come as descriptors; it answers each call itself, with numbers from nowhere, says that it is done, and keeps all
  descriptors.
Must: whoever answers, the numbers are wrong; a request that is lost this way costs its own time at most.
Deserves: 0
Limits: probe_seconds=0.4 submission_seconds=4
"""

import array
import io
import json
import os
import socket
import struct
import sys
import threading

from wrong import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def control():
    frame = sys._getframe()
    while frame is not None:
        if hasattr(frame.f_locals.get("self"), "control"):
            return frame.f_locals["self"].control
        frame = frame.f_back

def npy(array):
    file = io.BytesIO()
    np.save(file, np.asarray(array))
    return file.getvalue()

CONTROL = control()


def serve():
    while True:
        data, rights, _, _ = CONTROL.recvmsg(1 << 16, 1024)
        numbers = array.array("i")
        for _, _, raw in rights:
            numbers.frombytes(raw)
        for number in list(numbers)[1:2]:
            with socket.socket(fileno=number) as sock:
                sock.settimeout(0.2)
                try:
                    for _ in range(50):
                        names = ("y", "dy", "loss", "dw", "db", "numbers", "x", "w", "b")
                        entries = [{"name": name, "kind": "array", "array": k} for k, name in enumerate(names)]
                        sock.sendall(packed({"values": entries}, *[npy(np.ones(3))] * len(names)))
                        sock.sendall(packed({"end": 0.0, "score": 12}))
                except OSError:
                    pass
        if not data:
            return
        CONTROL.sendall(packed({"done": {"status": 0}, "of": json.loads(data[4:])["of"]}))


threading.Thread(target=serve, daemon=True).start()
