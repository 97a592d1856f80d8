"""A tar with an extended header that is smaller than nothing

Tries: reading minus that many bytes reads everything, or reads nothing and never comes further.
Must: it ends, as one sentence.
Refused: is broken and cannot be unpacked
"""

import tarfile

from tests.attacks.packing import RIGHT, header, plain


def build(folder):
    path = folder / "negative.tar"
    path.write_bytes(plain("toy.py", RIGHT) + header("pax", tarfile.XHDTYPE, -512) + plain("b.py", b"") + bytes(1024))
    return path
