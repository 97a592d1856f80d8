"""A tar.gz whose one extended header is 250 megabytes long

Tries: a header is read whole, decoded and split before anything of it is checked.
Must: a header that is longer than any name or comment needs is refused before it is read.
Refused: is broken and cannot be unpacked (a header of
"""

import gzip
import tarfile

from tests.attacks.packing import RIGHT, header, plain

MIB = 250


def build(folder):
    path = folder / "huge.tar.gz"
    size = MIB << 20
    record = f"{size} comment=".encode()
    first = record + b"x" * ((1 << 20) - len(record))
    last = b"x" * ((1 << 20) - 1) + b"\n"
    middle = gzip.compress(b"x" * (1 << 20)) * (MIB - 2)
    start = gzip.compress(header("pax", tarfile.XHDTYPE, size) + first)
    path.write_bytes(start + middle + gzip.compress(last + plain("toy.py", RIGHT) + bytes(1024)))
    return path
