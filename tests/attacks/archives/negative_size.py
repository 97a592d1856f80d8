"""A tar whose member is smaller than nothing

Tries: the next member stands before this one, so that the list of members goes round without end.
Must: it ends, as one sentence.
Refused: is broken and cannot be unpacked
"""

import tarfile

from tests.attacks.packing import RIGHT, header, plain


def build(folder):
    path = folder / "negative.tar"
    path.write_bytes(plain("toy.py", RIGHT) + header("data.py", b"Z", -1024) + bytes(1024))
    return path
