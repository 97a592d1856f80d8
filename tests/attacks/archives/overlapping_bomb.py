"""A zip whose thousands of entries all point to the same bytes

Tries: unfolds one small file two thousand times, without nesting and with a true list.
Must: what is read is counted, or the overlap is seen.
Refused: bomb.zip
"""

import struct
import zlib

COUNT = 1_900


def build(folder):
    whole = bytes(15 << 20)
    packer = zlib.compressobj(9, wbits=-15)
    data = packer.compress(whole) + packer.flush()
    name = b"a.py"
    about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(whole), len(data), len(whole), len(name), 0)
    local = b"PK\3\4" + about + name + data
    entries = []
    for _ in range(COUNT):
        entries.append(b"PK\1\2" + struct.pack("<H", 20) + about + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name)
    table = b"".join(entries)
    path = folder / "bomb.zip"
    path.write_bytes(local + table + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, COUNT, COUNT, len(table), len(local), 0))
    return path
