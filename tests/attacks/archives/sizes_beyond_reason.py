"""A zip whose list claims files of exabytes

Tries: memory that is set aside, or numbers that overflow, by what the list claims in its fields for large files.
Must: sizes are counted, not believed.
Deserves: 10
"""

import struct

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    path = zipped(folder / "exa.zip", [("toy.py", RIGHT)])
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\1\2")
    huge = struct.pack("<HHQQ", 1, 16, 1 << 60, 1 << 60)
    data[place + 20 : place + 28] = b"\xff" * 8
    data[place + 30 : place + 32] = struct.pack("<H", len(huge))
    end = data.index(b"PK\5\6")
    size = struct.unpack_from("<I", data, end + 12)[0]
    data[end + 12 : end + 16] = struct.pack("<I", size + len(huge))
    data[end:end] = huge
    path.write_bytes(data)
    return path
