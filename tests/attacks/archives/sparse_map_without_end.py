"""A sparse tar.gz whose list of holes does not end

Tries: the list is read number by number into memory before the file counts as a member.
Must: no sparse file is read.
Refused: sparse
"""

import gzip
import tarfile

from tests.attacks.packing import RIGHT, header, pax, plain


def build(folder):
    path = folder / "sparse.tar.gz"
    about = pax(GNU__sparse__major="1", GNU__sparse__minor="0", GNU__sparse__name="a.py", GNU__sparse__realsize="9")
    start = plain("toy.py", RIGHT) + about + header("GNUSparseFile.0/a.py", tarfile.REGTYPE, 240 << 20)
    numbers = gzip.compress(b"100000000\n" + b"0\n" * 507) + gzip.compress(b"0\n" * (1 << 19)) * 239
    path.write_bytes(gzip.compress(start) + numbers)
    return path
