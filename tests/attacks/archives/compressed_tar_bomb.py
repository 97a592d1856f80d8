"""A tar.gz of two megabytes that unfolds to two gigabytes of what is thrown away

Tries: hides the mass in a folder that is left out anyway, so that no limit on what is kept counts it.
Must: what is unfolded counts, kept or not.
Refused: unfolds to more than 256 MiB
"""

import gzip
import tarfile

from tests.attacks.packing import RIGHT, header, plain


def build(folder):
    path = folder / "bomb.tar.gz"
    start = plain("toy.py", RIGHT) + header("__pycache__/x", tarfile.REGTYPE, 2 << 30)
    path.write_bytes(gzip.compress(start) + gzip.compress(bytes(1 << 20)) * 2048)
    return path
