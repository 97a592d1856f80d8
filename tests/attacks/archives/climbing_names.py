"""A zip that climbs out of its folder

Tries: names a file with many dots, to have it written where the grader runs.
Must: nothing is written at all, and the sentence names the file.
Refused: names a file outside of its own folder
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    up = "../" * 8 + "tmp/backgrade-attack-climbed.py"
    return zipped(folder / "climb.zip", [("toy.py", RIGHT), (up, b"climbed = True")])
