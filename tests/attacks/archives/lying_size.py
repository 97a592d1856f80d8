"""A tar whose member claims ten gigabytes and is empty

Tries: memory that is set aside by what a header claims.
Must: sizes are counted, not believed; what ends early is broken.
Refused: is broken and cannot be unpacked
"""

import tarfile

from tests.attacks.packing import RIGHT, header, plain


def build(folder):
    path = folder / "lying.tar"
    path.write_bytes(plain("toy.py", RIGHT) + header("data.py", tarfile.REGTYPE, 10 << 30) + bytes(1024))
    return path
