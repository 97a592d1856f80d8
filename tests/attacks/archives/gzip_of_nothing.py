"""A tar.gz of three hundred thousand empty parts

Tries: each part of twenty bytes unfolds to nothing, so that no limit on what is unfolded is ever reached.
Must: what unfolds to nothing is not read for long.
Refused: is made of empty parts
"""

import gzip

from tests.attacks.packing import RIGHT, plain


def build(folder):
    path = folder / "nothing.tar.gz"
    path.write_bytes(gzip.compress(b"") * 300_000 + gzip.compress(plain("toy.py", RIGHT) + bytes(1024)))
    return path
