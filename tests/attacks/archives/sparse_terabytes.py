"""A sparse tar that claims eight terabytes

Tries: a kilobyte of tar describes a file of nothing but holes, for who writes the zeros out.
Must: no sparse file is read.
Refused: sparse
"""

from tests.attacks.packing import RIGHT, pax, plain


def build(folder):
    path = folder / "sparse.tar"
    about = pax(GNU__sparse__major="1", GNU__sparse__minor="0", GNU__sparse__name="a.py", GNU__sparse__realsize=str(8 << 40))
    hole = plain("GNUSparseFile.0/a.py", b"1\n%d\n0\n" % (8 << 40))
    path.write_bytes(plain("toy.py", RIGHT) + about + hole + bytes(1024))
    return path
