"""A tar whose member is renamed by an extended header

Tries: shows a harmless name in the member's own header and climbs in the pax header that counts.
Must: the name that counts is the one that is checked.
Refused: names a file outside of its own folder
"""

from tests.attacks.packing import RIGHT, pax, plain


def build(folder):
    path = folder / "pax.tar"
    path.write_bytes(plain("toy.py", RIGHT) + pax(path="../../backgrade-attack-pax") + plain("notes.txt", b"x") + bytes(1024))
    return path
