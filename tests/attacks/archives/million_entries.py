"""A zip that lists a million files

Tries: a list of fifty megabytes becomes gigabytes of objects in who reads it before counting.
Must: entries are counted first.
Refused: lists more than 50000 files
"""

import struct

COUNT = 1_000_000


def build(folder):
    entry = b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0) + b"a.py"
    path = folder / "million.zip"
    end = struct.pack("<HHHHIIH", 0, 0, COUNT & 0xFFFF, COUNT & 0xFFFF, len(entry) * COUNT, 34, 0)
    with path.open("wb") as file:
        file.write(b"PK\3\4" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, 0, 0, 4, 0) + b"a.py")
        for _ in range(100):
            file.write(entry * (COUNT // 100))
        file.write(b"PK\5\6" + end)
    return path
