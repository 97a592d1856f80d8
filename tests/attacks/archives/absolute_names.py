"""A tar with absolute names

Tries: names /tmp/... outright, which joining paths takes literally.
Must: nothing is written at all.
Refused: names a file outside of its own folder
"""

from tests.attacks.packing import RIGHT, tarred


def build(folder):
    return tarred(folder / "absolute.tar", [("toy.py", RIGHT), ("/tmp/backgrade-attack-absolute", b"x")], "w")
