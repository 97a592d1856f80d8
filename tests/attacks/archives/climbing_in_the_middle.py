"""A tar that goes down before it climbs

Tries: begins a name inside and leaves later, past who looks at its first letters only.
Must: nothing is written at all.
Refused: names a file outside of its own folder
"""

from tests.attacks.packing import RIGHT, tarred


def build(folder):
    return tarred(folder / "climb.tar.gz", [("toy.py", RIGHT), ("a/./b/../../../../backgrade-attack-climbed", b"x")])
