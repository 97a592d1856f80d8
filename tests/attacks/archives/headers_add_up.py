"""A tar.gz of thousands of long headers about files that are thrown away

Tries: each header is short enough to be read, but all of them are kept until the end, four bytes for each letter.
Must: what is said of files counts, kept or not.
Refused: says too much about its files
"""

import gzip

from tests.attacks.packing import RIGHT, pax, plain


def build(folder):
    path = folder / "talk.tar.gz"
    talk = pax(comment="\U0001f600" + "x" * 30_000) + plain("._x", b"")
    path.write_bytes(gzip.compress(plain("toy.py", RIGHT)) + gzip.compress(talk * 40) * 200)
    return path
