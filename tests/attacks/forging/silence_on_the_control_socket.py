"""Fill the control socket with words that end nothing.

Tries: at each import, and so again whenever the session is opened anew, the host hears that the session is ready, and
  the beginning of something that never goes on and swallows that a request is done; it is to wait each time, or to open
  sessions for ever.
Must: a session that talks nonsense is opened again a bounded number of times, within the submission's own seconds.
Deserves: 0
"""

import json
import struct
import sys

from right import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def control():
    frame = sys._getframe()
    while frame is not None:
        if hasattr(frame.f_locals.get("self"), "control"):
            return frame.f_locals["self"].control
        frame = frame.f_back


control().sendall(packed({"ready": "strict", "layers": [], "pid": @HOST@}) + struct.pack("!I", 1 << 19))
