"""A zip with a password

Tries: nobody can look into it, and who asks for a password waits.
Must: it is refused at once, with what to do.
Refused: is encrypted: make the archive anew, without a password
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    path = zipped(folder / "secret.zip", [("toy.py", RIGHT)])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    return path
