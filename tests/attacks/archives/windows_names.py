"""A zip with names as Windows writes them

Tries: climbs with backslashes, which a check for slashes lets through.
Must: a backslash separates folders like a slash.
Refused: names a file outside of its own folder
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    return zipped(folder / "windows.zip", [("toy.py", RIGHT), ("..\\..\\..\\backgrade-attack-windows.py", b"x")])
