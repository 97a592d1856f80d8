"""A zip of a few megabytes that unfolds to 160 gigabytes

Tries: fills the disk or the memory of who unpacks it, and claims in its lists that every file is small.
Must: what is read is counted, whatever the archive says.
Refused: is broken and cannot be unpacked
"""

import struct
import zlib

COUNT, MIB = 40, 4096


def build(folder):
    packer = zlib.compressobj(9, wbits=-15)
    mib = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = mib * MIB + packer.flush()
    path, listed = folder / "bomb.zip", []
    with path.open("wb") as file:
        for number in range(COUNT):
            name = f"{number}.py".encode()
            about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(data), 1000, len(name), 0)
            listed.append(b"PK\1\2" + struct.pack("<H", 20) + about + struct.pack("<HHHII", 0, 0, 0, 0, file.tell()) + name)
            file.write(b"PK\3\4" + about + name + (data if number == 0 else data[:100_000]))
        start, table = file.tell(), b"".join(listed)
        file.write(table + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, COUNT, COUNT, len(table), start, 0))
    return path
