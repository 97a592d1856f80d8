"""A zip in which a file is a folder elsewhere

Tries: fails halfway through unpacking, with half of the files written.
Must: it is refused, and nothing is left of it.
Refused: a file and a folder of one name
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    return zipped(folder / "both.zip", [("data", b""), ("toy.py", RIGHT), ("data/more.py", b"")])
