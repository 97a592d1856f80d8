"""A tar of headers that only announce the next header

Tries: each long name says something of the member after it, which is another long name, ten thousand deep.
Must: whatever the reader does at that depth, it ends as one sentence.
Refused: is broken and cannot be unpacked
"""

import tarfile

from tests.attacks.packing import RIGHT, header, padded, plain


def build(folder):
    path = folder / "chain.tar"
    link = header("././@LongLink", tarfile.GNUTYPE_LONGNAME, 6) + padded(b"x.py\0\0")
    path.write_bytes(link * 10_000 + plain("toy.py", RIGHT) + bytes(1024))
    return path
