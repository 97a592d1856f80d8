"""A tar.gz that lists a million empty files

Tries: each member costs a few bytes to send and a whole object to read.
Must: members are counted while they are read.
Refused: lists more than 50000 files
"""

import gzip

from tests.attacks.packing import RIGHT, plain


def build(folder):
    path = folder / "million.tar.gz"
    path.write_bytes(gzip.compress(plain("toy.py", RIGHT)) + gzip.compress(plain("._junk", b"") * 1000) * 1000)
    return path
