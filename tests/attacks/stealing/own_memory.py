"""Search the own memory for what a fork of the grader would have copied.

Tries: reads every mapping of this process, by /proc/self/mem and else around the addresses of living objects, for the
  name of the variable that holds the secret in the grader's environment.
Must: the warm parent was started afresh with a clean environment and never held a secret, so no fork of it does.
Deserves: 10
"""

import ctypes
import gc
import re

from right import *

SECRET = re.compile(b"BACKGRADE_" + b"CANARY=[ -~]{4,80}|can" + b"ary[0-9a-f]{8,80}")


def pieces():
    """Yield parts of this process's memory."""
    try:
        with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
            for line in maps:
                start, end = (int(part, 16) for part in line.split()[0].split("-"))
                if " rw" in line and end - start < 64 << 20:
                    memory.seek(start)
                    yield memory.read(end - start)
    except OSError:
        for thing in gc.get_objects()[::50]:  # small objects lie in pages of 4 KiB at least
            yield ctypes.string_at(id(thing) & ~4095, 4096)


found = {hit for piece in pieces() for hit in SECRET.findall(piece)}
print(found)
