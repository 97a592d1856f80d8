"""Let struct write sizes that belong to no frame.

Tries: struct.pack writes 2^32 - 1 for every length and struct.unpack reads 4 for every one, so that the host waits for
  four gigabytes of header, or makes room for them.
Must: the host takes no header of that size and makes no room before bytes have come; the request has failed.
Deserves: 0
"""

import struct

from wrong import *

pack = struct.pack


def largest(form, *values):
    return pack(form, *[255 if form[-1] in "bBc" else 65535 if form[-1] in "hH" else 2**32 - 1 for _ in values])


struct.pack = largest
struct.calcsize = lambda form: 0
