"""Say that the import is over, and go on with it.

Tries: writes the reply to the import itself, that all went well, with marks and a hundred thousand notes; then it goes
  on for as long as it likes, since nobody counts the time of an import that is over.
Must: the next request finds nobody who answers, and counts its own time; in all it is bounded.
Deserves: 0
Limits: probe_seconds=0.4 submission_seconds=3
"""

import json
import os
import socket
import struct
import sys
import time

from right import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

reply = packed({"ok": True, "notes": ["passed"] * 10**5, "score": 12, "stopped": {"exception": "passed", "frames": 8}})
frame = sys._getframe()
while "channel" not in frame.f_locals:
    frame = frame.f_back
socket.socket(fileno=os.dup(frame.f_locals["channel"])).sendall(reply)
time.sleep(20)
