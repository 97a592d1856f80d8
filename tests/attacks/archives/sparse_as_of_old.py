"""A tar.gz of the old sparse kind, whose header goes on and on

Tries: each block of holes announces one more block, half a million of them, all read before the file counts as a member.
Must: no sparse file is read.
Refused: sparse
"""

import gzip
import tarfile

from tests.attacks.packing import RIGHT, header, plain


def build(folder):
    start = bytearray(header("a.py", tarfile.GNUTYPE_SPARSE, 0))
    start[386:410] = b"00000000000\0" * 2
    start[482:495] = b"\x01" + b"00000000000\0"
    start[148:156] = b" " * 8
    start[148:156] = b"%06o\0 " % sum(start)
    more = b"00000000001\0" * 42 + b"\x01" + bytes(7)
    path = folder / "sparse.tar.gz"
    path.write_bytes(gzip.compress(plain("toy.py", RIGHT) + bytes(start)) + gzip.compress(more * 2048) * 240)
    return path
