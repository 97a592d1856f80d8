"""A zip with a drive letter and a network share

Tries: names places that are absolute on another system than the one that checks.
Must: nothing is written at all.
Refused: names a file outside of its own folder
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    names = ("C:\\Users\\toy.py", "\\\\host\\share\\toy.py")
    return zipped(folder / "drives.zip", [("toy.py", RIGHT), *((name, b"x") for name in names)])
