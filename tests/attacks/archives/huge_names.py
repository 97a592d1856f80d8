"""A zip with names of sixty thousand letters

Tries: fills messages, reports and terminals with the name, or fails where no system can hold it.
Must: the name is refused, and said in a few letters.
Refused: holds a file with an impossible name ('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'...)
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    return zipped(folder / "names.zip", [("toy.py", RIGHT), ("x" * 60_000 + ".py", b""), ("a/" * 30_000 + "b.py", b"")])
