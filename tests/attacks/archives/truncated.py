"""A tar that ends in the middle of the work

Tries: the first half is what a reviewer sees; whether the rest is missing or was never there cannot be told.
Must: a broken archive is not graded as if it were whole.
Refused: is broken and cannot be unpacked
"""

from tests.attacks.packing import RIGHT, plain


def build(folder):
    path = folder / "half.tar"
    whole = plain("notes.txt", b"x" * 600) + plain("toy.py", RIGHT)
    path.write_bytes(whole[: len(whole) - 900])
    return path
